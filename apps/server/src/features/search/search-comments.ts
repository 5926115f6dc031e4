// GET /api/search/comments: what was said, by the words in it, wherever the caller may read it.
import { sql } from 'kysely'
import type { CommentId } from '@rushes/contract/ids'
import type { CommentSearch, FoundComment } from '@rushes/contract/search'
import type { Actor } from '../../access/actor.ts'
import type { Deps } from '../../deps.ts'
import { offsetOf } from '../../http/paging.ts'
import type { ListPage } from '../../http/paging.ts'
import { CLIMB } from '../../db/asset-rows.ts'
import { isLatin } from './name-conditions.ts'
import { readReach } from './search-reach.ts'
import type { Reach } from './search-reach.ts'

/** Comments are read in such bunches, and no more are counted: the newest of them. */
const AT_MOST = 1_000
const MAX_WORDS = 32

interface Hit {
  id: CommentId
  inserted_at: string
  /** False for one that lies in the trash, or was moved out of the caller's sight a moment ago. */
  is_visible: boolean
}

/** The newest first. */
export async function searchComments(
  deps: Deps,
  actor: Actor,
  search: CommentSearch,
): Promise<ListPage<FoundComment>> {
  const words = await wordsOf(deps, search.q)
  const reach = await readReach(deps, actor, { ...search, account_id: null, team_id: [] })
  if (words === '' || reach.projectIds.length === 0) return { items: [], total: 0 }
  const visible = await findVisible(deps, reach, words)
  const offset = offsetOf(search)
  const page = visible.slice(offset, offset + search.page_size)
  return { items: await readFound(deps, page), total: visible.length }
}

/** As the database cuts what people say (migration 0015). */
async function wordsOf(deps: Deps, typed: string): Promise<string> {
  const { rows } = await sql<{ words: string }>`select search_words(${typed}) as words`.execute(deps.db)
  return rows[0]?.words ?? ''
}

async function findVisible(deps: Deps, reach: Reach, words: string): Promise<CommentId[]> {
  const visible: CommentId[] = []
  let before = sql<boolean>`true`
  for (;;) {
    const { rows } = await readHits(reach, words, before).execute(deps.db)
    for (const hit of rows) if (hit.is_visible) visible.push(hit.id)
    const last = rows.at(-1)
    if (last === undefined || rows.length < AT_MOST || visible.length >= AT_MOST)
      return visible.slice(0, AT_MOST)
    before = sql<boolean>`(c.inserted_at, c.id) < (${last.inserted_at}::timestamptz, ${last.id}::uuid)`
  }
}

/** What the team keeps to itself is left out before anything is counted; so is what lies in private places. */
function readHits(reach: Reach, words: string, before: ReturnType<typeof sql<boolean>>) {
  const { projectIds, privateIn } = reach
  const has = [...new Set(words.split(' '))]
    .slice(0, MAX_WORDS)
    .map((word) => sql`c.search_text like ${isLatin(word) ? `% ${word}%` : `%${word}%`}`)
  return sql<Hit>`
    with hits as materialized (
      select c.id, c.asset_id, c.team_only, c.inserted_at
      from comments c join assets a on a.id = c.asset_id
      where c.deleted_at is null and ${sql.join(has, sql` and `)} and ${before}
        and a.hard_deleted_at is null and a.project_id = any(${projectIds}::uuid[])
        and (not c.team_only or a.project_id = any(${privateIn}::uuid[]))
      order by c.inserted_at desc, c.id desc limit ${AT_MOST}
    )
    select hits.id, hits.inserted_at,
      not above.is_deleted and above.project_id = any(${projectIds}::uuid[])
        and (not (above.is_private or hits.team_only) or above.project_id = any(${privateIn}::uuid[])) as is_visible
    from hits join assets a on a.id = hits.asset_id ${sql.raw(CLIMB)}
    order by hits.inserted_at desc, hits.id desc`
}

async function readFound(deps: Deps, ids: readonly CommentId[]): Promise<FoundComment[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<FoundComment>`
    select c.id, c.asset_id, c.parent_id, c.owner_id, u.name as owner_name, c.text, c.timestamp, c.page,
      c.completed_at is not null as completed, c.team_only as private, c.inserted_at,
      a.name as asset_name, above.project_id
    from unnest(${ids}::uuid[]) with ordinality as found (id, position)
    join comments c on c.id = found.id join users u on u.id = c.owner_id
    join assets a on a.id = c.asset_id ${sql.raw(CLIMB)}
    order by found.position`.execute(deps.db)
  return rows
}
