// POST /api/assets/{id}/comments/read: the room tells which comments were on the screen.
import type { AssetId, CommentId } from '@rushes/contract/ids'
import { may } from '../../access/abilities.ts'
import type { Actor } from '../../access/actor.ts'
import { standingOf } from '../../access/standing.ts'
import type { Deps } from '../../deps.ts'
import { requireCommentedAsset } from './commented-asset.ts'
import { noteReads } from './impressions.ts'

/** Ids of other assets' comments, and of comments the caller cannot see, are passed over. */
export async function readComments(
  deps: Deps,
  actor: Actor,
  assetId: AssetId,
  ids: readonly CommentId[],
): Promise<{ ok: boolean }> {
  const asset = await requireCommentedAsset(deps, actor, assetId, 'see')
  if (ids.length === 0) return { ok: true }
  const visible = await deps.db
    .selectFrom('comments')
    .select('id')
    .where('asset_id', '=', asset.id)
    .where('id', 'in', [...new Set(ids)])
    .where('deleted_at', 'is', null)
    .where('team_only', 'in', may('see private', standingOf(asset)) ? [true, false] : [false])
    .execute()
  await noteReads(
    deps,
    actor,
    visible.map(({ id }) => id),
  )
  return { ok: true }
}
