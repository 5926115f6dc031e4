// From words to the assets that a caller may see, in stages: names that have them, and only when there are none, names
// that look alike (docs/decisions/0006 and 0010). Every stage reads a bounded number of rows.
import { sql } from 'kysely'
import type { Kysely, RawBuilder } from 'kysely'
import type { AssetId, ProjectId } from '@rushes/contract/ids'
import type { Database } from '../../db/schema.ts'
import type { Deps } from '../../deps.ts'
import { hasItAnywhere, hasAllWords, isShort, isVeryName, startsSo, wholeName } from './name-conditions.ts'
import type { Condition } from './search-filters.ts'
import type { Reach } from './search-reach.ts'
import { similarWords } from './similar-words.ts'

export interface Hit {
  id: AssetId
  project_id: ProjectId
  /** 0: the very name, 1: begins so, 2: a word of it begins so, 3: somewhere in it. */
  rank: number
  inserted_at: string
}

export interface HitQuery {
  /** What was typed, as search_words() cuts it; '' finds everything. */
  words: string
  conditions: Condition[]
  includeDeleted: boolean
  /** How many hits are counted at most. */
  limit: number
  /** How many of the first are wanted: the rest never leaves the database. */
  keep: number
}

/** For a letter or two, beside the names that begin so: the newest assets whose words do. */
const NEWEST = 20_000
const MOST_READ_FIRST = 10_001
const MOST_HIDDEN_FOLDERS = 5_000
/** Names that look alike are shown when there are no others, and so many of them. */
const TYPO_LIMIT = 50

export interface Found {
  /** The first `keep` of them. */
  hits: Hit[]
  /** How many there are; more than `limit` are not counted. */
  total: number
}

const NONE: Found = { hits: [], total: 0 }

/** Hits by rank, the newest first. */
export async function findHits(deps: Deps, reach: Reach, query: HitQuery): Promise<Found> {
  const { words } = query
  if (reach.projectIds.length === 0) return NONE
  if (words === '') return visibleHits(deps.db, reach, query, sql<boolean>`true`)
  // Which of the two is needed is known when the first, which takes ten times as long, has ended. Of a letter or two, the
  // first begins with these names.
  const [found, starting] = await Promise.all([
    newestHits(deps.db, reach, query),
    isShort(words) ? NONE : bestHits(deps.db, reach, query, startsSo(words)),
  ])
  if (found.total >= query.limit) return withTheBest(deps.db, reach, query, found, starting)
  if (found.total > 0) return found
  const meant = await similarWords(deps, reach, words)
  return meant === null ? found : visibleHits(deps.db, reach, { ...query, limit: TYPO_LIMIT }, meant)
}

/** The newest names with the words. A letter or two is in every other name: those that begin so come before the rest. */
async function newestHits(db: Kysely<Database>, reach: Reach, query: HitQuery): Promise<Found> {
  const { words } = query
  if (!isShort(words)) return visibleHits(db, reach, query, hasItAnywhere(words))
  const starting = await visibleHits(db, reach, query, startsSo(words))
  if (starting.total >= query.limit) return starting
  // Leaves out what the stage before it found, so that nothing is counted twice.
  const elsewhere = sql<boolean>`${hasAllWords(words)} and not (${startsSo(words)})`
  const inside = await visibleHits(db, reach, query, elsewhere, 'among the newest')
  return firstOf(query, [...starting.hits, ...inside.hits], starting.total + inside.total)
}

/**
 * More names than are counted have the words, and those that come first may be older than all that was read. Of a rank of
 * which there are enough, the newest were read.
 */
async function withTheBest(
  db: Kysely<Database>,
  reach: Reach,
  query: HitQuery,
  found: Found,
  starting: Found,
): Promise<Found> {
  const worst = found.hits.at(-1)?.rank ?? 0
  if (worst === 0) return found
  const older = worst === 1 ? await bestHits(db, reach, query, isVeryName(query.words)) : starting
  const hits = new Map([...found.hits, ...older.hits].map((hit) => [hit.id, hit]))
  return firstOf(query, [...hits.values()], found.total)
}

function bestHits(db: Kysely<Database>, reach: Reach, query: HitQuery, better: Condition): Promise<Found> {
  return visibleHits(db, reach, { ...query, limit: query.keep }, better, 'first')
}

function firstOf({ keep, limit }: HitQuery, hits: Hit[], total: number): Found {
  hits.sort(
    (one, other) =>
      one.rank - other.rank || newestFirst(one.inserted_at + one.id, other.inserted_at + other.id),
  )
  return { hits: hits.slice(0, keep), total: Math.min(total, limit) }
}

function newestFirst(one: string, other: string): number {
  return one < other ? 1 : one > other ? -1 : 0
}

interface ReadRow {
  /** Null where none of the rows that were read may be seen. */
  id: AssetId | null
  project_id: ProjectId
  rank: number
  inserted_at: string
  /** The oldest row that was read, where older ones have to be read too. */
  last_inserted_at: string | null
  last_id: AssetId | null
  /** How many of those that were read may be seen. */
  visible: number
}

/** The hits of a stage that the caller may see; reads on while what was read is hidden from them. */
async function visibleHits(
  db: Kysely<Database>,
  reach: Reach,
  query: HitQuery,
  stage: Condition,
  reading: Reading = 'in order',
): Promise<Found> {
  const hits: Hit[] = []
  let total = 0
  let before: RawBuilder<boolean> = sql`true`
  while (total < query.limit) {
    const { rows } = await sql<ReadRow>`${readHits(reach, query, stage, before, reading)}`.execute(db)
    for (const { id, project_id: projectId, rank, inserted_at: insertedAt } of rows)
      if (id !== null) hits.push({ id, project_id: projectId, rank, inserted_at: insertedAt })
    const [read] = rows
    total += read?.visible ?? 0
    if (read === undefined || read.last_id === null) break
    before = sql<boolean>`(a.inserted_at, a.id) < (${read.last_inserted_at}::timestamptz, ${read.last_id}::uuid)`
  }
  return firstOf(query, hits, total)
}

function inAccounts({ accountIds }: Reach): Condition {
  const [onlyAccount] = accountIds
  return accountIds.length === 1
    ? sql<boolean>`a.account_id = ${onlyAccount}::uuid`
    : sql<boolean>`a.account_id = any(${accountIds}::uuid[])`
}

/** Passes over what is known to be hidden, so that it need not be climbed from: a courtesy, the climb decides. */
function notHidden({ includeDeleted }: HitQuery): Condition[] {
  if (includeDeleted) return []
  return [
    sql<boolean>`a.deleted_at is null`,
    sql<boolean>`a.parent_id not in (select id from below_deleted limit ${MOST_HIDDEN_FOLDERS})`,
  ]
}

/**
 * "in order": names are read newest first or by what they have in them, whatever PostgreSQL thinks less.
 * "first": the rows of the stage are few and are read before they are put in order; PostgreSQL would read all names in
 * order until it has enough of them.
 * "among the newest": only so many of the newest are looked at.
 */
type Reading = 'in order' | 'first' | 'among the newest'

function rowsOfStage(reach: Reach, stage: Condition, reading: Reading): RawBuilder<unknown> {
  const all = sql`select a.* from assets a where a.parent_id is not null and a.hard_deleted_at is null and ${inAccounts(reach)}`
  if (reading === 'in order') return sql`${all} and ${stage}`
  if (reading === 'first') return sql`${all} and ${stage} limit ${MOST_READ_FIRST}`
  return sql`select a.* from (${all} order by a.inserted_at desc, a.id desc limit ${NEWEST}) a where ${stage}`
}

/**
 * Rows of one stage, with what lies above them climbed once for all: every folder is looked at once, however many hits
 * lie in it, and what is hidden or private above hides what is below. PostgreSQL cannot know how few folders there are: the
 * array keeps its guess, and with it what it sets aside for them, small, and "offset 0" keeps it to one look into the index
 * for each, instead of reading all assets at every level.
 */
function readHits(
  reach: Reach,
  query: HitQuery,
  stage: Condition,
  before: Condition,
  reading: Reading,
): RawBuilder<ReadRow> {
  const start = ` ${query.words}`
  const conditions = sql.join([before, ...notHidden(query), ...query.conditions], sql` and `)
  return sql<ReadRow>`
    with recursive below_deleted(id) as (
      select a.id from assets a where ${inAccounts(reach)} and a.type <> 'file'
        and a.deleted_at is not null and a.hard_deleted_at is null
      union all
      select n.id from below_deleted cross join lateral (
        select a.id from assets a where a.parent_id = below_deleted.id and a.type <> 'file' offset 0) n
    ), hits as materialized (
      select a.id, a.parent_id, a.private, a.deleted_at, a.inserted_at,
        case when ${query.words === ''} then 3 when a.search_text = ${wholeName(query.words)} then 0 when a.search_text like ${`${start}%`} then 1
          when a.search_text like ${`%${start}%`} then 2 else 3 end as rank
      from (
        select a.id, a.parent_id, a.private, a.deleted_at, a.inserted_at, a.search_text
        from (${rowsOfStage(reach, stage, reading)}) a
        where a.project_id = any(${reach.projectIds}::uuid[]) and ${conditions}
        order by a.inserted_at desc, a.id desc limit ${query.limit}
      ) a
    ), counts as materialized (
      select parent_id, private, deleted_at is not null as is_deleted, count(*)::int as hits from hits group by 1, 2, 3
    ), nodes(id, parent_id, project_id, is_hidden, private) as (
      select n.* from unnest(array(select distinct parent_id from counts)) as place (id) cross join lateral (${nodeOf(sql`place.id`)}) n
      union
      select n.* from nodes cross join lateral (${nodeOf(sql`nodes.parent_id`)}) n
    ), places as materialized (
      select id, project_id, is_hidden, private from nodes where parent_id is null
      union all
      select n.id, above.project_id, above.is_hidden or n.is_hidden, above.private or n.private
      from nodes n join places above on n.parent_id = above.id
    ), seen as materialized (
      select counts.* from counts join places place on place.id = counts.parent_id
      where (${query.includeDeleted} or not (place.is_hidden or counts.is_deleted))
        and place.project_id = any(${reach.projectIds}::uuid[])
        and (not (place.private or counts.private) or place.project_id = any(${reach.privateIn}::uuid[]))
    ), totals as materialized (
      select (select coalesce(sum(hits), 0)::int from counts) as read, (select coalesce(sum(hits), 0)::int from seen) as visible
    ), last as (
      select inserted_at, id from hits
      where (select read >= ${query.limit} and visible < ${query.limit} from totals)
      order by inserted_at, id limit 1
    ), first as (
      select h.* from hits h
      where (select read = visible from totals)
        or (parent_id, private, deleted_at is not null) in (select parent_id, private, is_deleted from seen)
      order by rank, inserted_at desc, id desc limit ${query.keep}
    )
    select first.id, place.project_id, first.rank, first.inserted_at, last.inserted_at as last_inserted_at,
      last.id as last_id, totals.visible
    from totals left join last on true left join (first join places place on place.id = first.parent_id) on true`
}

/** A folder or stack by its id. */
function nodeOf(id: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select a.id, a.parent_id, a.project_id, a.deleted_at is not null, a.private from assets a where a.id = ${id} offset 0`
}
