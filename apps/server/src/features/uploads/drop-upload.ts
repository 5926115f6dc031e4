// Ends an upload that nobody will finish: cancelled by its person, or abandoned for a week (design 14). There is no
// content to keep, so its asset goes for good, leaving a tombstone.
import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { MediaId, UserId } from '@rushes/contract/ids'
import { changeFileCounters, changeItemCount } from '../../db/counters.ts'
import { writeAssetEvent } from '../../db/events.ts'
import { inTransaction } from '../../db/in-transaction.ts'
import { lockTree } from '../../db/tree-lock.ts'
import type { Database } from '../../db/schema.ts'
import type { Deps } from '../../deps.ts'
import { failUpload } from './fail-upload.ts'
import { planOf, readMediaAssets, readUpload } from '../../db/upload-rows.ts'

const ABANDONED_AFTER_DAYS = 7
const BATCH = 100

/** Does nothing when the upload was completed in the meantime. */
export async function dropUpload(deps: Deps, mediaId: MediaId, actorId: UserId | null): Promise<void> {
  const dropped = await inTransaction(deps.db, async (trx) => {
    await lockTreesOf(trx, mediaId)
    const upload = await readUpload(trx, mediaId, true)
    if (upload === undefined || upload.state === 'complete') return null
    const at = deps.now()
    await trx
      .updateTable('media')
      .set({ state: 'abandoned', upload_failed_at: at, updated_at: at })
      .where('id', '=', mediaId)
      .execute()
    for (const asset of await readMediaAssets(trx, mediaId)) {
      await trx
        .updateTable('assets')
        .set({
          deleted_at: asset.deleted_at ?? at,
          hard_deleted_at: at,
          deletion_id: null,
          comment_count: 0,
          public_comment_count: 0,
        })
        .where('id', '=', asset.id)
        .execute()
      await trx.deleteFrom('comments').where('asset_id', '=', asset.id).execute()
      if (asset.deleted_at === null && asset.parent_id !== null) {
        await changeItemCount(trx, asset.parent_id, -1, asset.private)
        await changeFileCounters(trx, asset, { files: -1, bytes: -upload.size_bytes })
      }
      await writeAssetEvent(trx, asset, {
        id: deps.newId(),
        type: 'asset.purged',
        at,
        actorId,
        before: { name: asset.name },
      })
    }
    return upload
  })
  if (dropped !== null) await deps.store.discardUpload(planOf(dropped), null)
}

/** Counters are about to change: those of every tree that shows this media. */
export async function lockTreesOf(trx: Transaction<Database>, mediaId: MediaId): Promise<void> {
  const assets = await readMediaAssets(trx, mediaId)
  const accountIds = new Set(assets.map((asset) => asset.account_id))
  for (const accountId of [...accountIds].sort()) await lockTree(trx, accountId, 'shared')
}

/** Job: drops uploads that nobody finished for a week, and says of real-time ones that their URLs ran out. */
export async function sweepUploads(deps: Deps): Promise<void> {
  const abandoned = await deps.db
    .selectFrom('uploads as u')
    .innerJoin('media as m', 'm.id', 'u.media_id')
    .select('u.media_id')
    .where('m.state', '=', 'arriving')
    .where(
      // A recording may take long: its URLs are made as it goes on.
      sql<string>`case when u.is_realtime then u.expires_at else u.inserted_at end`,
      '<',
      sql<string>`${deps.now()}::timestamptz - ${ABANDONED_AFTER_DAYS} * interval '1 day'`,
    )
    .orderBy('u.inserted_at')
    .limit(BATCH)
    .execute()
  for (const { media_id: mediaId } of abandoned) await dropUpload(deps, mediaId, null)
  await sayLate(deps)
}

/** A registered part did not come while its URL lasted: the asset stays as it is and says so (v2-assets.md 12). */
async function sayLate(deps: Deps): Promise<void> {
  const late = await deps.db
    .selectFrom('uploads as u')
    .innerJoin('media as m', 'm.id', 'u.media_id')
    .select('u.media_id')
    .where('u.is_realtime', '=', true)
    .where('m.state', '=', 'arriving')
    .where('m.upload_failed_at', 'is', null)
    .where(sql<boolean>`u.expires_at < ${deps.now()}`)
    .orderBy('u.expires_at')
    .limit(BATCH)
    .execute()
  for (const { media_id: mediaId } of late)
    await failUpload(
      deps,
      mediaId,
      'Parts of this file were registered and did not arrive before their addresses ran out.',
      null,
      'arriving',
    )
}
