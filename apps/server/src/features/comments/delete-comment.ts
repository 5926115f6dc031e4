// DELETE /v2/comments/{id}: a thread's replies go with it (v2-platform.md 8.5). Restoring, ours beside /v2, brings back
// exactly what the deletion took: undo in the room.
import type { Transaction } from 'kysely'
import type { Comment } from '@rushes/contract/comments'
import type { CommentId } from '@rushes/contract/ids'
import type { Actor } from '../../access/actor.ts'
import { requireComment } from '../../access/require-comment.ts'
import type { CommentRow } from '../../db/comment-rows.ts'
import { inTransaction } from '../../db/in-transaction.ts'
import type { Database } from '../../db/schema.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { changeCommentCount } from './comment-counters.ts'
import { placeOf, writeCommentEvent } from './comment-events.ts'
import { commentView } from './comment-view.ts'

/** Answers with the comment, `deleted_at` set. A second call is 404. */
export async function deleteComment(
  deps: Deps,
  actor: Actor,
  id: CommentId,
  requestId: string,
): Promise<Comment> {
  const comment = await requireComment(deps, actor, id, 'delete')
  await inTransaction(deps.db, async (trx) => {
    const at = deps.now()
    const own = await trx
      .updateTable('comments')
      .set({ deleted_at: at })
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .returning('team_only')
      .execute()
    if (own.length === 0) throw errors.notFound('comment')
    const replies = await trx
      .updateTable('comments')
      .set({ deleted_at: at, deleted_with: id })
      .where('parent_id', '=', id)
      .where('deleted_at', 'is', null)
      .returning('team_only')
      .execute()
    await count(trx, comment, [...own, ...replies], -1)
    await writeCommentEvent(trx, placeOf(comment), id, {
      id: deps.newId(),
      type: 'comment.deleted',
      at,
      actorId: actor.userId,
      before: { text: comment.text, timestamp: comment.timestamp, replies: replies.length },
      requestId,
    })
  })
  return commentView(await requireComment(deps, actor, id, 'see', { includeDeleted: true }), actor.origin)
}

/** Restoring what is there changes nothing. A reply whose thread is gone comes back with the thread alone: 409. */
export async function restoreComment(
  deps: Deps,
  actor: Actor,
  id: CommentId,
  requestId: string,
): Promise<Comment> {
  const comment = await requireComment(deps, actor, id, 'delete', { includeDeleted: true })
  await inTransaction(deps.db, async (trx) => {
    const own = await trx
      .updateTable('comments')
      .set({ deleted_at: null, deleted_with: null })
      .where('id', '=', id)
      .where('deleted_at', 'is not', null)
      .returning('team_only')
      .execute()
    // Two people pressed undo at once: the first one did it.
    if (own.length === 0) return
    const replies = await trx
      .updateTable('comments')
      .set({ deleted_at: null, deleted_with: null })
      .where('parent_id', '=', id)
      .where('deleted_with', '=', id)
      .returning('team_only')
      .execute()
    await count(trx, comment, [...own, ...replies], 1)
    await writeCommentEvent(trx, placeOf(comment), id, {
      id: deps.newId(),
      type: 'comment.restored',
      at: deps.now(),
      actorId: actor.userId,
      after: { replies: replies.length },
      requestId,
    })
  })
  return commentView(await requireComment(deps, actor, id, 'see'), actor.origin)
}

/** On the asset, and for a reply on the head of its thread. */
async function count(
  trx: Transaction<Database>,
  comment: CommentRow,
  rows: readonly { team_only: boolean }[],
  sign: 1 | -1,
): Promise<void> {
  if (comment.parent_id !== null) {
    const head = await trx
      .updateTable('comments')
      .set((eb) => ({ reply_count: eb('reply_count', '+', sign) }))
      .where('id', '=', comment.parent_id)
      .where('deleted_at', 'is', null)
      .executeTakeFirst()
    if (head.numUpdatedRows === 0n)
      throw errors.conflict('The thread of this reply was deleted. Restore the thread to have it back.')
  }
  const open = rows.filter((row) => !row.team_only).length
  await changeCommentCount(trx, comment.asset_id, { all: sign * rows.length, public: sign * open })
}
