// DELETE /v2/batch/assets (v2-assets.md 3.4): each asset on its own; what failed is named, the call still answers 200.
import type { ErrorItem } from '@rushes/contract/errors'
import { AssetId } from '@rushes/contract/ids'
import type { Actor } from '../../access/actor.ts'
import type { Deps } from '../../deps.ts'
import { errors, HttpError } from '../../http/errors.ts'
import type { ViewContext } from './asset-view.ts'
import { deleteAsset } from './delete-asset.ts'

export async function batchDeleteAssets(
  deps: Deps,
  actor: Actor,
  ids: readonly string[],
  context: ViewContext,
  requestId: string,
): Promise<{ error: Record<string, ErrorItem> }> {
  const error: Record<string, ErrorItem> = {}
  for (const id of new Set(ids)) {
    try {
      await deleteAsset(deps, actor, idOf(id), context, requestId)
    } catch (failure) {
      if (!(failure instanceof HttpError) || failure.items[0] === undefined) throw failure
      error[id] = failure.items[0]
    }
  }
  return { error }
}

/** Throws 404: what is no id names nothing. */
function idOf(text: string): AssetId {
  const id = AssetId.safeParse(text)
  if (!id.success) throw errors.notFound('asset')
  return id.data
}
