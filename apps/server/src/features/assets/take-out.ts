// Restoring what was not deleted itself but went with a folder above it: it leaves that deletion and goes to the nearest
// folder that can be seen. What remains of the deletion can be undone or purged as before.
import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { AssetId } from '@rushes/contract/ids'
import type { Actor } from '../../access/actor.ts'
import type { AssetRow } from '../../db/asset-rows.ts'
import { changeItemCount, changeProjectCounters, lockDeletionCount } from '../../db/counters.ts'
import { writeAssetEvent } from '../../db/events.ts'
import { cameSecondError } from '../../db/in-transaction.ts'
import type { Database } from '../../db/schema.ts'
import { lockTree, readPlaces } from '../../db/tree-lock.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { carryMove } from './carry-move.ts'
import { findLivingPlace } from './living-place.ts'
import { dissolveIfSmall } from './stack-members.ts'

/** Changes nothing when the asset can be seen. */
export async function takeOut(
  deps: Deps,
  trx: Transaction<Database>,
  actor: Actor,
  asset: AssetRow,
  requestId: string,
): Promise<void> {
  await lockTree(trx, asset.account_id, asset.type === 'folder' ? 'exclusive' : 'shared')
  const place = (await readPlaces(trx, [asset.id])).get(asset.id)
  if (place === undefined || !place.is_hidden || place.parent_id === null) return
  const own = await trx
    .selectFrom('assets')
    .select('deleted_at')
    .where('id', '=', asset.id)
    .executeTakeFirstOrThrow()
  // Somebody deleted it between our look and our turn: there was nothing to restore when it was asked for.
  if (own.deleted_at !== null) return
  const { parent_id: oldParentId } = place
  const { parentId, leavesPrivate } = await findLivingPlace(trx, place)
  await leaveDeletion(deps, trx, asset.id)
  const at = deps.now()
  const isPrivate = place.private || leavesPrivate
  const moved = await trx
    .updateTable('assets')
    .set({ parent_id: parentId, private: isPrivate, updated_at: at })
    .where('id', '=', asset.id)
    .where('parent_id', '=', oldParentId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (moved.numUpdatedRows === 0n) throw cameSecondError()
  await changeItemCount(trx, oldParentId, -1, place.private)
  await changeItemCount(trx, parentId, 1, isPrivate)
  // It may have been a version.
  await dissolveIfSmall(trx, oldParentId, at)
  if (place.counted_in !== place.project_id) await carryMove(deps, trx, asset.id)
  await writeAssetEvent(
    trx,
    { ...place, parent_id: parentId },
    {
      id: deps.newId(),
      type: 'asset.restored',
      at,
      actorId: actor.userId,
      before: { parent_id: oldParentId },
      after: { parent_id: parentId, moved: true },
      requestId,
    },
  )
}

/** The deletion that took it gives its project back what it counted, and counts anew, in a job, what it still holds. */
async function leaveDeletion(deps: Deps, trx: Transaction<Database>, id: AssetId): Promise<void> {
  const covering = await sql<{ id: string }>`
    with recursive up as (
      select a.parent_id, a.deletion_id from assets a where a.id = ${id}
      union all
      select above.parent_id, above.deletion_id from assets above join up on above.id = up.parent_id
      where up.deletion_id is null
    )
    select up.deletion_id as id from up where up.deletion_id is not null`.execute(trx)
  const deletionId = covering.rows[0]?.id
  if (deletionId === undefined) throw cameSecondError()
  await lockDeletionCount(trx, deletionId)
  const deletion = await trx
    .selectFrom('deletions')
    .selectAll()
    .where('id', '=', deletionId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (deletion.purge_started_at !== null)
    throw errors.conflict('The folder of this asset is being removed for good, so it cannot be restored.')
  if (deletion.counted_files === null) return
  await changeProjectCounters(trx, deletion.project_id, {
    files: deletion.counted_files,
    folders: deletion.counted_folders ?? 0,
    bytes: deletion.counted_bytes ?? 0,
  })
  await trx
    .updateTable('deletions')
    .set({ counted_files: null, counted_folders: null, counted_bytes: null })
    .where('id', '=', deletionId)
    .execute()
  await deps.queue.enqueue(
    trx,
    'deletion.count',
    { deletionId, assetId: deletion.asset_id },
    { key: `deletion.count:${deletionId}` },
  )
}
