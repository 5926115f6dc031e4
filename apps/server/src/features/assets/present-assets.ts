// Rows as the list endpoints of other features answer them: with covers, and with what the caller wants included.
import type { Asset } from '@rushes/contract/assets'
import type { AssetRow } from '../../db/asset-rows.ts'
import type { Deps } from '../../deps.ts'
import type { Call } from '../../http/route.ts'
import { assetView } from './asset-view.ts'
import { contextOf } from './call-context.ts'
import { includeCovers } from './include-covers.ts'
import { includeChildren } from './list-assets.ts'

export async function presentAssets(
  deps: Deps,
  call: Call<unknown, unknown, unknown>,
  rows: AssetRow[],
  include: readonly string[],
): Promise<Asset[]> {
  const { actor } = call
  const context = contextOf(deps, call)
  const items = rows.map((row) => assetView(row, context))
  await includeCovers(deps, actor, rows, items, context)
  if (include.includes('children')) await includeChildren(deps, actor, rows, items, context)
  return items
}
