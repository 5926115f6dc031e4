// An asset as the calls that change it answer with it: the same keys as a listing has, a stack's cover among them, so
// that no key comes and goes between two calls.
import type { Asset } from '@rushes/contract/assets'
import type { AssetId } from '@rushes/contract/ids'
import type { Actor } from '../../access/actor.ts'
import { requireAsset } from '../../access/require-asset.ts'
import type { RequireAssetOptions } from '../../access/require-asset.ts'
import type { Deps } from '../../deps.ts'
import { assetView } from './asset-view.ts'
import type { ViewContext } from './asset-view.ts'
import { includeCovers } from './include-covers.ts'

/** The asset as it is now. 404 when it went meanwhile. */
export async function answerAsset(
  deps: Deps,
  actor: Actor,
  id: AssetId,
  context: ViewContext,
  options: RequireAssetOptions = {},
): Promise<Asset> {
  const row = await requireAsset(deps, actor, id, 'see', options)
  const view = assetView(row, context)
  await includeCovers(deps, actor, [row], [view], context)
  return view
}
