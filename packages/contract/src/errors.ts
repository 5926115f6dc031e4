// The V2 error envelope (v2-platform.md 4, v2-assets.md 1.1). Clients crash when `errors` is missing or an item has
// no `status` or `detail`, so all of them are always there.
import { z } from 'zod'

export const ErrorItem = z.object({
  /** An integer like the HTTP status; for a 422 a word such as "invalid" (captured payload). */
  code: z.union([z.int(), z.string()]),
  status: z.int(),
  title: z.string(),
  detail: z.string(),
  field: z.string().optional(),
})
export type ErrorItem = z.infer<typeof ErrorItem>

export const ErrorEnvelope = z.object({ code: z.int(), errors: z.array(ErrorItem), message: z.string() })
/** Body of every failed call below /v2. */
export type ErrorEnvelope = z.infer<typeof ErrorEnvelope>
