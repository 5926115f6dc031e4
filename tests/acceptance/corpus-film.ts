// What is known by hand of a film of the corpus: a short clip that carries the number of each frame.
import type { ClipSpec } from '@rushes/media/test-clips'

export interface CorpusFilm {
  name: string
  clip: Omit<ClipSpec, 'options'>
  /** Encoder and muxer, after a default of H.264 and AAC. */
  encode?: string
  /** A second step from the clip, such as turning it without touching its pictures: ffmpeg arguments. */
  remux?: string
  fps: number
  frames: number
  timecode?: string
  /** As displayed; 320 x 180 when left out. */
  size?: readonly [number, number]
  /** How many sound tracks there are, one when left out. */
  sounds?: number
  subtitles?: number
  flags?: Record<string, unknown>
  /** The filter that brings the bar code up before it is read; null where fields or gaps leave none that is whole. */
  reading?: string | null
  /** Among the twenty of every run. */
  isInShortRun?: true
}

export const slate = '-timecode 01:00:00:00'
export const fields = '-flags +ilme+ildct'
export const second = { fps: 25, frames: 25 }
