// Editing programs keep one marker a frame and drop a second one without a word: notes on the same frame become one.
import { oneLine } from './one-line.ts'
import type { FilmedFile, Note } from './notes.ts'

export interface Marker {
  frame: number
  /** At least 1. */
  durationFrames: number
  /** Everybody who began a thread here, e.g. "Ada Lovelace, Ben". */
  authors: string
  /** One line; with names where several people speak. */
  text: string
  /** One line that begins with a name. */
  signedText: string
  /** All that stands here is done. */
  isCompleted: boolean
}

/** Along the film. What is about the whole file stands on its first frame and says so. */
export function markersOf({ notes }: FilmedFile): Marker[] {
  const byFrame = Map.groupBy(notes, (note) => note.frame ?? 0)
  return [...byFrame.keys()]
    .toSorted((one, other) => one - other)
    .map((frame) => markerAt(frame, byFrame.get(frame) ?? []))
}

/** Frames a list of the markers covers: the film, or beyond it when a marker stands there. */
export function spanFrames({ frameCount }: FilmedFile, markers: readonly Marker[]): number {
  return Math.max(frameCount, 1, ...markers.map(({ frame, durationFrames }) => frame + durationFrames))
}

function markerAt(frame: number, notes: readonly Note[]): Marker {
  const [first, ...others] = notes
  const signedText = notes.map((note) => `${oneLine(note.author)}: ${threadLine(note)}`).join(' / ')
  return {
    frame,
    durationFrames: Math.max(1, ...notes.map(({ durationFrames }) => durationFrames ?? 1)),
    authors: [...new Set(notes.map(({ author }) => oneLine(author)))].join(', '),
    text: first !== undefined && others.length === 0 ? threadLine(first) : signedText,
    signedText,
    isCompleted: notes.every(({ isCompleted }) => isCompleted),
  }
}

function threadLine({ frame, text, replies }: Note): string {
  const head = frame === null ? `(whole file) ${oneLine(text)}` : oneLine(text)
  return [head, ...replies.map((reply) => `↳ ${oneLine(reply.author)}: ${oneLine(reply.text)}`)].join(' ')
}
