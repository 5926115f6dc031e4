// Our own page beside /v2: what has arrived of an upload, with fresh URLs for the rest, so that an interrupted
// upload goes on (GET /api/assets/{asset_id}/upload).
import { z } from 'zod'
import { DateTime } from './wire.ts'

export const UploadPart = z.object({
  /** 1-based. */
  number: z.int(),
  /** Byte range of the file that the documented ceil split gives this part. */
  start: z.int(),
  end_exclusive: z.int(),
  /** Null until the part was acknowledged. */
  received_bytes: z.int().nullable(),
  received_at: DateTime.nullable(),
  /** Freshly signed PUT URL. */
  url: z.string(),
})

export const UploadStatus = z.object({
  asset_id: z.string(),
  state: z.enum(['arriving', 'complete', 'failed', 'abandoned']),
  filesize: z.int(),
  received_bytes: z.int(),
  /** Bytes from the first on without a gap. Of a real-time upload they can be downloaded already. */
  readable_bytes: z.int(),
  expires_at: DateTime,
  parts: z.array(UploadPart),
})
export type UploadStatus = z.infer<typeof UploadStatus>
