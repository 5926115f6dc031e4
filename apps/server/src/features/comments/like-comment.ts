// POST and DELETE /v2/comments/{id}/like: a thumb up, one a person (v2-platform.md 8.5). Both may be sent twice; both
// answer with the likes there are now.
import type { CommentImpression } from '@rushes/contract/comments'
import type { CommentId } from '@rushes/contract/ids'
import type { PageQuery } from '@rushes/contract/paging'
import type { Actor } from '../../access/actor.ts'
import { requireComment } from '../../access/require-comment.ts'
import { inTransaction } from '../../db/in-transaction.ts'
import type { Deps } from '../../deps.ts'
import type { ListPage } from '../../http/paging.ts'
import { placeOf, writeCommentEvent } from './comment-events.ts'
import { readImpressions } from './impressions.ts'

export async function likeComment(
  deps: Deps,
  actor: Actor,
  id: CommentId,
  isLiked: boolean,
  query: PageQuery,
  requestId: string,
): Promise<ListPage<CommentImpression>> {
  const comment = await requireComment(deps, actor, id, 'comment')
  await inTransaction(deps.db, async (trx) => {
    const at = deps.now()
    const changed = isLiked
      ? await trx
          .insertInto('comment_impressions')
          .values({
            id: deps.newId(),
            comment_id: id,
            user_id: actor.userId,
            type: 'like',
            inserted_at: at,
            updated_at: at,
          })
          .onConflict((conflict) => conflict.doNothing())
          .returning('id')
          .execute()
      : await trx
          .deleteFrom('comment_impressions')
          .where('comment_id', '=', id)
          .where('user_id', '=', actor.userId)
          .where('type', '=', 'like')
          .returning('id')
          .execute()
    if (changed.length === 0) return
    await trx
      .updateTable('comments')
      .set((eb) => ({ like_count: eb('like_count', '+', isLiked ? 1 : -1) }))
      .where('id', '=', id)
      .execute()
    await writeCommentEvent(trx, placeOf(comment), id, {
      id: deps.newId(),
      type: isLiked ? 'comment.liked' : 'comment.unliked',
      at,
      actorId: actor.userId,
      requestId,
    })
  })
  const { like_count: total } = await requireComment(deps, actor, id, 'see')
  return { items: await readImpressions(deps, actor, id, ['like'], query), total }
}
