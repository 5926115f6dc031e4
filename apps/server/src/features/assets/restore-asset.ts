// Undoing a deletion: brings back exactly what it took, to its old place (v2-assets.md 3.7; no limit on how often, 12).
import type { Transaction } from 'kysely'
import type { Asset } from '@rushes/contract/assets'
import type { AssetId } from '@rushes/contract/ids'
import type { Actor } from '../../access/actor.ts'
import { requireAsset } from '../../access/require-asset.ts'
import type { AssetRow } from '../../db/asset-rows.ts'
import { changeItemCount } from '../../db/counters.ts'
import { writeAssetEvent } from '../../db/events.ts'
import { inTransaction } from '../../db/in-transaction.ts'
import { lockTree, readPlaces } from '../../db/tree-lock.ts'
import type { Database } from '../../db/schema.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { answerAsset } from './answer-asset.ts'
import type { ViewContext } from './asset-view.ts'
import { carryMove } from './carry-move.ts'
import { findLivingPlace } from './living-place.ts'
import { dissolveIfSmall } from './stack-members.ts'
import { takeOut } from './take-out.ts'
import { putOnTop } from './version-asset.ts'

/**
 * What went with a folder above it comes out of there. Restoring what can be seen changes nothing and answers with the
 * asset. Where it lies afterwards is its `parent_id`.
 */
export async function restoreAsset(
  deps: Deps,
  actor: Actor,
  id: AssetId,
  context: ViewContext,
  requestId: string,
): Promise<Asset> {
  const asset = await requireAsset(deps, actor, id, 'organise', { includeDeleted: true })
  await inTransaction(deps.db, (trx) =>
    asset.deleted_at === null
      ? takeOut(deps, trx, actor, asset, requestId)
      : restore(deps, trx, actor, asset, requestId),
  )
  return answerAsset(deps, actor, id, context, { includeDeleted: true })
}

async function restore(
  deps: Deps,
  trx: Transaction<Database>,
  actor: Actor,
  asset: AssetRow,
  requestId: string,
): Promise<void> {
  await lockTree(trx, asset.account_id, asset.type === 'folder' ? 'exclusive' : 'shared')
  const at = deps.now()
  const deletion = await trx
    .selectFrom('deletions')
    .selectAll()
    .where('id', '=', asset.deletion_id)
    .where('restored_at', 'is', null)
    .where('purge_started_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  // Two people pressed undo at once: the first one did it.
  if (deletion === undefined) return
  const { parentId, leavesPrivate } = await findLivingPlace(trx, asset)
  const isPrivate = asset.private || leavesPrivate
  const isMoved = parentId !== asset.parent_id
  await trx
    .updateTable('assets')
    .set({ deleted_at: null, deletion_id: null, parent_id: parentId, private: isPrivate, updated_at: at })
    .where('id', '=', asset.id)
    .execute()
  await changeItemCount(trx, parentId, 1, isPrivate)
  // Without a list of members they went along with their stack, and come back with it.
  if (asset.type === 'version_stack') {
    if (deletion.member_ids === null) await dissolveIfSmall(trx, asset.id, at)
    else await stackAgain(trx, asset, parentId, deletion.member_ids, at)
  }
  // Back in its stack: it may be the newest again.
  else await dissolveIfSmall(trx, parentId, at)
  await trx.updateTable('deletions').set({ restored_at: at }).where('id', '=', deletion.id).execute()
  await deps.queue.enqueue(
    trx,
    'deletion.count',
    { deletionId: deletion.id, assetId: asset.id },
    { key: `deletion.count:${deletion.id}` },
  )
  const place = (await readPlaces(trx, [asset.id])).get(asset.id)
  // It may have come out of a tree whose move to another project is still being carried down.
  if (place !== undefined && place.counted_in !== place.project_id) await carryMove(deps, trx, asset.id)
  await writeAssetEvent(
    trx,
    { ...asset, parent_id: parentId },
    {
      id: deps.newId(),
      type: 'asset.restored',
      at,
      actorId: actor.userId,
      before: { parent_id: asset.parent_id },
      after: { parent_id: parentId, moved: isMoved },
      requestId,
    },
  )
}

/**
 * Puts those of its old members that still lie in the folder back on it, in their old order; not those that were made
 * private since, where the stack is not.
 */
async function stackAgain(
  trx: Transaction<Database>,
  stack: AssetRow,
  folderId: AssetId,
  memberIds: readonly AssetId[],
  at: Date,
): Promise<void> {
  const stillThere = await trx
    .selectFrom('assets')
    .select(['id', 'parent_id', 'private'])
    .where('id', 'in', memberIds.length === 0 ? [stack.id] : memberIds)
    .where('parent_id', '=', folderId)
    .where('type', '=', 'file')
    .where('deleted_at', 'is', null)
    .where('private', 'in', stack.private ? [true, false] : [false])
    .forUpdate()
    .execute()
  if (stillThere.length < 2) {
    throw errors.conflict(
      'Fewer than two of its versions still lie in the folder, so there is nothing to stack again.',
    )
  }
  const byId = new Map(stillThere.map((member) => [member.id, member]))
  for (const id of memberIds.toReversed()) {
    const member = byId.get(id)
    if (member !== undefined) await putOnTop(trx, stack.id, member, at)
  }
}
