// Version stacks embed their cover, a whole asset, also where nobody asked: fioctl downloads it (v2-assets.md 3.8).
import { CompiledQuery } from 'kysely'
import type { Asset } from '@rushes/contract/assets'
import { may } from '../../access/abilities.ts'
import type { Actor } from '../../access/actor.ts'
import { standingOf } from '../../access/standing.ts'
import { selectAssets } from '../../db/asset-rows.ts'
import type { AssetRow } from '../../db/asset-rows.ts'
import type { Deps } from '../../deps.ts'
import { assetView } from './asset-view.ts'
import type { ViewContext } from './asset-view.ts'

/** `items` are the views of `rows`, in the same order. */
export async function includeCovers(
  deps: Deps,
  actor: Actor,
  rows: readonly AssetRow[],
  items: readonly Asset[],
  context: ViewContext,
): Promise<void> {
  for (const inProject of Map.groupBy(rows, (row) => row.project_id).values())
    await includeOfProject(deps, actor, inProject, items, context)
}

/** A cover lies in the project of its stack, whatever its own row says until a move is carried down. */
async function includeOfProject(
  deps: Deps,
  actor: Actor,
  rows: readonly AssetRow[],
  items: readonly Asset[],
  context: ViewContext,
): Promise<void> {
  const coverIds = rows.flatMap((row) =>
    row.type === 'version_stack' && row.cover_asset_id !== null ? [row.cover_asset_id] : [],
  )
  if (coverIds.length === 0) return
  const covers = await deps.db.executeQuery<AssetRow>(
    CompiledQuery.raw(selectAssets('where a.id = any($2) and a.deleted_at is null', '$3'), [
      actor.userId,
      coverIds,
      rows[0]?.project_id,
    ]),
  )
  const byId = new Map(covers.rows.map((cover) => [cover.id, cover]))
  for (const item of items) {
    const cover = byId.get((item.cover_asset_id ?? '') as AssetRow['id'])
    if (item.type !== 'version_stack' || cover === undefined) continue
    if (cover.private && !may('see private', standingOf(cover))) continue
    item.cover_asset = assetView(cover, context)
  }
}
