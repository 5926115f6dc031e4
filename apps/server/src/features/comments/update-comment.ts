// PUT /v2/comments/{id}, and POST as every release of the Python client sends it (v2-platform.md 8.5).
import type { Transaction } from 'kysely'
import type { Comment, UpdateCommentBody } from '@rushes/contract/comments'
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
import { mentionsIn } from './comment-mentions.ts'
import { commentView } from './comment-view.ts'
import { refuseEmpty, refusePrivate } from './create-comment.ts'

const KEYS = [
  'text',
  'timestamp',
  'duration',
  'annotation',
  'page',
  'pitch',
  'yaw',
  'fov',
  'private',
] as const
type Change = Partial<Pick<CommentRow, (typeof KEYS)[number]>>

/** Only what differs is a change: sending a comment as it is writes nothing. */
export async function updateComment(
  deps: Deps,
  actor: Actor,
  id: CommentId,
  body: UpdateCommentBody,
  requestId: string,
): Promise<Comment> {
  const before = await requireComment(deps, actor, id, 'edit')
  const change = changeOf(before, body)
  if (Object.keys(change).length === 0) return commentView(before, actor.origin)
  const next = { ...before, ...change }
  refuseEmpty(next.text, next.annotation)
  refusePrivate(before, change.private)
  const mentions = await mentionsIn(deps, before.project_id, next.text)
  await inTransaction(deps.db, async (trx) => {
    const at = deps.now()
    const isForTeam = await decideTeamOnly(trx, before, next.private)
    const updated = await trx
      .updateTable('comments')
      .set({
        ...change,
        ...(change.text === undefined ? {} : { text_edited_at: at }),
        mentions: JSON.stringify(mentions(isForTeam)),
        updated_at: at,
      })
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .executeTakeFirst()
    if (updated.numUpdatedRows === 0n) throw errors.notFound('comment')
    await writeCommentEvent(trx, placeOf(before), id, {
      id: deps.newId(),
      type: 'comment.updated',
      at,
      actorId: actor.userId,
      before: Object.fromEntries(Object.keys(change).map((key) => [key, before[key as keyof Change]])),
      after: { ...change, mentions: mentions(isForTeam).map(({ user_id: userId }) => userId) },
      requestId,
    })
  })
  return commentView(await requireComment(deps, actor, id, 'see'), actor.origin)
}

function changeOf(before: CommentRow, body: UpdateCommentBody): Change {
  // The schema gives each key the type of its column; a key that was not sent is no change.
  return Object.fromEntries(
    KEYS.filter((key) => body[key] !== undefined && body[key] !== before[key]).map((key) => [key, body[key]]),
  ) as Change
}

/**
 * Who may see a thread follows from its head and from each reply's own wish; changing the head carries its replies
 * along. Returns whether the comment is the team's alone from now on.
 */
async function decideTeamOnly(
  trx: Transaction<Database>,
  comment: CommentRow,
  isPrivate: boolean | null,
): Promise<boolean> {
  // Locks the head, which a reply counts itself on: none slips in with the thread's old audience.
  const head = await trx
    .selectFrom('comments')
    .select('team_only')
    .where('id', '=', comment.parent_id ?? comment.id)
    .forUpdate()
    .executeTakeFirst()
  const isForTeam = isPrivate === true || (comment.parent_id !== null && head?.team_only === true)
  const audience = await trx
    .selectFrom('comments')
    .select(['id', 'private', 'team_only', 'deleted_at'])
    .where((eb) => eb.or([eb('id', '=', comment.id), eb('parent_id', '=', comment.id)]))
    .forUpdate()
    .execute()
  const changed = audience
    .map((row) => ({ ...row, isForTeam: isForTeam || (row.id !== comment.id && row.private === true) }))
    .filter((row) => row.isForTeam !== row.team_only)
  for (const value of [true, false]) {
    const ids = changed.filter((row) => row.isForTeam === value).map((row) => row.id)
    if (ids.length > 0)
      await trx.updateTable('comments').set({ team_only: value }).where('id', 'in', ids).execute()
  }
  const living = changed.filter((row) => row.deleted_at === null)
  const opened = living.filter((row) => !row.isForTeam).length
  await changeCommentCount(trx, comment.asset_id, { all: 0, public: opened - (living.length - opened) })
  return isForTeam
}
