// The asset whose comments are meant: for a stack its newest version, because comments stay with their version.
import type { AssetId } from '@rushes/contract/ids'
import type { Ability } from '../../access/abilities.ts'
import type { Actor } from '../../access/actor.ts'
import { requireAsset } from '../../access/require-asset.ts'
import type { AssetRow } from '../../db/asset-rows.ts'
import type { Deps } from '../../deps.ts'

export async function requireCommentedAsset(
  deps: Deps,
  actor: Actor,
  id: AssetId,
  ability: Extract<Ability, 'see' | 'comment'>,
): Promise<AssetRow> {
  const asset = await requireAsset(deps, actor, id, ability)
  if (asset.type !== 'version_stack' || asset.cover_asset_id === null) return asset
  return requireAsset(deps, actor, asset.cover_asset_id, ability)
}
