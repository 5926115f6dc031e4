// The two pictures, side by side or one over the other, enlarged and moved together.
import { useEffect, useRef, useState } from 'react'
import type { PointerEvent } from 'react'
import type { MediaStore } from '@rushes/player/media-store'
import { FilmDrawing } from '../comments/drawing-layer.tsx'
import { FrameGuides } from '../player/frame-guides.tsx'
import { useRoom } from '../comments/room-store.ts'
import { FITTED, moveBy, zoomAt } from '../player/picture-zoom.ts'
import type { CompareMode } from './compare-modes.tsx'
import type { ComparedFilm } from './use-compared-film.ts'
import './compare-stage.css'

export interface StageFilm extends ComparedFilm {
  /** "v2" */
  name: string
  /** The film's face of the pair; null until both are there. */
  face: MediaStore | null
}

export function CompareStage(props: {
  films: readonly [StageFilm, StageFilm]
  mode: CompareMode
  /** How much of the second picture is seen, 0 to 1: its opacity, or its share of the width. */
  share: number
  onShare: (share: number) => void
  /** The film whose comments are read: its drawings are shown. */
  active: StageFilm
  onClick: () => void
}) {
  const { films, mode, share } = props
  const stage = useRef<HTMLDivElement>(null)
  const [zoom, setZoom] = useState(FITTED)
  const hasMoved = useRef(false)
  const tool = useRoom(props.active.room, (state) => state.tool)

  useEffect(() => {
    const { current } = stage
    if (current === null) return
    // React listens passively, and then the page would scroll along.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      setZoom((before) => zoomAt(before, Math.exp(-event.deltaY * 0.002), fromMiddle(event, current)))
    }
    current.addEventListener('wheel', onWheel, { passive: false })
    return () => current.removeEventListener('wheel', onWheel)
  }, [])

  function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
    hasMoved.current = false
    if (tool === null && event.button === 0) event.currentTarget.setPointerCapture(event.pointerId)
  }
  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    if (event.movementX !== 0 || event.movementY !== 0) hasMoved.current = true
    const { left, width } = event.currentTarget.getBoundingClientRect()
    if (mode === 'wipe' && zoom.scale === 1)
      props.onShare(1 - Math.max(0, Math.min(1, (event.clientX - left) / width)))
    else setZoom((before) => moveBy(before, event.movementX, event.movementY))
  }

  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- Space plays, the slider wipes
    <div
      ref={stage}
      className={`stage compare-stage compare-${mode}`}
      style={{ '--share': String(share) }}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onClick={() => tool === null && !hasMoved.current && props.onClick()}
      onDoubleClick={() => tool === null && setZoom(FITTED)}
    >
      {films.map((film, index) => (
        <div key={film.asset.id} className={index === 0 ? 'compare-pane' : 'compare-pane compare-pane-over'}>
          <div
            className="compare-picture"
            style={{
              transform: `translate(${String(zoom.x)}px, ${String(zoom.y)}px) scale(${String(zoom.scale)})`,
            }}
          >
            {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- footage under review has no captions */}
            <video ref={film.onElement} className="video" playsInline preload="auto" aria-label={film.name} />
            {film.face !== null && <FrameGuides store={film.face} />}
            {film.face !== null && film.asset.id === props.active.asset.id && (
              <FilmDrawing asset={film.asset} room={film.room} store={film.face} />
            )}
          </div>
          <span className="compare-name numbers">{film.name}</span>
        </div>
      ))}
      {mode === 'wipe' && <div className="compare-line" aria-hidden />}
    </div>
  )
}

/** A place as pixels from the middle of the pane it lies in: both panes are enlarged around the same point. */
function fromMiddle(event: MouseEvent, element: HTMLElement): { x: number; y: number } {
  const pane = event.target instanceof Element ? event.target.closest('.compare-pane') : null
  const { left, top, width, height } = (pane ?? element).getBoundingClientRect()
  return { x: event.clientX - left - width / 2, y: event.clientY - top - height / 2 }
}
