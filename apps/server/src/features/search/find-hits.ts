// From words to the assets that a caller may see, in stages: names that begin so, names that have it anywhere, and only
// when that is next to nothing, names that look alike. Every stage reads a bounded number of rows.
import { sql } from 'kysely'
import type { Kysely, RawBuilder } from 'kysely'
import type { AssetId, ProjectId } from '@rushes/contract/ids'
import type { Database } from '../../db/schema.ts'
import type { Deps } from '../../deps.ts'
import type { Condition } from './search-filters.ts'
import type { Reach } from './search-reach.ts'

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

/** Shorter pieces are in every other name: they are looked for at the start of words only. */
const SHORTEST_ANYWHERE = 3
/** What the index of starts holds. */
const START_CHARACTERS = 32
/** For a letter or two, beside the names that begin so: the newest assets whose words do. */
const NEWEST = 20_000
/** No name is longer, however it is cut. */
const LONGEST_NAME = 2_048
const MAX_WORDS = 32
/** Names that look alike are looked for when nothing else was found, for so long, and so many are shown. */
const SHORTEST_TYPO = 4
const LONGEST_TYPO = 64
const TYPO_LIMIT = 50
const TYPO_TIMEOUT_MS = 120
const TYPO_SIMILARITY = 0.45
/** PostgreSQL's query_canceled. */
const TIMED_OUT = '57014'

export interface Found {
  /** The first `keep` of them. */
  hits: Hit[]
  /** How many there are; more than `limit` are not counted. */
  total: number
}

/** Hits by rank, the newest first. */
export async function findHits(deps: Deps, reach: Reach, query: HitQuery): Promise<Found> {
  const { words } = query
  if (reach.projectIds.length === 0 || words.length > LONGEST_NAME) return { hits: [], total: 0 }
  if (words === '') return visibleHits(deps.db, reach, query, sql<boolean>`true`)
  const starting = await visibleHits(deps.db, reach, query, startsSo(words))
  if (starting.total >= query.limit) return starting
  // Each stage leaves out what the one before it found, so that nothing is counted twice.
  const elsewhere = sql<boolean>`${hasItAnywhere(words, reach)} and not (${startsSo(words)})`
  const inside = await visibleHits(deps.db, reach, query, elsewhere)
  const found = firstOf(query, [...starting.hits, ...inside.hits], starting.total + inside.total)
  return found.total === 0 && words.length <= LONGEST_TYPO ? similarHits(deps, reach, query) : found
}

function firstOf({ keep, limit }: HitQuery, hits: Hit[], total: number): Found {
  hits.sort(
    (one, other) =>
      one.rank - other.rank || newestFirst(one.inserted_at + one.id, other.inserted_at + other.id),
  )
  return { hits: hits.slice(0, keep), total: Math.min(total, limit) }
}

function startsSo(words: string): Condition {
  const start = ` ${words}`
  const short = sql<boolean>`left(a.search_text, ${sql.lit(START_CHARACTERS)}) like ${`${start.slice(0, START_CHARACTERS)}%`}`
  return start.length <= START_CHARACTERS
    ? short
    : sql<boolean>`${short} and a.search_text like ${`${start}%`}`
}

/** Letters and digits only: nothing in a word means more than itself to `like`. */
function hasItAnywhere(words: string, reach: Reach): Condition {
  const list = [...new Set(words.split(' '))].slice(0, MAX_WORDS)
  const together = words.replaceAll(' ', '')
  const conditions = list.map((word) =>
    word.length < SHORTEST_ANYWHERE && isLatin(word)
      ? sql<boolean>`a.search_text like ${`% ${word}%`}`
      : sql<boolean>`a.search_text like ${`%${word}%`}`,
  )
  const all = sql<boolean>`(${sql.join(conditions, sql` and `)})`
  if (together.length < SHORTEST_ANYWHERE)
    return sql<boolean>`a.id in (select a.id from (
        select a.id, a.search_text from assets a where a.parent_id is not null and a.hard_deleted_at is null
          and a.account_id = any(${reach.accountIds}::uuid[]) order by a.inserted_at desc, a.id desc limit ${NEWEST}
      ) a where ${all})`
  const runTogether = sql<boolean>`a.search_text like ${`%${together}%`}`
  if (list.every((word) => word.length >= SHORTEST_ANYWHERE)) return all
  return sql<boolean>`(${all} or ${runTogether})`
}

/** Scripts that write whole words with one or two letters are searched inside of words too. */
function isLatin(word: string): boolean {
  return /^[a-z0-9]*$/.test(word)
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
  /** The oldest row that was read, how many were, and how many of them may be seen. */
  last_inserted_at: string
  last_id: AssetId
  read: number
  visible: number
}

/** The hits of a stage that the caller may see; reads on while what was read is hidden from them. */
async function visibleHits(
  db: Kysely<Database>,
  reach: Reach,
  query: HitQuery,
  stage: Condition,
): Promise<Found> {
  const hits: Hit[] = []
  let total = 0
  let before: RawBuilder<boolean> = sql`true`
  while (total < query.limit) {
    const { rows } = await sql<ReadRow>`${readHits(reach, query, stage, before)}`.execute(db)
    for (const { id, project_id: projectId, rank, inserted_at: insertedAt } of rows)
      if (id !== null) hits.push({ id, project_id: projectId, rank, inserted_at: insertedAt })
    const last = rows[0]
    total += last?.visible ?? 0
    if (last === undefined || last.read < query.limit) break
    before = sql<boolean>`(a.inserted_at, a.id) < (${last.last_inserted_at}::timestamptz, ${last.last_id}::uuid)`
  }
  return firstOf(query, hits, total)
}

/**
 * Rows of one stage, with what lies above them climbed once for all: every folder is looked at once, however many hits
 * lie in it, and what is hidden or private above hides what is below. "offset 0" keeps PostgreSQL to one look into the
 * index for each folder: it cannot know how few there are, and would read all assets at every level.
 */
function readHits(reach: Reach, query: HitQuery, stage: Condition, before: Condition): RawBuilder<ReadRow> {
  const start = ` ${query.words}`
  const whole = `${start} ${query.words.replaceAll(' ', '')}`
  const conditions = sql.join([stage, before, ...query.conditions], sql` and `)
  const [onlyAccount] = reach.accountIds
  const inAccounts =
    reach.accountIds.length === 1
      ? sql`a.account_id = ${onlyAccount}::uuid`
      : sql`a.account_id = any(${reach.accountIds}::uuid[])`
  return sql<ReadRow>`
    with recursive hits as materialized (
      select a.id, a.parent_id, a.private, a.deleted_at, a.inserted_at,
        case when a.search_text = ${whole} then 0 when a.search_text like ${`${start}%`} then 1
          when a.search_text like ${`%${start}%`} then 2 else 3 end as rank
      from (
        select a.id, a.parent_id, a.private, a.deleted_at, a.inserted_at, a.search_text
        from assets a
        where a.parent_id is not null and a.hard_deleted_at is null and ${inAccounts}
          and a.project_id = any(${reach.projectIds}::uuid[]) and ${conditions}
        order by a.inserted_at desc, a.id desc limit ${query.limit}
      ) a
    ), up(id) as (
      select parent_id from hits
      union
      select n.parent_id from up cross join lateral (
        select a.parent_id from assets a where a.id = up.id and a.parent_id is not null offset 0) n
    ), nodes as materialized (
      select up.id, n.parent_id, n.project_id, n.is_hidden, n.private from up cross join lateral (
        select a.parent_id, a.project_id, a.deleted_at is not null as is_hidden, a.private
        from assets a where a.id = up.id offset 0) n
    ), places as (
      select id, project_id, is_hidden, private from nodes where parent_id is null
      union all
      select n.id, above.project_id, above.is_hidden or n.is_hidden, above.private or n.private
      from nodes n join places above on n.parent_id = above.id
    ), seen as (
      select h.id, place.project_id, h.rank, h.inserted_at from hits h join places place on place.id = h.parent_id
      where (${query.includeDeleted} or not (place.is_hidden or h.deleted_at is not null))
        and place.project_id = any(${reach.projectIds}::uuid[])
        and (not (place.private or h.private) or place.project_id = any(${reach.privateIn}::uuid[]))
    ), last as (
      select inserted_at, id, (select count(*)::int from hits) as read, (select count(*)::int from seen) as visible
      from hits order by inserted_at, id limit 1
    ), first as (
      select * from seen order by rank, inserted_at desc, id desc limit ${query.keep}
    )
    select first.id, first.project_id, first.rank, first.inserted_at, last.inserted_at as last_inserted_at,
      last.id as last_id, last.read, last.visible
    from last left join first on true`
}

/**
 * Every word must look like one of the name; short ones and numbers must be in it. Nothing when it takes too long: it is
 * a courtesy, and no answer waits for it.
 */
async function similarHits(deps: Deps, reach: Reach, query: HitQuery): Promise<Found> {
  const list = [...new Set(query.words.split(' '))]
  const nothing: Found = { hits: [], total: 0 }
  if (!list.some(mayBeMistyped)) return nothing
  const isSimilar = sql<boolean>`${sql.join(
    list.map((word) =>
      mayBeMistyped(word) ? sql`${word} <% a.search_text` : sql`a.search_text like ${`%${word}%`}`,
    ),
    sql` and `,
  )}`
  try {
    return await deps.db.transaction().execute(async (trx) => {
      await sql`select set_config('statement_timeout', ${String(TYPO_TIMEOUT_MS)}, true),
        set_config('pg_trgm.word_similarity_threshold', ${String(TYPO_SIMILARITY)}, true)`.execute(trx)
      return visibleHits(trx, reach, { ...query, limit: TYPO_LIMIT }, isSimilar)
    })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === TIMED_OUT) return nothing
    throw error
  }
}

function mayBeMistyped(word: string): boolean {
  return word.length >= SHORTEST_TYPO && !/^\d+$/.test(word)
}
