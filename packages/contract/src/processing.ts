// Our own list beside /v2: everything the media engine has to do for an account (GET /api/accounts/{id}/processing).
import { z } from 'zod'
import { PageQuery } from './paging.ts'
import { DateTime } from './wire.ts'

export const ListProcessingQuery = PageQuery.extend({
  /** `open`: running and waiting, in the order of the work. `failed`: what could not be made, the newest first. */
  state: z.enum(['open', 'failed']).default('open'),
})
export type ListProcessingQuery = z.infer<typeof ListProcessingQuery>

/** One file at work, waiting for it, or with something that could not be made. */
export const ProcessingEntry = z.object({
  /** One of the assets that show the file. */
  asset_id: z.string(),
  name: z.string(),
  project_id: z.string(),
  project_name: z.string(),
  state: z.enum(['running', 'waiting', 'failed']),
  /** When the whole file had arrived. */
  received_at: DateTime.nullable(),
  started_at: DateTime.nullable(),
  /** 0 to 1, of what is being made right now. */
  progress: z.number(),
  /** Seconds of film per second. */
  speed: z.number().nullable(),
  /** When it will be done, as far as one can tell. */
  ends_at: DateTime.nullable(),
  /** Renditions still to be made. */
  open: z.array(z.string()),
  /** Why the file as a whole could not be processed, in plain words. */
  failure: z.string().nullable(),
  failures: z.array(z.object({ kind: z.string(), reason: z.string() })),
})
export type ProcessingEntry = z.infer<typeof ProcessingEntry>
