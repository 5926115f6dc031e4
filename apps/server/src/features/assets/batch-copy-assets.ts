// POST /v2/batch/assets/{destination_id}/copy (v2-assets.md 3.3): each asset on its own; `success` maps the id of the
// source to its copy, what failed is named, the call answers 200 unless the destination itself is bad (12).
import type { BatchCopyBody } from '@rushes/contract/asset-requests'
import type { Asset } from '@rushes/contract/assets'
import type { ErrorItem } from '@rushes/contract/errors'
import type { AssetId } from '@rushes/contract/ids'
import type { Actor } from '../../access/actor.ts'
import type { Deps } from '../../deps.ts'
import { forEachOnItsOwn } from '../../http/batch.ts'
import type { ViewContext } from './asset-view.ts'
import { copyInto, requireDestination } from './copy-asset.ts'

export async function batchCopyAssets(
  deps: Deps,
  actor: Actor,
  destinationId: AssetId,
  { batch, copy_comments: comments }: BatchCopyBody,
  context: ViewContext,
  requestId: string,
): Promise<{ success: Record<string, Asset>; error: Record<string, ErrorItem> }> {
  const destination = await requireDestination(deps, actor, destinationId)
  const success: Record<string, Asset> = {}
  const copiesComments = comments === 'all'
  const ids = new Set(batch.map((item) => item.id))
  const error = await forEachOnItsOwn(ids, String, async (id) => {
    success[id] = await copyInto(deps, actor, { destination, id, copiesComments }, context, requestId)
  })
  return { success, error }
}
