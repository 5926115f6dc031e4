// Search (v2-assets.md 3.1, 3.2, 3.14, 3.15): which hits, in which order, and the page of them.
import { CompiledQuery, sql } from 'kysely'
import type { AssetId } from '@rushes/contract/ids'
import { MAX_PAGE_SIZE } from '@rushes/contract/paging'
import type { AssetSearch } from '@rushes/contract/search'
import type { Actor } from '../../access/actor.ts'
import { SELECT_ASSETS_IN_ORDER } from '../../db/asset-rows.ts'
import type { AssetRow } from '../../db/asset-rows.ts'
import { orderBy } from '../../db/order-by.ts'
import type { Deps } from '../../deps.ts'
import { offsetOf } from '../../http/paging.ts'
import type { ListPage } from '../../http/paging.ts'
import { findHits } from './find-hits.ts'
import type { Hit } from './find-hits.ts'
import { conditionsOf } from './search-filters.ts'
import { readReach } from './search-reach.ts'
import type { Reach } from './search-reach.ts'

/** Totals are exact up to here; beyond, what is known to be there (design 7). */
const EXACT_TOTAL = 10_000
/** Nobody turns more pages than this. */
const DEEPEST = 100_000
/** Planning takes longer than reading a page as people see it; a long one would keep other point reads waiting. */
const MOST_AS_POINTS = 100

const SORT_COLUMNS: Record<string, string> = {
  name: 'lower(a.name)',
  label: 'a.label',
  type: 'a.type',
  index: 'a.index',
  filetype: 'a.filetype',
  filesize: 'coalesce(m.size_bytes, 0)',
  duration: 'm.duration_seconds',
  // Comments for the team alone count for who sees them.
  comment_count: 'case when hit.sees_private then a.comment_count else a.public_comment_count end',
  item_count: 'a.item_count',
  id: 'a.id',
  project_id: 'a.project_id',
  parent_id: 'a.parent_id',
  creator_id: 'a.creator_id',
  'creator.name': 'lower(u.name)',
  inserted_at: 'a.inserted_at',
  uploaded_at: 'a.inserted_at',
  updated_at: 'a.updated_at',
}

/** Only what the caller may see, whole pages of it. */
export async function searchAssets(
  deps: Deps,
  actor: Actor,
  search: AssetSearch,
): Promise<ListPage<AssetRow>> {
  const [reach, words] = await Promise.all([readReach(deps, actor, search), wordsOf(deps, search)])
  const conditions = conditionsOf(search, reach.privateIn)
  // Somebody typed only signs: that names nothing, rather than everything.
  if (words === null) return { items: [], total: 0 }
  const offset = offsetOf(search)
  const limit = Math.min(DEEPEST, Math.max(EXACT_TOTAL, offset + search.page_size) + 1)
  const order = orderBy(search.sort ?? undefined, SORT_COLUMNS, '', 'a.id')
  const isByRelevance = order.startsWith(',')
  const { hits, total } = await findHits(deps, reach, {
    words,
    conditions,
    includeDeleted: search.include_deleted,
    limit,
    keep: isByRelevance ? offset + search.page_size : limit,
  })
  const page = isByRelevance
    ? hits.slice(offset, offset + search.page_size)
    : await pageInOrder(deps, reach, hits, order, offset, search.page_size)
  const isEverything = words === '' && conditions.length === 0
  return {
    items: await readRows(deps, actor, page),
    total: total < limit ? total : Math.max(total, isEverything ? reach.itemCount : 0),
  }
}

/** As the database cuts names (migrations 0006 and 0013). Null: there was text, but neither letter nor digit in it. */
async function wordsOf(deps: Deps, { q, query }: AssetSearch): Promise<string | null> {
  const text = (q ?? query ?? '').trim()
  if (text === '') return ''
  const rows = await deps.points.read<{ words: string }>(
    'searched-words',
    'select searched_words($1) as words',
    [text],
  )
  const words = rows[0]?.words ?? ''
  return words === '' ? null : words
}

/** By relevance the hits come in order; any other order is the database's. */
async function pageInOrder(
  deps: Deps,
  { privateIn }: Reach,
  hits: readonly Hit[],
  order: string,
  offset: number,
  pageSize: number,
): Promise<Hit[]> {
  const byId = new Map(hits.map((hit) => [hit.id, hit]))
  const seesPrivate = hits.map((hit) => privateIn.includes(hit.project_id))
  const { rows } = await sql<{ id: AssetId }>`
    select a.id from unnest(${hits.map(({ id }) => id)}::uuid[], ${seesPrivate}::boolean[]) as hit (id, sees_private)
    join assets a on a.id = hit.id
    join users u on u.id = a.creator_id left join media m on m.id = a.media_id
    order by ${sql.raw(order)} limit ${Math.min(pageSize, MAX_PAGE_SIZE)} offset ${offset}`.execute(deps.db)
  return rows.flatMap(({ id }) => byId.get(id) ?? [])
}

async function readRows(deps: Deps, actor: Actor, page: readonly Hit[]): Promise<AssetRow[]> {
  if (page.length === 0) return []
  const values = [actor.userId, page.map(({ id }) => id), page.map(({ project_id: id }) => id)]
  if (page.length <= MOST_AS_POINTS)
    return deps.points.read('assets-in-order', SELECT_ASSETS_IN_ORDER, values)
  return (await deps.db.executeQuery<AssetRow>(CompiledQuery.raw(SELECT_ASSETS_IN_ORDER, values))).rows
}
