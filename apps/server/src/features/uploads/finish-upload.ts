// All parts are there: make the whole file, say so in one transaction, then remove what is not needed any more. A job,
// safe to be cut short anywhere and run again: the parts stay until the result is committed.
import type { Transaction } from 'kysely'
import type { MediaId } from '@rushes/contract/ids'
import type { PartReceipt } from '@rushes/storage/blob-store'
import { parseBlobKey } from '@rushes/storage/blob-key'
import { UploadDamagedError } from '@rushes/storage/storage-errors'
import { changeFileCounters } from '../../db/counters.ts'
import { writeAssetEvent } from '../../db/events.ts'
import { inTransaction } from '../../db/in-transaction.ts'
import type { Database } from '../../db/schema.ts'
import type { Deps } from '../../deps.ts'
import { lockTreesOf } from './drop-upload.ts'
import { failUpload } from './fail-upload.ts'
import {
  isRealtimeWhole,
  planOf,
  readMediaAssets,
  readReceipts,
  readUpload,
  wholeOf,
} from '../../db/upload-rows.ts'
import type { UploadRow } from '../../db/upload-rows.ts'

/** What the whole file turned out to be. */
export interface ArrivedFile {
  blobKey: string
  sizeBytes: number
  xxHash: string | null
}

export async function finishUpload(deps: Deps, mediaId: MediaId): Promise<void> {
  for (;;) {
    const upload = await readUpload(deps.db, mediaId, false)
    if (upload === undefined || upload.state === 'abandoned' || upload.state === 'failed') return
    if (upload.state === 'complete') {
      await deps.store.discardUpload(
        planOf(upload),
        upload.blob_key === null ? null : parseBlobKey(upload.blob_key),
      )
      return
    }
    const receipts = await readReceipts(deps.db, mediaId)
    const isWhole = upload.is_realtime
      ? await isRealtimeWhole(deps.db, mediaId)
      : receipts.length === upload.part_count || (receipts.length === 0 && upload.declared_bytes === 0)
    if (!isWhole) return
    let arrived: ArrivedFile
    try {
      const { plan, parts } = wholeOf(upload, receipts)
      arrived = await deps.store.completeUpload(plan, parts)
    } catch (error) {
      if (!(error instanceof UploadDamagedError)) throw error
      await failUpload(
        deps,
        mediaId,
        'Parts of the upload were lost on the server’s disk. Please upload the file again.',
        error,
      )
      return
    }
    // A part that was sent again while the file was joined wins: join anew.
    const isCommitted = await inTransaction(deps.db, async (trx) => {
      const current = await readUpload(trx, mediaId, true)
      if (current?.state !== 'arriving') return false
      if (!isSame(receipts, await readReceipts(trx, mediaId))) return false
      // One more part was registered meanwhile.
      if (current.is_realtime && !(await isRealtimeWhole(trx, mediaId))) return false
      await commitArrival(deps, trx, current, arrived)
      return true
    })
    if (isCommitted) deps.log.info({ mediaId, sizeBytes: arrived.sizeBytes }, 'upload complete')
  }
}

/** Marks the media complete and tells everybody. Called with the upload row locked. */
export async function commitArrival(
  deps: Deps,
  trx: Transaction<Database>,
  upload: UploadRow,
  arrived: ArrivedFile,
): Promise<void> {
  const at = deps.now()
  await trx
    .updateTable('media')
    .set({
      state: 'complete',
      blob_key: arrived.blobKey,
      // The sum of the parts is the truth, whatever was declared (v2-assets.md 6).
      size_bytes: arrived.sizeBytes,
      xx_hash: arrived.xxHash,
      upload_completed_at: at,
      updated_at: at,
    })
    .where('id', '=', upload.media_id)
    .execute()
  if (arrived.sizeBytes !== upload.size_bytes) await lockTreesOf(trx, upload.media_id)
  const assets = await readMediaAssets(trx, upload.media_id, true)
  // Clients that synchronise look for assets by their `updated_at`: a slow upload must not be older than their last visit.
  const ids = assets.map(({ id }) => id)
  // All of them may be purged by now, and "in ()" is no SQL.
  if (ids.length > 0) await trx.updateTable('assets').set({ updated_at: at }).where('id', 'in', ids).execute()
  for (const asset of assets) {
    if (asset.autoversion_id !== null)
      await deps.queue.enqueue(trx, 'asset.autoversion', { assetId: asset.id })
    if (arrived.sizeBytes !== upload.size_bytes)
      await changeFileCounters(trx, asset, { bytes: arrived.sizeBytes - upload.size_bytes })
    await writeAssetEvent(trx, asset, {
      id: deps.newId(),
      type: 'asset.uploaded',
      at,
      actorId: null,
      after: { filesize: arrived.sizeBytes },
    })
  }
  await deps.queue.enqueue(
    trx,
    'media.analyse',
    { mediaId: upload.media_id },
    { key: `media.analyse:${upload.media_id}` },
  )
}

function isSame(before: readonly PartReceipt[], after: readonly PartReceipt[]): boolean {
  return JSON.stringify(before) === JSON.stringify(after)
}
