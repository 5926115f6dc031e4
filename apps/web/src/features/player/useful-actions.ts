// Which actions of the room would do something now: only those are offered in the palette.
import type { KeyBinding, PlayerAction } from '@rushes/player/keyboard-map'

export interface RoomNow {
  hasFilm: boolean
  /** A frame, a page or a still: something to draw on. */
  hasPicture: boolean
  hasPrevious: boolean
  hasNext: boolean
  hasVersions: boolean
  /** A spherical film. */
  isSphere: boolean
}

const NEEDS = new Map<PlayerAction, keyof RoomNow>([
  ['previous-asset', 'hasPrevious'],
  ['next-asset', 'hasNext'],
  ['show-versions', 'hasVersions'],
  ['compare-versions', 'hasVersions'],
  ['draw', 'hasPicture'],
  ['toggle-full-screen', 'hasPicture'],
  ['mark-in', 'hasFilm'],
  ['mark-out', 'hasFilm'],
  ['clear-marks', 'hasFilm'],
])

export function isUsefulIn(room: RoomNow, { action, group }: KeyBinding): boolean {
  const need = NEEDS.get(action)
  if (need !== undefined) return room[need]
  if (group === '360° films') return room.isSphere
  return group === 'Comments' || group === 'Files' || room.hasFilm
}
