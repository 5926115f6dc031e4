// One part of an upload arrives (v2-assets.md 6). Acknowledged means: bytes, file and folder are synced by the store,
// then the row is committed, then the caller hears of it (invariant 1). No part's size is ever checked: splitters differ.
import type { IncomingMessage } from 'node:http'
import { sql } from 'kysely'
import type { AssetId, MediaId, ProjectId } from '@rushes/contract/ids'
import type { LiveMessage } from '@rushes/contract/live'
import { UploadClosedError } from '@rushes/storage/storage-errors'
import type { PartReceipt } from '@rushes/storage/blob-store'
import { IS_HIDDEN } from '../../db/asset-rows.ts'
import { LIVE_CHANNEL } from '../../db/events.ts'
import { inTransaction } from '../../db/in-transaction.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { arrivingChunks } from './arriving-chunks.ts'
import { isRealtimeWhole, planOf, readReceipts, readUpload } from '../../db/upload-rows.ts'

/** The largest body of one PUT, as on S3: 5 GiB. */
const MAX_PART_BYTES = 5 * 1024 ** 3

export interface ArrivingPart {
  assetId: AssetId
  /** 1-based. */
  number: number
  body: IncomingMessage
  /** Null when the sender did not announce it. */
  contentLength: number | null
  signal: AbortSignal
}

interface TargetRow {
  media_id: MediaId | null
  project_id: ProjectId
  parent_id: AssetId | null
  is_hidden: boolean
}

/** Resolves when the part is safe. A part of an upload that is over already is read and dropped. */
export async function receivePart(deps: Deps, part: ArrivingPart): Promise<void> {
  const target = await findTarget(deps, part.assetId)
  const upload = target.media_id === null ? undefined : await readUpload(deps.db, target.media_id, false)
  if (upload === undefined || part.number > upload.part_count) throw errors.notFound('upload')
  if (upload.state !== 'arriving') return drain(part.body)

  const plan = planOf(upload)
  const receipts = await readReceipts(deps.db, upload.media_id)
  let receipt: PartReceipt
  try {
    receipt = await deps.store.writePart(plan, part.number, arrivingChunks(part.body), {
      contentLength: part.contentLength,
      acknowledged: receipts.find((known) => known.number === part.number) ?? null,
      signal: part.signal,
      maxBytes: MAX_PART_BYTES,
    })
  } catch (error) {
    // The upload was finished or given up while this repetition of a part was on its way.
    if (error instanceof UploadClosedError) return drain(part.body)
    throw error
  }
  const replaced = await acknowledge(deps, upload.media_id, receipt, part.assetId, target)
  if (replaced !== null) await deps.store.discardParts(plan, [replaced])
}

async function findTarget(deps: Deps, assetId: AssetId): Promise<TargetRow> {
  const rows = await deps.points.read<TargetRow>(
    'upload-target',
    `select a.media_id, a.project_id, a.parent_id, ${IS_HIDDEN} as is_hidden
     from assets a where a.id = $1`,
    [assetId],
  )
  const target = rows[0]
  if (target === undefined || target.is_hidden) throw errors.notFound('upload')
  return target
}

/** Commits the receipt. Returns the one that is not needed any more, for the store to remove. */
async function acknowledge(
  deps: Deps,
  mediaId: MediaId,
  receipt: PartReceipt,
  assetId: AssetId,
  target: TargetRow,
): Promise<PartReceipt | null> {
  return inTransaction(deps.db, async (trx) => {
    const upload = await readUpload(trx, mediaId, true)
    if (upload?.state !== 'arriving') return receipt
    const receipts = await readReceipts(trx, mediaId)
    const older = receipts.find((known) => known.number === receipt.number) ?? null
    const row = {
      size_bytes: receipt.sizeBytes,
      place: JSON.stringify(receipt.place),
      received_at: deps.now(),
    }
    await trx
      .insertInto('upload_parts')
      .values({ media_id: mediaId, number: receipt.number, ...row })
      .onConflict((conflict) => conflict.columns(['media_id', 'number']).doUpdateSet(row))
      .execute()
    // It was thought to be over, and is not.
    if (upload.is_realtime)
      await trx
        .updateTable('media')
        .set({ upload_failed_at: null, upload_failure: null, failure: null })
        .where('id', '=', mediaId)
        .where('upload_failed_at', 'is not', null)
        .execute()
    const arrived = receipts.length + (older === null ? 1 : 0)
    // There is no completion call: the server notices by itself (v2-assets.md 6).
    const isWhole = upload.is_realtime ? await isRealtimeWhole(trx, mediaId) : arrived === upload.part_count
    if (isWhole)
      await deps.queue.enqueue(trx, 'upload.finish', { mediaId }, { key: `upload.finish:${mediaId}` })
    const message: LiveMessage = {
      kind: 'progress',
      project_id: target.project_id,
      asset_id: assetId,
      parent_id: target.parent_id,
      type: 'upload.progress',
      // How large a file will be that is still being made, nobody knows.
      progress: upload.is_realtime ? (isWhole ? 1 : 0) : arrived / upload.part_count,
    }
    await sql`select pg_notify(${LIVE_CHANNEL}, ${JSON.stringify(message)})`.execute(trx)
    return older
  })
}

/** Reads to the end, so that the sender gets its answer instead of a broken connection. */
async function drain(body: IncomingMessage): Promise<void> {
  for await (const _chunk of body) {
    // Nothing to keep: the bytes are those we have.
  }
}
