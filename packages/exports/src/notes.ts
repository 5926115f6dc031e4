// What is exported: the threads on one file, and what is known of its pictures. Frames from 0, as everywhere; each format
// turns them into what its reader counts in.
import type { TimecodeClock } from '@rushes/player/timecode'

/** One thread. */
export interface Note {
  /** Null: it is about the whole file. */
  frame: number | null
  /** Frames a range is long; null: one frame. */
  durationFrames: number | null
  /** Of a document, from 1; null where there are no pages. */
  page: number | null
  author: string
  text: string
  /** ISO 8601. */
  writtenAt: string
  isCompleted: boolean
  /** For the team alone. */
  isPrivate: boolean
  /** A drawing in V2's annotation format; null: nothing was drawn. */
  annotation: string | null
  /** Oldest first. */
  replies: readonly Reply[]
}

export interface Reply {
  author: string
  text: string
  writtenAt: string
  isPrivate: boolean
}

export interface NotedFile {
  name: string
  /** Null: its notes stand nowhere in time. */
  clock: TimecodeClock | null
  /** False for sound, whose notes stand at a time but on no frame. */
  hasPictures: boolean
  /** 0 where nobody has counted them. */
  frameCount: number
  widthPixels: number
  heightPixels: number
  /** In the order they are to be listed. */
  notes: readonly Note[]
}

/** A file whose notes stand on frames: what every marker format needs. */
export type FilmedFile = NotedFile & { clock: TimecodeClock }

/** About the whole file first, then along the film; what was written first stands first. */
export function alongTheFilm(notes: readonly Note[]): Note[] {
  return notes.toSorted(
    (one, other) =>
      (one.frame ?? -1) - (other.frame ?? -1) ||
      (one.page ?? -1) - (other.page ?? -1) ||
      one.writtenAt.localeCompare(other.writtenAt),
  )
}
