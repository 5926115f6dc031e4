// Live updates (GET /live?project_id=… of one project, GET /live of all places; server-sent events). A message says what changed, never the content: the
// reader fetches what it shows, with its own rights.
import { z } from 'zod'

export const LiveMessage = z.object({
  kind: z.enum(['asset', 'project', 'progress', 'comment']),
  project_id: z.string(),
  /** The asset that changed, if one did. */
  asset_id: z.string().nullable(),
  /** The folder whose listing changed. */
  parent_id: z.string().nullable(),
  /** Only with "comment": the one that changed, on the asset named above. */
  comment_id: z.string().optional(),
  /** An event name such as "asset.created", or "media.progress". */
  type: z.string(),
  /** 0 to 1, only with "media.progress". */
  progress: z.number().optional(),
})
export type LiveMessage = z.infer<typeof LiveMessage>

/** Of GET /live without a project: the caller's projects, or what they may do in them, have changed somewhere. */
export const PlacesMessage = z.object({ kind: z.literal('places') })
export type PlacesMessage = z.infer<typeof PlacesMessage>

/** Of GET /live without a project, to owners and admins: the media engine came further with a file of their account. */
export const ProcessingMessage = z.object({ kind: z.literal('processing') })
export type ProcessingMessage = z.infer<typeof ProcessingMessage>

/** Whatever GET /live sends. */
export type LiveWord = LiveMessage | PlacesMessage | ProcessingMessage
