// POST /v2/assets/{destination_folder}/move (v2-assets.md 3.12): one row, whatever hangs below. To another project of
// the account too; what hangs below then learns of it in the background.
import type { Transaction } from 'kysely'
import type { Asset } from '@rushes/contract/assets'
import type { AssetId } from '@rushes/contract/ids'
import { may } from '../../access/abilities.ts'
import type { Actor } from '../../access/actor.ts'
import { requireAsset } from '../../access/require-asset.ts'
import { standingOf } from '../../access/standing.ts'
import type { AssetRow } from '../../db/asset-rows.ts'
import { changeItemCount, changeProjectCounters, takeChildIndex } from '../../db/counters.ts'
import { tellFolderChanged, writeAssetEvent } from '../../db/events.ts'
import { cameSecondError, inTransaction } from '../../db/in-transaction.ts'
import type { Database } from '../../db/schema.ts'
import { lockTree, readPlaces } from '../../db/tree-lock.ts'
import type { Place } from '../../db/tree-lock.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { answerAsset } from './answer-asset.ts'
import type { ViewContext } from './asset-view.ts'
import { carryMove } from './carry-move.ts'
import { dissolveIfSmall, lockMembers } from './stack-members.ts'

/** Answers with the asset in its new place, where it comes first. Moving it to where it is changes nothing. */
export async function moveAsset(
  deps: Deps,
  actor: Actor,
  destinationId: AssetId,
  id: AssetId,
  context: ViewContext,
  requestId: string,
): Promise<Asset> {
  const destination = await requireAsset(deps, actor, destinationId, 'organise')
  const asset = await requireAsset(deps, actor, id, 'organise')
  refuseMove(asset, destination)
  await inTransaction(deps.db, (trx) => move(deps, trx, actor, asset, destination, requestId))
  return answerAsset(deps, actor, id, context)
}

function refuseMove(asset: AssetRow, destination: AssetRow): void {
  if (asset.parent_id === null)
    throw errors.invalid([{ field: 'id', title: 'is the root folder of a project and cannot be moved' }])
  if (destination.type !== 'folder')
    throw errors.invalid([{ field: 'destination_folder', title: 'is not a folder' }])
  if (destination.account_id !== asset.account_id) {
    throw errors.invalid([
      { field: 'destination_folder', title: 'belongs to another account; copy the asset there instead' },
    ])
  }
  refuseCarryingOff(asset, destination)
  refuseLosingSight(asset, destination)
}

/** Whoever may only watch could otherwise carry a file to where they may download it. */
export function refuseCarryingOff(asset: AssetRow, destination: AssetRow): void {
  if (asset.project_id !== destination.project_id && !may('download', standingOf(asset)))
    throw errors.forbidden('You may not download this asset, so you cannot take it to another project.')
}

/** Nobody may put something private where they themselves could not see it any more. */
export function refuseLosingSight(asset: AssetRow, destination: AssetRow): void {
  if (asset.private && !may('see private', standingOf(destination)))
    throw errors.forbidden('This asset is private, and you could not see it in that project.')
}

async function move(
  deps: Deps,
  trx: Transaction<Database>,
  actor: Actor,
  asset: AssetRow,
  { id: destinationId, project_id: destinationProjectId }: AssetRow,
  requestId: string,
): Promise<void> {
  // Only folders have something below that others may be changing.
  await lockTree(trx, asset.account_id, asset.type === 'folder' ? 'exclusive' : 'shared')
  const places = await readPlaces(trx, [asset.id, destinationId])
  const from = places.get(asset.id)
  const to = places.get(destinationId)
  // Gone, or in another project than the one for which the caller's rights were asked.
  if (from === undefined || from.is_hidden || from.project_id !== asset.project_id)
    throw errors.notFound('asset')
  if (to === undefined || to.is_hidden || to.project_id !== destinationProjectId)
    throw errors.notFound('asset')
  if (to.above.includes(asset.id))
    throw errors.invalid([{ field: 'destination_folder', title: 'is the folder itself or lies inside it' }])
  const { parent_id: oldParentId } = from
  if (oldParentId === null || oldParentId === destinationId) return

  const at = deps.now()
  await lockFolders(trx, [oldParentId, destinationId])
  // A version may be moved out of its stack.
  const stack = await lockMembers(trx, oldParentId)
  const index = await takeChildIndex(trx, destinationId, from.private)
  const moved = await trx
    .updateTable('assets')
    .set({ parent_id: destinationId, project_id: to.project_id, team_id: to.team_id, index, updated_at: at })
    .where('id', '=', asset.id)
    .where('parent_id', '=', oldParentId)
    .where('private', '=', from.private)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (moved.numUpdatedRows === 0n) throw cameSecondError()
  await changeItemCount(trx, oldParentId, -1, from.private)
  if (from.counted_in !== to.project_id) await countInOtherProject(deps, trx, from, to)
  if (stack !== null) await dissolveIfSmall(trx, stack.stack.id, at)
  await writeAssetEvent(
    trx,
    { ...to, id: asset.id, parent_id: destinationId },
    {
      id: deps.newId(),
      type: 'asset.updated',
      at,
      actorId: actor.userId,
      before: { parent_id: oldParentId, project_id: from.project_id },
      after: { parent_id: destinationId, project_id: to.project_id },
      requestId,
    },
  )
  await tellFolderChanged(trx, { ...from, parent_id: oldParentId }, 'asset.updated')
}

/** Who changes two folders locks both in the order of their ids, so that two movers never wait for each other. */
async function lockFolders(trx: Transaction<Database>, ids: AssetId[]): Promise<void> {
  await trx.selectFrom('assets').select('id').where('id', 'in', ids).orderBy('id').forUpdate().execute()
}

/** The moved row itself at once; what hangs below it by a job. */
async function countInOtherProject(
  deps: Deps,
  trx: Transaction<Database>,
  from: Place,
  to: Place,
): Promise<void> {
  const media =
    from.media_id === null
      ? undefined
      : await trx.selectFrom('media').select('size_bytes').where('id', '=', from.media_id).executeTakeFirst()
  const counts = {
    files: from.type === 'file' ? 1 : 0,
    folders: from.type === 'folder' ? 1 : 0,
    bytes: media?.size_bytes ?? 0,
  }
  await changeProjectCounters(trx, from.counted_in, {
    files: -counts.files,
    folders: -counts.folders,
    bytes: -counts.bytes,
  })
  await changeProjectCounters(trx, to.project_id, counts)
  if (from.type !== 'file') await carryMove(deps, trx, from.id)
}
