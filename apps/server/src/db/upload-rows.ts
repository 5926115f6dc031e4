// What is arriving: the upload of a media and the parts that were acknowledged.
import type { Kysely } from 'kysely'
import type { AccountId, AssetId, MediaId, ProjectId, TeamId } from '@rushes/contract/ids'
import { blobKey } from '@rushes/storage/blob-key'
import type { BlobKey } from '@rushes/storage/blob-key'
import type { PartReceipt, UploadPlan } from '@rushes/storage/blob-store'
import type { Database, MediaState } from './schema.ts'

export interface UploadRow {
  media_id: MediaId
  part_count: number
  declared_bytes: number
  source_url: string | null
  /** Parts are registered while the file is still being made (v2-assets.md 7). */
  is_realtime: boolean
  expires_at: string
  inserted_at: string
  state: MediaState
  size_bytes: number
  blob_key: string | null
}

/** The assets that show a media: usually one, more after copies. */
export interface MediaAsset {
  id: AssetId
  name: string
  account_id: AccountId
  team_id: TeamId
  project_id: ProjectId
  parent_id: AssetId | null
  private: boolean
  deleted_at: string | null
  autoversion_id: AssetId | null
}

export function originalKey(mediaId: MediaId): BlobKey {
  return blobKey('media', mediaId, 'original')
}

export function planOf(upload: UploadRow): UploadPlan {
  return {
    key: originalKey(upload.media_id),
    partCount: upload.part_count,
    declaredSizeBytes: upload.declared_bytes,
  }
}

/** With `lock` other writers of this upload wait until the transaction ends. */
export async function readUpload(
  db: Kysely<Database>,
  mediaId: MediaId,
  lock: boolean,
): Promise<UploadRow | undefined> {
  let query = db
    .selectFrom('uploads as u')
    .innerJoin('media as m', 'm.id', 'u.media_id')
    .select([
      'u.media_id',
      'u.part_count',
      'u.declared_bytes',
      'u.source_url',
      'u.is_realtime',
      'u.expires_at',
      'u.inserted_at',
      'm.state',
      'm.size_bytes',
      'm.blob_key',
    ])
    .where('u.media_id', '=', mediaId)
  if (lock) query = query.forUpdate()
  return query.executeTakeFirst()
}

/** Whether the final part is registered and everything that is registered has arrived (v2-assets.md 7, step 4). */
export async function isRealtimeWhole(db: Kysely<Database>, mediaId: MediaId): Promise<boolean> {
  const parts = await db
    .selectFrom('realtime_parts as r')
    .leftJoin('upload_parts as p', (join) =>
      join.onRef('p.media_id', '=', 'r.media_id').onRef('p.number', '=', 'r.number'),
    )
    .select(['r.is_final', 'p.number as arrived'])
    .where('r.media_id', '=', mediaId)
    .execute()
  return parts.some((part) => part.is_final) && parts.every((part) => part.arrived !== null)
}

/**
 * What the store makes one file of. Numbers of a real-time upload may have gaps: they only give the order, so they are
 * counted anew.
 */
export function wholeOf(
  upload: UploadRow,
  receipts: readonly PartReceipt[],
): { plan: UploadPlan; parts: readonly PartReceipt[] } {
  if (!upload.is_realtime) return { plan: planOf(upload), parts: receipts }
  return {
    plan: { ...planOf(upload), partCount: receipts.length },
    parts: receipts.map((receipt, index) => ({ ...receipt, number: index + 1 })),
  }
}

export async function readReceipts(db: Kysely<Database>, mediaId: MediaId): Promise<PartReceipt[]> {
  const rows = await db
    .selectFrom('upload_parts')
    .select(['number', 'size_bytes', 'place'])
    .where('media_id', '=', mediaId)
    .orderBy('number')
    .execute()
  return rows.map((row) => ({ number: row.number, sizeBytes: row.size_bytes, place: row.place }))
}

/** With `lock` nobody purges one of them until the transaction ends, so that its purge is the last that is said of it. */
export async function readMediaAssets(
  db: Kysely<Database>,
  mediaId: MediaId,
  lock = false,
): Promise<MediaAsset[]> {
  const query = db
    .selectFrom('assets')
    .select([
      'id',
      'name',
      'account_id',
      'team_id',
      'project_id',
      'parent_id',
      'private',
      'deleted_at',
      'autoversion_id',
    ])
    .where('media_id', '=', mediaId)
    .where('hard_deleted_at', 'is', null)
    .orderBy('id')
  return lock ? query.forKeyShare().execute() : query.execute()
}
