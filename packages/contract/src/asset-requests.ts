// What may be sent to the asset endpoints (v2-assets.md 3.6-3.9, 3.17).
import { z } from 'zod'
import { LABELS } from './assets.ts'
import { ErrorItem } from './errors.ts'
import { AssetId } from './ids.ts'
import { PageQuery } from './paging.ts'
import { orNothing, wireBoolean, wireInt, wireList, wireNumber, wireText } from './wire.ts'

/** The largest file V2 knows: 5 TiB (v2-assets.md 7). */
export const MAX_FILE_SIZE_BYTES = 5_497_558_138_880

const AssetName = wireText(1024).refine((name) => name.trim() !== '', 'must not be empty')
const Properties = z
  .record(z.string().max(255), z.unknown(), 'must be an object')
  .refine(fitsIn100KiB, 'is larger than 100 KiB')
  .refine(hasNoNul, 'must not contain NUL characters')
const FileType = wireText(255).regex(/^[\w.+-]+\/[\w.+-]+(\s*;.*)?$/, 'is not a media type such as video/mp4')

export const AssetParams = z.object({ asset_id: AssetId })

/** Ours, beside /v2: which frame is wanted as a picture, counted from 0. */
export const FrameQuery = z.object({ number: wireInt(0, 2_000_000_000) })

export const CreateAssetBody = z.object({
  type: z.enum(['file', 'folder'], 'is invalid'),
  name: AssetName.nullish(),
  description: wireText(10_000).nullish(),
  filesize: orNothing(wireInt(0, MAX_FILE_SIZE_BYTES)),
  // Text that is no media type is not refused: fioctl sends what its guess gave (v2-assets.md 3.6).
  filetype: FileType.nullish().catch(null),
  extension: wireText(64).nullish(),
  is_realtime_upload: wireBoolean().nullish(),
  properties: Properties.nullish(),
  source: z.object({ url: wireText(8192) }).nullish(),
  auto_version_id: AssetId.nullish(),
  private: wireBoolean().nullish(),
  label: z.enum(LABELS, 'is invalid').nullish(),
  /** How many upload URLs the caller wants; cameras send it (v2-assets.md 6). */
  parts: orNothing(wireInt(1, 10_000)),
})
export type CreateAssetBody = z.infer<typeof CreateAssetBody>

/** All that is said of a new real-time upload (v2-assets.md 3.6). */
export const RealtimeAsset = z.object({ id: z.string(), name: z.string() })
export type RealtimeAsset = z.infer<typeof RealtimeAsset>

/** The whitelist of v2-assets.md 3.17; everything else is ignored. */
export const UpdateAssetBody = z.object({
  name: AssetName.optional(),
  description: wireText(10_000).nullable().optional(),
  label: z.enum(LABELS, 'is invalid').optional(),
  properties: Properties.nullable().optional(),
  private: wireBoolean().optional(),
  index: wireNumber().optional(),
})
export type UpdateAssetBody = z.infer<typeof UpdateAssetBody>

export const GetAssetQuery = z.object({
  include_deleted: wireBoolean().catch(false).default(false),
  include: wireList(),
  /** A guard: another type is answered with 404 (v2-assets.md 3.9). */
  type: wireList(),
})
export type GetAssetQuery = z.infer<typeof GetAssetQuery>

export const ListChildrenQuery = PageQuery.extend({
  include_deleted: wireBoolean().catch(false).default(false),
  include: wireList(),
  sort: z.string().max(500).optional().catch(undefined),
  type: wireList(),
})
export type ListChildrenQuery = z.infer<typeof ListChildrenQuery>

export const LabelAssetBody = z.object({ label: z.enum(LABELS, 'is invalid') })

export const VersionAssetBody = z.object({ next_asset_id: AssetId })

export const DestinationParams = z.object({ destination_folder: AssetId })

export const MoveAssetBody = z.object({ id: AssetId })

/** The most ids one batch call takes. */
const MAX_BATCH = 1000

export const CopyAssetBody = z.object({ id: AssetId })

export const BatchDestinationParams = z.object({ destination_id: AssetId })

export const BatchCopyBody = z.object({
  batch: z
    .array(z.object({ id: AssetId }), 'must be a list of {id}')
    .min(1, "can't be blank")
    .max(MAX_BATCH),
  /** The SDK sends `true` for "all" (v2-assets.md 3.3). */
  copy_comments: z
    .preprocess(
      (value) =>
        value === true || value === 'true' ? 'all' : value === false || value === 'false' ? 'none' : value,
      z.enum(['all', 'none'], 'is invalid'),
    )
    .nullish(),
})
export type BatchCopyBody = z.infer<typeof BatchCopyBody>

export const BatchDeleteBody = z.object({
  /** What is no id is named in the answer like an id that names nothing. */
  asset_ids: z.array(wireText(200), 'must be a list of ids').min(1, "can't be blank").max(MAX_BATCH),
})

/** What one batch call could not do: id → why. */
export const BatchErrors = z.object({ error: z.record(z.string(), ErrorItem) })
export type BatchErrors = z.infer<typeof BatchErrors>

function fitsIn100KiB(value: unknown): boolean {
  return JSON.stringify(value).length <= 102_400
}

/** PostgreSQL keeps no NUL in JSON. An escape counts only where its own backslash is not escaped. */
function hasNoNul(value: unknown): boolean {
  return !/(?<!\\)(?:\\\\)*\\u0000/.test(JSON.stringify(value))
}
