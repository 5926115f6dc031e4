// Who has seen and who likes a comment (v2-platform.md 8.5). What was seen is no state change: it is only counted, like
// the views of an asset.
import { CompiledQuery } from 'kysely'
import type { CommentImpression } from '@rushes/contract/comments'
import type { AssetId, CommentId } from '@rushes/contract/ids'
import type { PageQuery } from '@rushes/contract/paging'
import type { Actor } from '../../access/actor.ts'
import { requireComment } from '../../access/require-comment.ts'
import { USER_COLUMNS } from '../../db/user-rows.ts'
import type { UserColumns } from '../../db/user-rows.ts'
import type { Deps } from '../../deps.ts'
import { offsetOf } from '../../http/paging.ts'
import type { ListPage } from '../../http/paging.ts'
import { userView } from '../../views/user-view.ts'

interface ImpressionRow extends UserColumns {
  id: string
  comment_id: CommentId
  asset_id: AssetId
  type: 'like' | 'read'
  count: number
  inserted_at: string
  updated_at: string
}

export async function listImpressions(
  deps: Deps,
  actor: Actor,
  id: CommentId,
  query: PageQuery,
): Promise<ListPage<CommentImpression>> {
  const comment = await requireComment(deps, actor, id, 'see')
  return {
    items: await readImpressions(deps, actor, id, ['like', 'read'], query),
    total: comment.like_count + comment.read_count,
  }
}

/** A page of them, oldest first. */
export async function readImpressions(
  deps: Deps,
  actor: Actor,
  id: CommentId,
  types: readonly CommentImpression['type'][],
  query: PageQuery,
): Promise<CommentImpression[]> {
  const { rows } = await deps.db.executeQuery<ImpressionRow>(
    CompiledQuery.raw(
      `select i.id, i.comment_id, c.asset_id, i.type, i.count, i.inserted_at, i.updated_at, ${USER_COLUMNS}
       from comment_impressions i join comments c on c.id = i.comment_id join users u on u.id = i.user_id
       where i.comment_id = $1 and i.type = any($2) order by i.inserted_at, i.id limit $3 offset $4`,
      [id, types, query.page_size, offsetOf(query)],
    ),
  )
  return rows.map((row) => impressionView(row, actor.origin))
}

function impressionView(row: ImpressionRow, origin: string): CommentImpression {
  return {
    _type: 'comment_impression',
    id: row.id,
    comment_id: row.comment_id,
    asset_id: row.asset_id,
    review_link_id: null,
    user_id: row.u_id,
    user: userView(row, origin),
    type: row.type,
    count: row.count,
    deleted_at: null,
    inserted_at: row.inserted_at,
    updated_at: row.updated_at,
  }
}

/** Notes that the caller has these comments before their eyes. One's own, and what was noted before, count nothing. */
export async function noteReads(deps: Deps, actor: Actor, ids: readonly CommentId[]): Promise<void> {
  if (ids.length === 0) return
  const at = deps.now()
  await deps.db.executeQuery(
    CompiledQuery.raw(
      `with seen as (
         insert into comment_impressions (id, comment_id, user_id, type, inserted_at, updated_at)
         select wanted.impression_id, c.id, $3, 'read', $4, $4
         from unnest($1::uuid[], $2::uuid[]) as wanted (comment_id, impression_id)
         join comments c on c.id = wanted.comment_id and c.owner_id <> $3
         on conflict do nothing returning comment_id
       )
       update comments set read_count = read_count + 1 where id in (select comment_id from seen)`,
      [ids, ids.map(() => deps.newId()), actor.userId, at],
    ),
  )
}
