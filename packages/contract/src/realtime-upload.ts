// Registering parts of a file that is still being made (v2-assets.md 7).
import { z } from 'zod'
import { MAX_FILE_SIZE_BYTES } from './asset-requests.ts'
import { wireBoolean, wireInt, wireText } from './wire.ts'

const MIB = 1024 ** 2
/** S3's own limits. */
export const SMALLEST_REALTIME_PART_BYTES = 5 * MIB
const LARGEST_REALTIME_PART_BYTES = 5 * 1024 * MIB
export const MAX_REALTIME_PARTS = 10_000

/** Ends in something that can be an extension. */
export const NameWithExtension = wireText(1024).regex(
  /.\.[^./\\]+$|^\.[^./\\]+$/,
  'must end in an extension such as .mov',
)

export const RealtimePart = z
  .object({
    number: wireInt(1, MAX_REALTIME_PARTS),
    size: wireInt(1, LARGEST_REALTIME_PART_BYTES),
    is_final: wireBoolean(),
  })
  .refine((part) => part.is_final || part.size >= SMALLEST_REALTIME_PART_BYTES, {
    path: ['size'],
    message: 'must be at least 5242880 bytes for every part but the final one',
  })
export type RealtimePart = z.infer<typeof RealtimePart>

export const RealtimePartsBody = z
  .object({
    parts: z.array(RealtimePart, 'must be a list of parts').min(1, "can't be blank").max(MAX_REALTIME_PARTS),
    asset_name: NameWithExtension.nullish(),
    asset_filesize: wireInt(1, MAX_FILE_SIZE_BYTES).nullish(),
  })
  .refine((body) => body.parts.filter((part) => part.is_final).length <= 1, {
    path: ['parts'],
    message: 'has more than one final part',
  })
  .refine((body) => new Set(body.parts.map((part) => part.number)).size === body.parts.length, {
    path: ['parts'],
    message: 'names a part twice',
  })
  .refine((body) => !body.parts.some((part) => part.is_final) || typeof body.asset_filesize === 'number', {
    path: ['asset_filesize'],
    message: 'is required with the final part',
  })
export type RealtimePartsBody = z.infer<typeof RealtimePartsBody>

/** In the order of `parts`. */
export const RealtimeUploadUrls = z.object({ upload_urls: z.array(z.string()) })
export type RealtimeUploadUrls = z.infer<typeof RealtimeUploadUrls>
