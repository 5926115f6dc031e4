// Lies exactly over the picture, be it of a film, a still or a page: shows what the chosen comment drew, and takes the pen.
import type { Asset } from '@rushes/contract/assets'
import type { Comment } from '@rushes/contract/comments'
import { parseAnnotation, shapeBetween } from '@rushes/player/annotation'
import type { FreehandPoint, Point, Shape, Tool } from '@rushes/player/annotation'
import type { MediaStore } from '@rushes/player/media-store'
import { isSameLook, lookOf, VIEW_ASPECT } from '@rushes/player/sphere-look'
import { useMemo, useRef, useSyncExternalStore } from 'react'
import type { PointerEvent } from 'react'
import { classNames } from '../../ui/class-names.ts'
import { DrawingTools } from './drawing-tools.tsx'
import { finishStroke, showHeldPlace, useFrame, useRoom } from './room-store.ts'
import type { Room } from './room-store.ts'
import { ShapeView } from './shape-view.tsx'
import { TextField } from './text-on-picture.tsx'
import { useComments } from './use-comments.ts'
import { usePictureBox } from './use-picture-box.ts'
import './drawing-layer.css'

/** Pens say how hard they are pressed; a mouse says nothing of use. */
const PLAIN_PRESSURE = 0.5

/** Over a film. */
export function FilmDrawing({ asset, room, store }: { asset: Asset; room: Room; store: MediaStore }) {
  const width = useSyncExternalStore(store.subscribe, () => store.getState().videoWidth)
  const height = useSyncExternalStore(store.subscribe, () => store.getState().videoHeight)
  const tool = useRoom(room, (state) => state.tool)
  const isInside = useRoom(room, (state) => state.look !== null)
  const pixels = isInside ? { width: VIEW_ASPECT, height: 1 } : { width, height }
  return (
    <>
      <DrawingLayer asset={asset} room={room} {...pixels} on="frame" />
      {tool !== null && <DrawingTools room={room} tool={tool} />}
    </>
  )
}

/** Over a picture of `width` by `height` that the element around both shows whole. */
export function DrawingLayer(props: {
  asset: Asset
  room: Room
  width: number
  height: number
  /** What it lies on, for who cannot see it. */
  on: 'frame' | 'picture' | 'page'
}) {
  const { asset, room, on } = props
  const layer = useRef<HTMLDivElement>(null)
  const box = usePictureBox(layer, props.width, props.height)
  const tool = useRoom(room, (state) => state.tool)
  const shapes = useShownShapes(asset, room)
  const current = useRoom(room, (state) => state.stroke)
  const shown = current === null ? shapes : [...shapes, current]
  return (
    <div ref={layer} className={classNames('drawing', tool !== null && 'drawing-on')}>
      {box !== null && (
        <svg
          className="drawing-picture"
          style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
          viewBox={`0 0 ${String(box.width)} ${String(box.height)}`}
          role="img"
          aria-label={shown.length === 0 ? `No drawing on this ${on}` : `Drawing on this ${on}`}
          {...(tool === null ? {} : penOf(room, tool))}
        >
          {shown.map((shape, index) => (
            <ShapeView key={index} shape={shape} width={box.width} height={box.height} />
          ))}
        </svg>
      )}
      {box !== null && current?.tool === 'text' && <TextField room={room} shape={current} box={box} />}
    </div>
  )
}

/** The drawing under way, on its own frame or page; else the one of the chosen comment, as long as that is on show. */
function useShownShapes(asset: Asset, room: Room): readonly Shape[] {
  const comments = useComments(asset, room)
  const media = useRoom(room, (state) => state.media)
  const drawn = useRoom(room, (state) => state.shapes)
  const heldFrame = useRoom(room, (state) => state.heldFrame)
  const chosenId = useRoom(room, (state) => state.chosenId)
  const page = useRoom(room, (state) => state.page)
  const heldPage = useRoom(room, (state) => state.heldPage)
  const frame = useFrame(media)
  const chosen = comments?.find(({ id }) => id === chosenId)
  const isLookedAt = useIsLookedAt(room, chosen)
  const annotation = chosen?.annotation ?? null
  const ofChosen = useMemo(() => parseAnnotation(annotation), [annotation])
  if (chosen === undefined) {
    const isHere = media === null ? page === heldPage : frame === heldFrame
    return isHere && isLookedAt ? drawn : []
  }
  if (media === null) return chosen.page === null || chosen.page === page ? ofChosen : []
  if (frame === null || !isLookedAt) return []
  const first = chosen.frame ?? frame
  return frame >= first && frame <= first + (chosen.duration ?? 0) ? ofChosen : []
}

/** True where a sphere is seen from where the drawing was made; of a flat film always. */
function useIsLookedAt(room: Room, chosen: Comment | undefined): boolean {
  const isSphere = useRoom(room, (state) => state.isSphere)
  const look = useRoom(room, (state) => state.look)
  const heldLook = useRoom(room, (state) => state.heldLook)
  return !isSphere || isSameLook(look, chosen === undefined ? heldLook : lookOf(chosen))
}

function penOf(room: Room, tool: Tool) {
  // Pointers move faster than the page renders: the store has the whole stroke at any moment.
  const pen = {
    get: () => room.get().stroke,
    set: (stroke: Shape | null) => room.set({ stroke }),
  }
  return {
    onPointerDown: (event: PointerEvent<SVGSVGElement>) => {
      if (event.button !== 0) return
      event.preventDefault()
      showHeldPlace(room)
      const { color, penSize: size } = room.get()
      const point = placeOf(event.nativeEvent, event.currentTarget)
      if (tool === 'text') {
        // A text that is being written stands where it is begun; the click beside it ends it.
        if (pen.get() === null) pen.set({ tool, color, size, ...point, text: '' })
        else finishStroke(room)
        return
      }
      event.currentTarget.setPointerCapture(event.pointerId)
      pen.set(
        tool === 'freehand'
          ? { tool, color, size, points: [[point.x, point.y, pressureOf(event.nativeEvent)]] }
          : shapeBetween(tool, point, point, { color, size }),
      )
    },
    onPointerMove: ({ nativeEvent, currentTarget }: PointerEvent<SVGSVGElement>) => {
      const shape = pen.get()
      if (shape === null || shape.tool === 'text') return
      if (shape.tool === 'freehand') {
        const points = eventsWithin(nativeEvent).map((event): FreehandPoint => {
          const { x, y } = placeOf(event, currentTarget)
          return [x, y, pressureOf(event)]
        })
        pen.set({ ...shape, points: [...shape.points, ...points] })
        return
      }
      const { tool: shapeTool, color: shapeColor, size } = shape
      const point = placeOf(nativeEvent, currentTarget)
      pen.set(shapeBetween(shapeTool, startOf(shape, point), point, { color: shapeColor, size }))
    },
    onPointerUp: () => {
      if (pen.get()?.tool !== 'text') finishStroke(room)
    },
    onPointerCancel: () => pen.get()?.tool !== 'text' && pen.set(null),
  }
}

function placeOf({ clientX, clientY }: globalThis.PointerEvent, picture: Element): Point {
  const { left, top, width, height } = picture.getBoundingClientRect()
  return { x: (clientX - left) / width, y: (clientY - top) / height }
}

/**
 * Browsers put several moves into one event; a stroke drawn quickly is round only with all of them. They tell of them on
 * secure origins only, not on plain http in a LAN.
 */
function eventsWithin(event: globalThis.PointerEvent): globalThis.PointerEvent[] {
  const all = 'getCoalescedEvents' in event ? event.getCoalescedEvents() : []
  return all.length === 0 ? [event] : all
}

function pressureOf({ pointerType, pressure }: globalThis.PointerEvent): number {
  return pointerType === 'pen' && pressure > 0 ? pressure : PLAIN_PRESSURE
}

/** Where a shape was begun. A rectangle keeps no direction: the corner away from the pointer. */
function startOf(shape: Exclude<Shape, { tool: 'freehand' | 'text' }>, pointer: Point): Point {
  if (shape.tool === 'line') return { x: shape.x1, y: shape.y1 }
  if (shape.tool === 'arrow') return { x: shape.x, y: shape.y }
  const far = (start: number, length: number, now: number) =>
    Math.abs(now - start) > Math.abs(now - start - length) ? start : start + length
  return { x: far(shape.x, shape.w, pointer.x), y: far(shape.y, shape.h, pointer.y) }
}
