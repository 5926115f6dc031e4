// What the keys and buttons do inside a spherical film.
import type { LookAction, PlayerAction } from '@rushes/player/keyboard-map'
import { LOOK_AHEAD, turnLook } from '@rushes/player/sphere-look'
import type { Room } from '../comments/room-store.ts'

const STEP_DEGREES = 10
const STEPS: Record<Exclude<LookAction, 'toggle-sphere' | 'look-ahead'>, { right: number; up: number }> = {
  'look-left': { right: -STEP_DEGREES, up: 0 },
  'look-right': { right: STEP_DEGREES, up: 0 },
  'look-up': { right: 0, up: STEP_DEGREES },
  'look-down': { right: 0, up: -STEP_DEGREES },
}

export function isLookAction(action: PlayerAction): action is LookAction {
  return action in STEPS || action === 'toggle-sphere' || action === 'look-ahead'
}

/** Does nothing where the film is flat. Turning goes in as well. */
export function lookAround(room: Room, action: LookAction): void {
  const { isSphere, look } = room.get()
  if (!isSphere) return
  if (action === 'toggle-sphere') room.set({ look: look === null ? LOOK_AHEAD : null })
  else if (action === 'look-ahead') room.set({ look: LOOK_AHEAD })
  else room.set({ look: turnLook(look ?? LOOK_AHEAD, STEPS[action].right, STEPS[action].up) })
}
