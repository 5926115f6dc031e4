// Ours, beside /v2: what somebody looked at, and what is new since then.
import { z } from 'zod'
import { AssetId, CommentId } from './ids.ts'

export const VisitParams = z.object({ asset_id: AssetId })

/** A visit begins. */
export const Visit = z.object({
  /** When the caller was last here; null the first time. */
  last_visited_at: z.string().nullable(),
  /** Comments of others since then that the caller has not seen, oldest first. */
  new_comment_ids: z.array(CommentId),
})
export type Visit = z.infer<typeof Visit>

/** What is new on one card of a folder. */
export const CardNews = z.object({
  /** The file or the stack. */
  asset_id: AssetId,
  new_comment_count: z.int(),
  has_new_version: z.boolean(),
  /** Came after the caller began to look into the folder, and was never opened by them. */
  is_new: z.boolean(),
})
export type CardNews = z.infer<typeof CardNews>
