// A picture: fitted to the screen, at its own size, or anything between and beyond, moved about by the pointer.
import type { Asset } from '@rushes/contract/assets'
import { Minus, Plus } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { IconButton } from '../../ui/icon-button.tsx'
import { ownUrl } from '../../ui/own-url.ts'
import { DrawingLayer } from '../comments/drawing-layer.tsx'
import { DrawingTools } from '../comments/drawing-tools.tsx'
import { useRoom } from '../comments/room-store.ts'
import type { Room } from '../comments/room-store.ts'
import { FITTED, moveBy, zoomAt } from './picture-zoom.ts'
import type { PictureZoom } from './picture-zoom.ts'
import { useFingers } from './use-fingers.ts'
import './picture-stage.css'

const STEP = 1.5

/** `children` stand beside the buttons for the size. `still` is shown until the picture is there. */
export function PictureStage(props: {
  asset: Asset
  room: Room
  /** What it is, for who cannot see it. */
  kind: 'picture' | 'page'
  name: string
  url: string
  still: string | null
  onLoad?: () => void
  children?: ReactNode
}) {
  const { asset, room, kind, name, url, still, children } = props
  const tool = useRoom(room, (state) => state.tool)
  const [pixels, setPixels] = useState({ width: 0, height: 0 })
  const [zoom, setZoom] = useState<PictureZoom>(FITTED)
  const [isLoaded, setLoaded] = useState(false)
  const [ownScale, setOwnScale] = useState(1)
  const stage = useRef<HTMLDivElement>(null)
  const picture = useRef<HTMLImageElement>(null)
  // One link for as long as the picture is looked at; a newly signed one would load it again.
  const [src] = useState(() => ownUrl(url))

  useEffect(() => {
    const { current } = stage
    if (current === null) return
    // React listens passively, and then the page would scroll along.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      setZoom((before) => zoomAt(before, Math.exp(-event.deltaY * 0.002), centred(event, current)))
    }
    current.addEventListener('wheel', onWheel, { passive: false })
    return () => current.removeEventListener('wheel', onWheel)
  }, [])

  /** How much larger than fitted the picture is at one pixel per pixel of the screen. */
  function measure(): void {
    const image = picture.current
    if (image === null || image.naturalWidth === 0) return
    const fitted = Math.min(image.clientWidth / image.naturalWidth, image.clientHeight / image.naturalHeight)
    setOwnScale(1 / (fitted * window.devicePixelRatio))
    setPixels({ width: image.naturalWidth, height: image.naturalHeight })
    setLoaded(true)
    props.onLoad?.()
  }
  const fingers = useFingers({
    drag: (right, down) => setZoom((before) => moveBy(before, right, down)),
    pinch: (factor, { x, y }) => {
      const { current } = stage
      if (current !== null)
        setZoom((before) => zoomAt(before, factor, centred({ clientX: x, clientY: y }, current)))
    },
    isOff: tool !== null,
  })
  const zoomTo = (scale: number) => setZoom((before) => zoomAt(before, scale / before.scale, { x: 0, y: 0 }))

  return (
    <div className="image-view">
      <div
        ref={stage}
        className={zoom.scale > 1 ? 'stage image-stage image-stage-large' : 'stage image-stage'}
        {...fingers}
        onDoubleClick={(event) =>
          tool === null &&
          setZoom((before) =>
            before.scale > 1
              ? FITTED
              : zoomAt(before, Math.max(ownScale, STEP), centred(event.nativeEvent, event.currentTarget)),
          )
        }
      >
        <div
          className="image-place"
          style={{
            transform: `translate(${String(zoom.x)}px, ${String(zoom.y)}px) scale(${String(zoom.scale)})`,
          }}
        >
          {!isLoaded && still !== null && <img className="image-picture" src={ownUrl(still)} alt="" />}
          <img
            ref={picture}
            className="image-picture"
            src={src}
            alt={name}
            draggable={false}
            onLoad={measure}
            style={{ imageRendering: zoom.scale > ownScale * 3 ? 'pixelated' : 'auto' }}
          />
          <DrawingLayer asset={asset} room={room} {...pixels} on={kind} />
        </div>
        {tool !== null && <DrawingTools room={room} tool={tool} />}
      </div>
      <div className="image-controls" role="toolbar" aria-label="Size">
        {children}
        <IconButton
          label="Smaller"
          hintSide="top"
          disabled={zoom.scale <= 1}
          onClick={() => zoomTo(zoom.scale / STEP)}
        >
          <Minus />
        </IconButton>
        <button type="button" className="transport-choice numbers" onClick={() => setZoom(FITTED)}>
          Fit
        </button>
        <button
          type="button"
          className="transport-choice numbers"
          onClick={() => zoomTo(Math.max(1, ownScale))}
        >
          100 %
        </button>
        <IconButton label="Larger" hintSide="top" onClick={() => zoomTo(zoom.scale * STEP)}>
          <Plus />
        </IconButton>
        <span className="image-scale numbers">{Math.round((zoom.scale / ownScale) * 100)} %</span>
      </div>
    </div>
  )
}

/** Where a pointer is, seen from the middle of an element. */
function centred(event: { clientX: number; clientY: number }, element: Element): { x: number; y: number } {
  const { left, top, width, height } = element.getBoundingClientRect()
  return { x: event.clientX - left - width / 2, y: event.clientY - top - height / 2 }
}
