// Ours, beside /v2: files and folders as one download (POST /api/zips).
import { z } from 'zod'
import { AssetId } from './ids.ts'
import { DateTime } from './wire.ts'

/** All ids travel in the link. More than that is a folder. */
const MAX_CHOSEN = 200

export const ZipBody = z.object({
  asset_ids: z
    .array(AssetId, 'must be a list of ids')
    .min(1, "can't be blank")
    .max(MAX_CHOSEN, `at most ${String(MAX_CHOSEN)} can be chosen one by one; download their folder instead`),
})
export type ZipBody = z.infer<typeof ZipBody>

export const Zip = z.object({
  /** Where the archive is fetched. */
  url: z.string(),
  expires_at: DateTime,
  name: z.string(),
  file_count: z.int(),
  /** Files whose bytes are not all there yet. */
  left_out_count: z.int(),
  /** Bytes of the files. */
  filesize: z.int(),
})
export type Zip = z.infer<typeof Zip>
