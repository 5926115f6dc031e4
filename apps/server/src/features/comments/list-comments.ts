// Lists of comments (v2-platform.md 8.5): flat, comments and replies together; the replies of a thread; one comment.
import { CompiledQuery } from 'kysely'
import type { Comment, ListCommentsQuery } from '@rushes/contract/comments'
import type { AssetId, CommentId, ProjectId } from '@rushes/contract/ids'
import { may } from '../../access/abilities.ts'
import type { Actor } from '../../access/actor.ts'
import { requireComment } from '../../access/require-comment.ts'
import { standingOf } from '../../access/standing.ts'
import { selectComments } from '../../db/comment-rows.ts'
import type { CommentRow } from '../../db/comment-rows.ts'
import { orderBy } from '../../db/order-by.ts'
import type { StandingColumns } from '../../db/standing-columns.ts'
import type { Deps } from '../../deps.ts'
import { offsetOf } from '../../http/paging.ts'
import type { ListPage } from '../../http/paging.ts'
import { commentView } from './comment-view.ts'
import { requireCommentedAsset } from './commented-asset.ts'
import { filterSql } from './comment-filters.ts'
import { noteReads } from './impressions.ts'

const OWNER_NAME = 'lower(u.name) collate "C"'
const OWNER_EMAIL = 'lower(u.email) collate "C"'
const SORT_COLUMNS = {
  id: 'c.id',
  inserted_at: 'c.inserted_at',
  updated_at: 'c.updated_at',
  timestamp: 'c.timestamp',
  frame: 'c.timestamp',
  page: 'c.page',
  duration: 'c.duration',
  completed: '(c.completed_at is not null)',
  completed_at: 'c.completed_at',
  like_count: 'c.like_count',
  read_count: 'c.read_count',
  text: 'lower(c.text) collate "C"',
  'owner.name': OWNER_NAME,
  'owner.email': OWNER_EMAIL,
}
/** Totals of filtered lists are counted no further (design 7). */
const COUNT_AT_MOST = 10_000

/** The total is the maintained counter, unless a filter asks for less. */
export async function listComments(
  deps: Deps,
  actor: Actor,
  id: AssetId,
  query: ListCommentsQuery,
): Promise<ListPage<Comment>> {
  const asset = await requireCommentedAsset(deps, actor, id, 'see')
  const all = may('see private', standingOf(asset)) ? asset.comment_count : asset.public_comment_count
  return readPage(deps, actor, asset, { column: 'c.asset_id', id: asset.id, all }, query)
}

export async function listReplies(
  deps: Deps,
  actor: Actor,
  id: CommentId,
  query: ListCommentsQuery,
): Promise<ListPage<Comment>> {
  const comment = await requireComment(deps, actor, id, 'see')
  // A reply may be the team's alone in a thread of everybody: only then the counter says too much.
  const all = may('see private', standingOf(comment)) ? comment.reply_count : null
  return readPage(deps, actor, comment, { column: 'c.parent_id', id, all }, query)
}

export async function getComment(
  deps: Deps,
  actor: Actor,
  id: CommentId,
  include: readonly string[],
): Promise<Comment> {
  const comment = await requireComment(deps, actor, id, 'see')
  if (!comment.is_read && comment.owner_id !== actor.userId) await noteReads(deps, actor, [id])
  const [view = commentView(comment, actor.origin)] = await withReplies(deps, actor, [comment], include)
  return view
}

async function readPage(
  deps: Deps,
  actor: Actor,
  place: StandingColumns & { project_id: ProjectId },
  of: { column: string; id: string; all: number | null },
  query: ListCommentsQuery,
): Promise<ListPage<Comment>> {
  const filter = filterSql(query.filter, 4)
  const where = `where ${of.column} = $3 and c.deleted_at is null ${hiddenFrom(place)} ${filter.sql}`
  const order = orderBy(query.sort, SORT_COLUMNS, 'c.inserted_at', 'c.id')
  const values = [actor.userId, place.project_id, of.id, ...filter.values]
  const { rows } = await deps.db.executeQuery<CommentRow>(
    CompiledQuery.raw(
      selectComments(
        `${where} order by ${order} limit $${String(values.length + 1)} offset $${String(values.length + 2)}`,
      ),
      [...values, query.page_size, offsetOf(query)],
    ),
  )
  const total =
    filter.sql === '' && of.all !== null ? of.all : await countUpTo(deps, where, values, COUNT_AT_MOST)
  return { items: await withReplies(deps, actor, rows, query.include), total }
}

async function countUpTo(deps: Deps, where: string, values: unknown[], most: number): Promise<number> {
  const { rows } = await deps.db.executeQuery<{ total: number }>(
    CompiledQuery.raw(
      `select count(*)::int as total from (select 1 from comments c ${where} and $1::uuid is not null and $2::uuid is not null limit ${String(most)}) found`,
      values,
    ),
  )
  return rows[0]?.total ?? 0
}

/** With `include=replies` every comment carries its replies; a reply has none. */
async function withReplies(
  deps: Deps,
  actor: Actor,
  rows: readonly CommentRow[],
  include: readonly string[],
): Promise<Comment[]> {
  const views = rows.map((row) => commentView(row, actor.origin))
  if (!include.includes('replies')) return views
  const heads = rows.filter((row) => row.reply_count > 0)
  const first = heads[0]
  const replies =
    first === undefined
      ? []
      : (
          await deps.db.executeQuery<CommentRow>(
            CompiledQuery.raw(
              selectComments(
                `where c.parent_id = any($3) and c.deleted_at is null ${hiddenFrom(first)} order by c.inserted_at, c.id`,
              ),
              [actor.userId, first.project_id, heads.map((row) => row.id)],
            ),
          )
        ).rows
  const byHead = Map.groupBy(replies, (reply) => reply.parent_id as string)
  for (const view of views)
    view.replies = (byHead.get(view.id) ?? []).map((row) => commentView(row, actor.origin))
  return views
}

function hiddenFrom(place: StandingColumns): string {
  return may('see private', standingOf(place)) ? '' : 'and not c.team_only'
}
