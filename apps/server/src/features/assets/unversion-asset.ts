// DELETE /v2/assets/{id}/unversion (v2-assets.md 3.16): the version lies beside its stack again. Of two versions both
// step out: a stack of one would mean nothing (12).
import type { Asset } from '@rushes/contract/assets'
import type { AssetId } from '@rushes/contract/ids'
import type { Actor } from '../../access/actor.ts'
import { requireAsset } from '../../access/require-asset.ts'
import { writeAssetEvent } from '../../db/events.ts'
import { inTransaction } from '../../db/in-transaction.ts'
import { findVisible, lockTree } from '../../db/tree-lock.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { answerAsset } from './answer-asset.ts'
import type { ViewContext } from './asset-view.ts'
import { dissolveIfSmall, lockMembers, stepOut } from './stack-members.ts'
import { stackAround } from './version-asset.ts'

export async function unversionAsset(
  deps: Deps,
  actor: Actor,
  id: AssetId,
  context: ViewContext,
  requestId: string,
): Promise<Asset> {
  const asset = await requireAsset(deps, actor, id, 'organise')
  const stackId = asset.type === 'file' ? await stackAround(deps, actor, asset) : null
  if (stackId === null) throw errors.invalid([{ field: 'asset_id', title: 'is not a version in a stack' }])
  await inTransaction(deps.db, async (trx) => {
    await lockTree(trx, asset.account_id, 'shared')
    if ((await findVisible(trx, id)) === null) throw errors.notFound('asset')
    const at = deps.now()
    const locked = await lockMembers(trx, stackId)
    if (locked === null || !locked.memberIds.includes(id)) throw errors.notFound('asset')
    const { stack } = locked
    await stepOut(trx, stack, [id], { firstPosition: 1, at })
    await dissolveIfSmall(trx, stackId, at)
    await writeAssetEvent(
      trx,
      { ...asset, parent_id: stack.parent_id },
      {
        id: deps.newId(),
        type: 'asset.updated',
        at,
        actorId: actor.userId,
        before: { parent_id: stackId },
        after: { parent_id: stack.parent_id },
        requestId,
      },
    )
  })
  return answerAsset(deps, actor, id, context)
}
