// GET /api/assets/{id}/comments/likes: the Comment of V2 says how many like it, not whether the caller is one of them.
import type { AssetId } from '@rushes/contract/ids'
import type { Actor } from '../../access/actor.ts'
import type { Deps } from '../../deps.ts'
import { requireCommentedAsset } from './commented-asset.ts'

/** The comments of an asset that the caller likes. */
export async function listOwnLikes(
  deps: Deps,
  actor: Actor,
  assetId: AssetId,
): Promise<{ comment_ids: string[] }> {
  const asset = await requireCommentedAsset(deps, actor, assetId, 'see')
  const liked = await deps.db
    .selectFrom('comment_impressions')
    .innerJoin('comments', 'comments.id', 'comment_impressions.comment_id')
    .select('comments.id')
    .where('comments.asset_id', '=', asset.id)
    .where('comments.deleted_at', 'is', null)
    .where('comment_impressions.user_id', '=', actor.userId)
    .where('comment_impressions.type', '=', 'like')
    .orderBy('comments.id')
    .execute()
  return { comment_ids: liked.map(({ id }) => id) }
}
