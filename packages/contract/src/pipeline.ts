// Our own page beside /v2: what the media engine is doing with an asset (GET /api/assets/{asset_id}/pipeline).
import { z } from 'zod'
import { DateTime } from './wire.ts'

export const RenditionState = z.object({
  kind: z.string(),
  state: z.enum(['queued', 'running', 'done', 'failed', 'skipped']),
  /** 0 to 1. */
  progress: z.number(),
  /** Why it failed, in plain words. */
  reason: z.string().nullable(),
  started_at: DateTime.nullable(),
  finished_at: DateTime.nullable(),
  /** When it will be done, as far as one can tell; null when it is not being made. */
  ends_at: DateTime.nullable(),
})
export type RenditionState = z.infer<typeof RenditionState>

/** What a film or a sound is, told from the ends of a file whose middle is still arriving. */
export const ArrivingMedia = z.object({
  /** Null for sound. */
  fps: z.number().nullable(),
  /** 0 for sound. */
  frames: z.int(),
  /** Seconds. */
  duration: z.number(),
  timecode: z.string().nullable(),
  is_original_player_compatible: z.boolean(),
})
export type ArrivingMedia = z.infer<typeof ArrivingMedia>

/** How much of a film or a sound is there, and how much its file says there is. Seconds. */
export const CutShort = z.object({ arrived: z.number(), stated: z.number() })
export type CutShort = z.infer<typeof CutShort>

export const Pipeline = z.object({
  asset_id: z.string(),
  received_at: DateTime.nullable(),
  probed_at: DateTime.nullable(),
  first_picture_at: DateTime.nullable(),
  playable_at: DateTime.nullable(),
  finished_at: DateTime.nullable(),
  /** 0 to 1 over everything still to be made. */
  progress: z.number(),
  /** Why the file as a whole could not be processed, in plain words. */
  failure: z.string().nullable(),
  /** The file breaks off, and plays as far as it goes; null when it is whole. */
  cut_short: CutShort.nullable(),
  renditions: z.array(RenditionState),
  /** Null when nothing is known yet, and again once the whole file has been looked at. */
  arriving: ArrivingMedia.nullable(),
})
export type Pipeline = z.infer<typeof Pipeline>
