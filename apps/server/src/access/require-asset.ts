// The first line of every use-case on an asset: load it, ask whether the caller may.
import type { AssetId } from '@rushes/contract/ids'
import { SELECT_ASSET_BY_ID } from '../db/asset-rows.ts'
import type { AssetPlaceColumns, AssetRow } from '../db/asset-rows.ts'
import type { Deps } from '../deps.ts'
import { errors } from '../http/errors.ts'
import { may } from './abilities.ts'
import type { Ability } from './abilities.ts'
import type { Actor } from './actor.ts'
import { standingOf } from './standing.ts'

export interface RequireAssetOptions {
  /** Also find it when it was deleted, or lies below something that was. */
  includeDeleted?: boolean
}

/**
 * Throws 404 when there is no such asset or the caller may not know of it, 403 when it is visible but this is not
 * allowed (v2-platform.md 13, row 5).
 */
export async function requireAsset(
  deps: Deps,
  actor: Actor,
  id: AssetId,
  ability: Ability,
  { includeDeleted = false }: RequireAssetOptions = {},
): Promise<AssetRow> {
  const rows = await deps.points.read<AssetRow & AssetPlaceColumns>('asset-by-id', SELECT_ASSET_BY_ID, [
    actor.userId,
    id,
  ])
  const row = rows[0]
  if (row === undefined || row.hard_deleted_at !== null || (row.is_hidden && !includeDeleted))
    throw errors.notFound('asset')
  const standing = standingOf(row)
  if (!may('see', standing) || (row.is_in_private && !may('see private', standing)))
    throw errors.notFound('asset')
  if (!may(ability, standing)) throw errors.forbidden('Your role does not allow this on this asset.')
  return row
}
