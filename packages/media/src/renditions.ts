// What can be made of a file, under the names of the V2 API (v2-assets.md 4.2).
import type { FailureReason } from './failure-reason.ts'
import { RUNG_KINDS } from './ladder.ts'

export const STILL_KINDS = [
  'thumb',
  'cover',
  'thumb_540',
  'thumb_orig_ar_540',
  'image_small',
  'image_high',
  'image_full',
  'page_thumb',
  'page_small',
  'page_high',
  'page_full',
] as const
export type StillKind = (typeof STILL_KINDS)[number]

/** `audio` is ours: sound alone, as segments, for files without picture. */
export const LADDER_KINDS = [...RUNG_KINDS, 'video_h264_180', 'audio', 'thumb_scrub', 'waveform'] as const
export type LadderKind = (typeof LADDER_KINDS)[number]

/** Ours: single tracks of the file, numbered from 1 in its order. */
export type AudioTrackKind = `audio_track_${number}`
export type SubtitleTrackKind = `subtitle_track_${number}`
export type TrackKind = AudioTrackKind | SubtitleTrackKind

/** Of a document that is none itself. */
export type PdfKind = 'pdf_proxy'

export type RenditionKind = StillKind | LadderKind | TrackKind | PdfKind

/** A finished file. It has its final name only once it is complete. */
export type MadeRendition = {
  kind: RenditionKind
  path: string
  contentType:
    | 'video/mp4'
    | 'audio/mp4'
    | 'image/jpeg'
    | 'image/png'
    | 'application/json'
    | 'text/vtt'
    | 'application/pdf'
  sizeBytes: number
  /** Pixels; null for sound. */
  width: number | null
  height: number | null
  /** Null for stills. */
  durationSeconds: number | null
  /** Pictures on the grid, tiles of a sheet, or pages; null for sound and stills. */
  frameCount: number | null
  /** A watermark lies over it. */
  isMarked: boolean
}

export type FailedRendition = FailureReason & { kind: RenditionKind }

export type RenderReport = { made: MadeRendition[]; failed: FailedRendition[] }

/** Hears of every rendition as soon as it is in place; the next one waits for what it returns. */
export type OnRendition = (rendition: MadeRendition) => void | Promise<void>
