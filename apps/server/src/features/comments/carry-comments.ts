// POST /api/assets/{id}/comments/carry: what is still open on one version of a stack comes along to another, by hand. As in
// a copy, threads keep who wrote them and when; likes and reads start anew. The threads that are left behind stay.
import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { AssetId, CommentId } from '@rushes/contract/ids'
import { may } from '../../access/abilities.ts'
import type { Actor } from '../../access/actor.ts'
import { requireAsset } from '../../access/require-asset.ts'
import { standingOf } from '../../access/standing.ts'
import type { AssetRow } from '../../db/asset-rows.ts'
import { inTransaction } from '../../db/in-transaction.ts'
import type { Database } from '../../db/schema.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { changeCommentCount } from './comment-counters.ts'
import { writeCommentEvent } from './comment-events.ts'

/** More open threads than anybody leaves on one cut; a second call takes the rest. */
const MOST_THREADS = 500

interface Found {
  id: CommentId
  head_id: CommentId
  team_only: boolean
}

/** Answers with the new threads. What came along before does not come twice. */
export async function carryComments(
  deps: Deps,
  actor: Actor,
  toId: AssetId,
  fromId: AssetId,
  requestId: string,
): Promise<{ comment_ids: string[] }> {
  const to = await requireAsset(deps, actor, toId, 'comment')
  const from = await requireAsset(deps, actor, fromId, 'see')
  await refuseStrangers(deps, actor, to, from)
  const heads = await inTransaction(deps.db, async (trx) => {
    // Two people who press the button at once take turns.
    await trx.selectFrom('assets').select('id').where('id', '=', to.id).forUpdate().execute()
    const found = await findOpen(trx, to.id, from.id, may('see private', standingOf(to)))
    if (found.length === 0) return []
    const newIds = new Map(found.map(({ id }) => [id, deps.newId() as CommentId]))
    await insertCarried(trx, to.id, newIds)
    await changeCommentCount(trx, to.id, {
      all: found.length,
      public: found.filter((comment) => !comment.team_only).length,
    })
    const at = deps.now()
    for (const { id, head_id: headId, team_only: isForTeam } of found)
      if (id === headId)
        await writeCommentEvent(trx, to, newIds.get(id) ?? id, {
          id: deps.newId(),
          type: 'comment.created',
          at,
          actorId: actor.userId,
          after: { carried_from: id, team_only: isForTeam, mentions: [] },
          requestId,
        })
    return found.filter(({ id, head_id: headId }) => id === headId).map(({ id }) => newIds.get(id) ?? id)
  })
  return { comment_ids: heads }
}

/** Throws 422 unless both are versions of one stack. */
async function refuseStrangers(deps: Deps, actor: Actor, to: AssetRow, from: AssetRow): Promise<void> {
  const stack = to.parent_id === null ? null : await requireAsset(deps, actor, to.parent_id, 'see')
  if (to.id === from.id || stack?.type !== 'version_stack' || from.parent_id !== stack.id)
    throw errors.invalid([{ field: 'from_asset_id', title: 'is not another version in the same stack' }])
}

/** Open threads with their replies, the head first. A thread that has come along is known by its author and its hour. */
async function findOpen(
  trx: Transaction<Database>,
  toId: AssetId,
  fromId: AssetId,
  seesPrivate: boolean,
): Promise<Found[]> {
  const { rows } = await sql<Found>`
    with heads as (
      select c.id from comments c
      where c.asset_id = ${fromId} and c.parent_id is null and c.deleted_at is null and c.completed_at is null
        and (${seesPrivate} or not c.team_only)
        and not exists (
          select 1 from comments t where t.asset_id = ${toId} and t.parent_id is null and t.deleted_at is null
            and t.owner_id = c.owner_id and t.inserted_at = c.inserted_at
        )
      order by c.inserted_at, c.id limit ${MOST_THREADS}
    )
    select c.id, h.id as head_id, c.team_only from heads h join comments c on c.id = h.id or c.parent_id = h.id
    where c.deleted_at is null and (${seesPrivate} or not c.team_only)
    order by h.id, c.parent_id is not null, c.inserted_at`.execute(trx)
  return rows
}

async function insertCarried(
  trx: Transaction<Database>,
  toId: AssetId,
  newIds: ReadonlyMap<CommentId, CommentId>,
): Promise<void> {
  await sql`
    with carried as (
      select n.old_id, n.new_id
      from unnest(${[...newIds.keys()]}::uuid[], ${[...newIds.values()]}::uuid[]) as n (old_id, new_id)
    )
    insert into comments (id, asset_id, parent_id, owner_id, text, text_edited_at, timestamp, duration, annotation, page,
      pitch, yaw, fov, private, team_only, mentions, reply_count, inserted_at, updated_at)
    select n.new_id, ${toId}, head.new_id, c.owner_id, c.text, c.text_edited_at, c.timestamp, c.duration, c.annotation,
      c.page, c.pitch, c.yaw, c.fov, c.private, c.team_only, c.mentions,
      (select count(*) from comments r join carried on carried.old_id = r.id where r.parent_id = c.id),
      c.inserted_at, c.updated_at
    from carried n join comments c on c.id = n.old_id left join carried head on head.old_id = c.parent_id`.execute(
    trx,
  )
}
