// DELETE /v2/batch/assets (v2-assets.md 3.4): each asset on its own; what failed is named, the call still answers 200.
import type { ErrorItem } from '@rushes/contract/errors'
import { AssetId } from '@rushes/contract/ids'
import type { Actor } from '../../access/actor.ts'
import type { Deps } from '../../deps.ts'
import { forEachOnItsOwn } from '../../http/batch.ts'
import { errors } from '../../http/errors.ts'
import type { ViewContext } from './asset-view.ts'
import { deleteAsset } from './delete-asset.ts'

export async function batchDeleteAssets(
  deps: Deps,
  actor: Actor,
  ids: readonly string[],
  context: ViewContext,
  requestId: string,
): Promise<{ error: Record<string, ErrorItem> }> {
  const error = await forEachOnItsOwn(new Set(ids), String, async (id) => {
    await deleteAsset(deps, actor, idOf(id), context, requestId)
  })
  return { error }
}

/** Throws 404: what is no id names nothing. */
function idOf(text: string): AssetId {
  const id = AssetId.safeParse(text)
  if (!id.success) throw errors.notFound('asset')
  return id.data
}
