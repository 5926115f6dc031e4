// Deleting is one row, whatever hangs below (design 4): the root of the subtree is stamped, everything below is
// invisible through it in the same instant.
import type { Asset } from '@rushes/contract/assets'
import type { AssetId } from '@rushes/contract/ids'
import type { Actor } from '../../access/actor.ts'
import { requireAsset } from '../../access/require-asset.ts'
import { changeItemCount } from '../../db/counters.ts'
import { writeAssetEvent } from '../../db/events.ts'
import { cameSecondError, inTransaction } from '../../db/in-transaction.ts'
import { findVisible, lockTree } from '../../db/tree-lock.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { answerAsset } from './answer-asset.ts'
import type { ViewContext } from './asset-view.ts'
import { dissolveIfSmall, lockMembers, stepOut } from './stack-members.ts'

/**
 * Answers with the asset as it is now, `deleted_at` set. A second call is 404 (v2-assets.md 3.7). The versions of a stack
 * step out into its folder, unless they are to go along: then they are below it, as what lies in a folder.
 */
export async function deleteAsset(
  deps: Deps,
  actor: Actor,
  id: AssetId,
  context: ViewContext,
  requestId: string,
  { withVersions = false }: { withVersions?: boolean } = {},
): Promise<Asset> {
  const asset = await requireAsset(deps, actor, id, 'organise')
  if (withVersions && asset.type !== 'version_stack')
    throw errors.invalid([{ field: 'asset_id', title: 'is not a version stack' }])
  if (asset.parent_id === null)
    throw errors.invalid([
      { field: 'asset_id', title: 'is the root folder of a project and cannot be deleted' },
    ])
  await inTransaction(deps.db, async (trx) => {
    await lockTree(trx, asset.account_id, asset.type === 'folder' ? 'exclusive' : 'shared')
    const place = await findVisible(trx, id)
    // Somebody else deleted it between our look and our turn: for this caller it is gone.
    if (place === null || place.parent_id === null) throw errors.notFound('asset')
    const { parent_id: parentId } = place
    const at = deps.now()
    const deletionId = deps.newId()
    // Who changes a stack locks it first, so that two people never wait for each other.
    const stack =
      asset.type === 'folder' ? null : await lockMembers(trx, asset.type === 'file' ? parentId : id)
    const memberIds = asset.type === 'version_stack' && !withVersions ? (stack?.memberIds ?? []) : null
    // The guide: deleting a stack does not delete its assets; they step out into the folder (v2-assets.md 12).
    if (stack !== null && memberIds !== null)
      await stepOut(trx, stack.stack, memberIds, { firstPosition: 0, at })
    await trx
      .insertInto('deletions')
      .values({
        id: deletionId,
        asset_id: id,
        project_id: place.project_id,
        actor_id: actor.userId,
        member_ids: memberIds,
        inserted_at: at,
      })
      .execute()
    const stamped = await trx
      .updateTable('assets')
      .set({ deleted_at: at, deletion_id: deletionId })
      .where('id', '=', id)
      .where('parent_id', '=', parentId)
      .where('deleted_at', 'is', null)
      .executeTakeFirst()
    if (stamped.numUpdatedRows === 0n) throw cameSecondError()
    await changeItemCount(trx, parentId, -1, place.private)
    if (asset.type === 'file' && stack !== null) await dissolveIfSmall(trx, parentId, at)
    await deps.queue.enqueue(
      trx,
      'deletion.count',
      { deletionId, assetId: id },
      { key: `deletion.count:${deletionId}` },
    )
    await writeAssetEvent(trx, place, {
      id: deps.newId(),
      type: 'asset.deleted',
      at,
      actorId: actor.userId,
      before: { name: asset.name, type: asset.type },
      requestId,
    })
  })
  return answerAsset(deps, actor, id, context, { includeDeleted: true })
}
