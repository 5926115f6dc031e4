// POST /v2/assets/{id}/label (v2-platform.md 13, row 19): the call that fires asset.label.updated; PUT does not.
import type { Asset, Label } from '@rushes/contract/assets'
import type { AssetId } from '@rushes/contract/ids'
import type { Actor } from '../../access/actor.ts'
import { requireAsset } from '../../access/require-asset.ts'
import { writeAssetEvent } from '../../db/events.ts'
import { inTransaction } from '../../db/in-transaction.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { answerAsset } from './answer-asset.ts'
import type { ViewContext } from './asset-view.ts'

export async function labelAsset(
  deps: Deps,
  actor: Actor,
  id: AssetId,
  label: Label,
  context: ViewContext,
  requestId: string,
): Promise<Asset> {
  const before = await requireAsset(deps, actor, id, 'organise')
  if (before.label !== label) {
    await inTransaction(deps.db, async (trx) => {
      const at = deps.now()
      const updated = await trx
        .updateTable('assets')
        .set({ label, updated_at: at })
        .where('id', '=', id)
        .where('deleted_at', 'is', null)
        .executeTakeFirst()
      if (updated.numUpdatedRows === 0n) throw errors.notFound('asset')
      await writeAssetEvent(trx, before, {
        id: deps.newId(),
        type: 'asset.label.updated',
        at,
        actorId: actor.userId,
        before: { label: before.label },
        after: { label },
        requestId,
      })
    })
  }
  return answerAsset(deps, actor, id, context)
}
