// Inside a spherical film: drawn picture by picture over the film, turned by pointer, wheel and keys.
import { followPictures } from '@rushes/player/follow-pictures'
import { dragLook, VIEW_ASPECT, zoomLook } from '@rushes/player/sphere-look'
import type { SphereLook } from '@rushes/player/sphere-look'
import { Compass } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useServices } from '../../services.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { useRoom } from '../comments/room-store.ts'
import type { Room } from '../comments/room-store.ts'
import { usePictureBox } from '../comments/use-picture-box.ts'
import { createSpherePicture } from '../comments/sphere-picture.ts'
import { useFingers } from './use-fingers.ts'
import type { Act } from './use-media-actions.ts'
import './sphere-stage.css'

/** More pixels than the widest proxies fill. */
const MAX_WIDTH = 2560
/** Events after which another picture may be on the screen that nobody is told of. */
const EVENTS = ['loadeddata', 'seeked', 'resize'] as const

/** Stands in the stage of a spherical film: the button to go in and out, and what is seen inside. */
export function SphereStage({ room, film, act }: { room: Room; film: HTMLVideoElement; act: Act }) {
  const look = useRoom(room, (state) => state.look)
  return (
    <>
      {look !== null && <SphereView room={room} film={film} look={look} act={act} />}
      <div className="sphere-buttons">
        {look !== null && (
          <IconButton
            label="Look ahead"
            shortcut="Shift T"
            hintSide="bottom"
            onClick={() => act('look-ahead')}
          >
            <Compass style={{ rotate: `${String(-look.yaw)}deg` }} />
          </IconButton>
        )}
        <button
          type="button"
          className="sphere-choice"
          aria-pressed={look !== null}
          onClick={() => act('toggle-sphere')}
        >
          360°
        </button>
      </div>
    </>
  )
}

function SphereView(props: { room: Room; film: HTMLVideoElement; look: SphereLook; act: Act }) {
  const { room, film, look, act } = props
  const { toasts } = useServices()
  const frame = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const box = usePictureBox(frame, VIEW_ASPECT, 1)
  const width = Math.min(MAX_WIDTH, Math.round((box?.width ?? 0) * window.devicePixelRatio))
  const draw = useRef<(look: SphereLook | null) => void>(() => undefined)
  const fingers = useFingers({
    drag: (right, down) => turn(room, (now) => dragLook(now, right, down, box?.width ?? 0)),
    pinch: (factor) => turn(room, (now) => zoomLook(now, factor)),
    press: () => act('toggle-play'),
  })

  useEffect(() => {
    const { current } = canvas
    if (current === null) return
    const picture = createSpherePicture(current)
    if (picture === null) {
      room.set({ look: null })
      toasts.complain('This browser cannot show the film around you. All of it is shown flat.')
      return
    }
    draw.current = (now) => {
      if (now !== null && current.width > 0 && film.readyState >= film.HAVE_CURRENT_DATA)
        picture.draw(film, now)
    }
    const drawNow = () => draw.current(room.get().look)
    for (const type of EVENTS) film.addEventListener(type, drawNow)
    const stop = followPictures(film, asTheScreenDoes, drawNow)
    return () => {
      stop()
      for (const type of EVENTS) film.removeEventListener(type, drawNow)
      draw.current = () => undefined
      picture.close()
    }
  }, [room, film, toasts])
  useEffect(() => {
    if (width > 0) draw.current(look)
  }, [look, width])

  useEffect(() => {
    const { current } = frame
    if (current === null) return
    // React listens passively, and then the page would scroll along.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      turn(room, (now) => zoomLook(now, Math.exp(-event.deltaY * 0.002)))
    }
    current.addEventListener('wheel', onWheel, { passive: false })
    return () => current.removeEventListener('wheel', onWheel)
  }, [room])

  return (
    <div ref={frame} className="sphere" {...fingers} onDoubleClick={() => act('toggle-full-screen')}>
      <canvas
        ref={canvas}
        className="sphere-picture"
        width={width}
        height={Math.round(width / VIEW_ASPECT)}
        style={{ left: box?.x, top: box?.y, width: box?.width, height: box?.height }}
      >
        {/* Read out in place of the picture. */}
        {describe(look)}
      </canvas>
    </div>
  )
}

function turn(room: Room, how: (look: SphereLook) => SphereLook): void {
  const { look } = room.get()
  if (look !== null) room.set({ look: how(look) })
}

function asTheScreenDoes(callback: () => void): () => void {
  const request = requestAnimationFrame(callback)
  return () => cancelAnimationFrame(request)
}

function describe({ yaw, pitch }: SphereLook): string {
  const across =
    yaw === 0 ? 'ahead' : `${String(Math.round(Math.abs(yaw)))}° to the ${yaw < 0 ? 'left' : 'right'}`
  const up =
    Math.round(pitch) === 0 ? '' : `, ${String(Math.round(Math.abs(pitch)))}° ${pitch < 0 ? 'down' : 'up'}`
  return `The view ${across}${up}`
}
