// Pointers on something that is moved about: one drags it, two bring it closer as well.
import { useRef } from 'react'
import type { PointerEvent } from 'react'

interface Place {
  x: number
  y: number
}

export interface Fingers {
  onPointerDown: (event: PointerEvent<HTMLElement>) => void
  onPointerMove: (event: PointerEvent<HTMLElement>) => void
  onPointerUp: (event: PointerEvent<HTMLElement>) => void
  onPointerCancel: (event: PointerEvent<HTMLElement>) => void
}

/** Pixels that a click may slip. */
const SLIP = 4

export function useFingers(on: {
  drag: (right: number, down: number) => void
  /** A factor, around a point of the window. */
  pinch: (factor: number, middle: Place) => void
  /** Neither moved nor pinched. */
  press?: () => void
  isOff?: boolean
}): Fingers {
  const places = useRef(new Map<number, Place>())
  const travelled = useRef(0)
  const lift = ({ pointerId }: PointerEvent) => places.current.delete(pointerId)
  return {
    onPointerDown: (event) => {
      // Buttons on the picture are pressed, not dragged.
      if (on.isOff === true || event.button !== 0) return
      if (event.target instanceof Element && event.target.closest('button') !== null) return
      event.currentTarget.setPointerCapture(event.pointerId)
      if (places.current.size === 0) travelled.current = 0
      places.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
    },
    onPointerMove: (event) => {
      const before = places.current.get(event.pointerId)
      if (before === undefined) return
      const now = { x: event.clientX, y: event.clientY }
      const rest = [...places.current].find(([id]) => id !== event.pointerId)?.[1]
      places.current.set(event.pointerId, now)
      const share = rest === undefined ? 1 : 0.5
      travelled.current += distance(before, now)
      if (travelled.current < SLIP) return
      // First closer, then along: a picture that fits cannot be moved before it is larger.
      if (rest !== undefined) {
        const middle = { x: (before.x + rest.x) / 2, y: (before.y + rest.y) / 2 }
        on.pinch(distance(now, rest) / Math.max(1, distance(before, rest)), middle)
      }
      on.drag((now.x - before.x) * share, (now.y - before.y) * share)
    },
    onPointerUp: (event) => {
      if (lift(event) && places.current.size === 0 && travelled.current < SLIP) on.press?.()
    },
    onPointerCancel: lift,
  }
}

function distance(one: Place, other: Place): number {
  return Math.hypot(one.x - other.x, one.y - other.y)
}
