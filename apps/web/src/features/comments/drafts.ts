// What somebody is writing, kept by the browser: a closed tab or a broken line loses no word.
import { parseAnnotation, serializeAnnotation } from '@rushes/player/annotation'
import type { Shape } from '@rushes/player/annotation'
import type { SphereLook } from '@rushes/player/sphere-look'

export interface Draft {
  text: string
  shapes: readonly Shape[]
  /** The frame it is about; null: the one on the screen. */
  heldFrame: number | null
  /** The same of a page. */
  heldPage: number | null
  /** The same of where the drawing lies inside a sphere. */
  heldLook: SphereLook | null
  /** About a moment, not the whole file. */
  hasTime: boolean
  inFrame: number | null
  outFrame: number | null
  /** For the team alone. */
  isPrivate: boolean
}

const keyOf = (assetId: string) => `rushes.draft.${assetId}`

export function readDraft(assetId: string): Partial<Draft> {
  const stored = localStorage.getItem(keyOf(assetId))
  if (stored === null) return {}
  let value: unknown
  try {
    value = JSON.parse(stored)
  } catch (cause) {
    // Not ours, or cut off: nothing to go on with.
    if (cause instanceof SyntaxError) return {}
    throw cause
  }
  if (typeof value !== 'object' || value === null) return {}
  const given = value as Record<string, unknown>
  const frame = (key: string) => (typeof given[key] === 'number' ? given[key] : null)
  const annotation = given['annotation']
  return {
    text: typeof given['text'] === 'string' ? given['text'] : '',
    shapes: parseAnnotation(typeof annotation === 'string' ? annotation : null),
    heldFrame: frame('heldFrame'),
    heldPage: frame('heldPage'),
    heldLook: storedLook(given['heldLook']),
    hasTime: given['hasTime'] !== false,
    inFrame: frame('inFrame'),
    outFrame: frame('outFrame'),
    isPrivate: given['isPrivate'] === true,
  }
}

function storedLook(value: unknown): SphereLook | null {
  if (typeof value !== 'object' || value === null) return null
  const { yaw, pitch, fov } = value as Record<string, unknown>
  return typeof yaw === 'number' && typeof pitch === 'number' && typeof fov === 'number'
    ? { yaw, pitch, fov }
    : null
}

/** Nothing written is nothing kept. */
export function writeDraft(assetId: string, { shapes, ...draft }: Draft): void {
  if (draft.text === '' && shapes.length === 0) localStorage.removeItem(keyOf(assetId))
  else
    localStorage.setItem(
      keyOf(assetId),
      JSON.stringify({ ...draft, annotation: serializeAnnotation(shapes) }),
    )
}
