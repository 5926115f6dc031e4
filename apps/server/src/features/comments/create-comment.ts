// POST /v2/assets/{id}/comments and /v2/comments/{id}/replies (v2-platform.md 8.5).
import type { Transaction } from 'kysely'
import type { Comment, CreateCommentBody } from '@rushes/contract/comments'
import type { AssetId, CommentId } from '@rushes/contract/ids'
import { may } from '../../access/abilities.ts'
import type { Actor } from '../../access/actor.ts'
import { requireAsset } from '../../access/require-asset.ts'
import { requireComment } from '../../access/require-comment.ts'
import { standingOf } from '../../access/standing.ts'
import type { AssetRow } from '../../db/asset-rows.ts'
import { inTransaction } from '../../db/in-transaction.ts'
import type { Database } from '../../db/schema.ts'
import type { StandingColumns } from '../../db/standing-columns.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { changeCommentCount } from './comment-counters.ts'
import { writeCommentEvent } from './comment-events.ts'
import { mentionsIn } from './comment-mentions.ts'
import { commentView } from './comment-view.ts'
import { requireCommentedAsset } from './commented-asset.ts'

export async function createComment(
  deps: Deps,
  actor: Actor,
  assetId: AssetId,
  body: CreateCommentBody,
  requestId: string,
): Promise<Comment> {
  const asset = await requireCommentedAsset(deps, actor, assetId, 'comment')
  if (asset.type === 'folder')
    throw errors.invalid([{ field: 'asset_id', title: 'is a folder; comments are written on files' }])
  return insertComment(deps, actor, asset, null, body, requestId)
}

/** A reply to a reply goes to the same thread. */
export async function createReply(
  deps: Deps,
  actor: Actor,
  commentId: CommentId,
  body: CreateCommentBody,
  requestId: string,
): Promise<Comment> {
  const answered = await requireComment(deps, actor, commentId, 'comment')
  const asset = await requireAsset(deps, actor, answered.asset_id, 'comment')
  return insertComment(deps, actor, asset, answered.parent_id ?? answered.id, body, requestId)
}

async function insertComment(
  deps: Deps,
  actor: Actor,
  asset: AssetRow,
  threadId: CommentId | null,
  body: CreateCommentBody,
  requestId: string,
): Promise<Comment> {
  refuseEmpty(body.text, body.annotation)
  refusePrivate(asset, body.private)
  const id = deps.newId() as CommentId
  const mentions = await mentionsIn(deps, asset.project_id, body.text)
  await inTransaction(deps.db, async (trx) => {
    const at = deps.now()
    const isTeamThread = threadId !== null && (await joinThread(trx, threadId))
    const isForTeam = isTeamThread || body.private === true
    await trx
      .insertInto('comments')
      .values({
        id,
        asset_id: asset.id,
        parent_id: threadId,
        owner_id: actor.userId,
        text: body.text,
        timestamp: body.timestamp ?? null,
        duration: body.duration ?? null,
        annotation: body.annotation ?? null,
        page: body.page ?? null,
        pitch: body.pitch ?? null,
        yaw: body.yaw ?? null,
        fov: body.fov ?? null,
        private: body.private ?? null,
        team_only: isForTeam,
        mentions: JSON.stringify(mentions(isForTeam)),
        inserted_at: at,
        updated_at: at,
      })
      .execute()
    await changeCommentCount(trx, asset.id, { all: 1, public: isForTeam ? 0 : 1 })
    await writeCommentEvent(trx, asset, id, {
      id: deps.newId(),
      type: 'comment.created',
      at,
      actorId: actor.userId,
      after: {
        text: body.text,
        timestamp: body.timestamp ?? null,
        parent_id: threadId,
        team_only: isForTeam,
        mentions: mentions(isForTeam).map(({ user_id: userId }) => userId),
      },
      requestId,
    })
  })
  return commentView(await requireComment(deps, actor, id, 'see'), actor.origin)
}

/** Counts the reply on the head of its thread. True where the thread is the team's alone; 404 where it went meanwhile. */
async function joinThread(trx: Transaction<Database>, threadId: CommentId): Promise<boolean> {
  const head = await trx
    .updateTable('comments')
    .set((eb) => ({ reply_count: eb('reply_count', '+', 1) }))
    .where('id', '=', threadId)
    .where('deleted_at', 'is', null)
    .returning('team_only')
    .executeTakeFirst()
  if (head === undefined) throw errors.notFound('comment')
  return head.team_only
}

/** A drawing may stand for itself; a comment that says nothing at all is a mistake. */
export function refuseEmpty(text: string, annotation: string | null | undefined): void {
  if (text.trim() === '' && (annotation ?? '') === '')
    throw errors.invalid([{ field: 'text', title: "can't be blank" }])
}

/** Nobody hides from themselves what they say. */
export function refusePrivate(place: StandingColumns, isPrivate: boolean | null | undefined): void {
  if (isPrivate === true && !may('see private', standingOf(place)))
    throw errors.forbidden('Only members of the team can write comments for the team alone.')
}
