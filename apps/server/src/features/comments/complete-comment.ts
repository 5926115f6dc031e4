// POST and DELETE /v2/comments/{id}/complete: the tick that says it is done (v2-platform.md 8.5). Both may be sent twice.
import type { Comment } from '@rushes/contract/comments'
import type { CommentId } from '@rushes/contract/ids'
import type { Actor } from '../../access/actor.ts'
import { requireComment } from '../../access/require-comment.ts'
import { inTransaction } from '../../db/in-transaction.ts'
import type { Deps } from '../../deps.ts'
import { placeOf, writeCommentEvent } from './comment-events.ts'
import { commentView } from './comment-view.ts'

export async function completeComment(
  deps: Deps,
  actor: Actor,
  id: CommentId,
  isCompleted: boolean,
  requestId: string,
): Promise<Comment> {
  const comment = await requireComment(deps, actor, id, 'comment')
  await inTransaction(deps.db, async (trx) => {
    const at = deps.now()
    const updated = await trx
      .updateTable('comments')
      .set({
        completed_at: isCompleted ? at : null,
        completer_id: isCompleted ? actor.userId : null,
        updated_at: at,
      })
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .where('completed_at', isCompleted ? 'is' : 'is not', null)
      .executeTakeFirst()
    if (updated.numUpdatedRows === 0n) return
    await writeCommentEvent(trx, placeOf(comment), id, {
      id: deps.newId(),
      type: isCompleted ? 'comment.completed' : 'comment.uncompleted',
      at,
      actorId: actor.userId,
      requestId,
    })
  })
  return commentView(await requireComment(deps, actor, id, 'see'), actor.origin)
}
