// What was deleted goes for good: when it has lain in the trash long enough, or because somebody who may says so
// (v2-assets.md 3.7 and 12). Said at once on what was deleted; what hung below follows in a job.
import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { AccountId, AssetId, UserId } from '@rushes/contract/ids'
import type { Actor } from '../../access/actor.ts'
import { requireAsset } from '../../access/require-asset.ts'
import { writeAssetEvent } from '../../db/events.ts'
import { inTransaction } from '../../db/in-transaction.ts'
import type { Database } from '../../db/schema.ts'
import { lockTree, readPlaces } from '../../db/tree-lock.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'

const SWEEP_BATCH = 500
const DAY_MS = 86_400_000

/** Ours, beside /v2: for good, out of the trash. Refused with 409 for what is not itself in the trash. */
export async function purgeAsset(deps: Deps, actor: Actor, id: AssetId, requestId: string): Promise<void> {
  const asset = await requireAsset(deps, actor, id, 'moderate', { includeDeleted: true })
  const isStarted = await inTransaction(deps.db, (trx) =>
    startPurge(deps, trx, { assetId: id, accountId: asset.account_id, actorId: actor.userId, requestId }),
  )
  if (!isStarted)
    throw errors.conflict(
      'This asset is not in the trash itself. Delete it first; then it can be removed for good.',
    )
}

/** Job, once an hour: what was deleted longer ago than the setting says. */
export async function sweepTrash(deps: Deps): Promise<void> {
  const before = new Date(deps.now().getTime() - deps.config.trashDays * DAY_MS)
  const due = await deps.db
    .selectFrom('deletions as d')
    .innerJoin('assets as a', 'a.id', 'd.asset_id')
    .select(['a.id', 'a.account_id'])
    .where('d.restored_at', 'is', null)
    .where('d.purged_at', 'is', null)
    .where('d.purge_started_at', 'is', null)
    .where(sql<boolean>`d.inserted_at < ${before}`)
    .whereRef('a.deletion_id', '=', 'd.id')
    .orderBy('d.inserted_at')
    .limit(SWEEP_BATCH)
    .execute()
  for (const { id, account_id: accountId } of due)
    await inTransaction(deps.db, (trx) =>
      startPurge(deps, trx, { assetId: id, accountId, actorId: null, requestId: null }),
    )
  if (due.length === SWEEP_BATCH) await deps.queue.enqueue(deps.db, 'trash.sweep', {})
}

interface PurgeRequest {
  assetId: AssetId
  accountId: AccountId
  actorId: UserId | null
  requestId: string | null
}

/** False when there is nothing to purge: it is not deleted, or was restored or purged by somebody else. */
async function startPurge(
  deps: Deps,
  trx: Transaction<Database>,
  { assetId, accountId, actorId, requestId }: PurgeRequest,
): Promise<boolean> {
  await lockTree(trx, accountId, 'exclusive')
  // Before anything is written: whoever says something of this asset now has said it before this transaction counts.
  await trx.selectFrom('assets').select('id').where('id', '=', assetId).forUpdate().execute()
  const at = deps.now()
  const started = await trx
    .updateTable('deletions')
    .set({ purge_started_at: at })
    .where('id', '=', (eb) =>
      eb
        .selectFrom('assets')
        .select('deletion_id')
        .where('id', '=', assetId)
        .where('deleted_at', 'is not', null),
    )
    .where('restored_at', 'is', null)
    .where('purge_started_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  const place = (await readPlaces(trx, [assetId])).get(assetId)
  if (started === undefined || place === undefined) return false
  await trx
    .updateTable('assets')
    .set({ hard_deleted_at: at, updated_at: at })
    .where('id', '=', assetId)
    .execute()
  const named = await trx
    .selectFrom('assets')
    .select('name')
    .where('id', '=', assetId)
    .executeTakeFirstOrThrow()
  await deps.queue.enqueue(
    trx,
    'deletion.purge',
    { deletionId: started.id },
    { key: `deletion.purge:${started.id}` },
  )
  await writeAssetEvent(trx, place, {
    id: deps.newId(),
    type: 'asset.purged',
    at,
    actorId,
    before: { name: named.name, type: place.type },
    requestId,
  })
  return true
}
