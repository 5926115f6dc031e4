// From words to the assets that a caller may see, in stages: names that have them, and only when there are none, names
// that look alike (docs/decisions/0006 and 0010). Every stage reads a bounded number of rows.
import { sql } from 'kysely'
import type { Kysely, RawBuilder } from 'kysely'
import type { AssetId, ProjectId } from '@rushes/contract/ids'
import type { Database } from '../../db/schema.ts'
import type { Deps } from '../../deps.ts'
import { hasItAnywhere, hasAllWords, isShort, isVeryName, startsSo } from './name-conditions.ts'
import { readHits, readSettledHits } from './read-hits.ts'
import type { HitQuery, Reading, ReadRow, Stage } from './read-hits.ts'
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

/** The hits of a stage that the caller may see; reads on while what was read is hidden from them. */
async function visibleHits(
  db: Kysely<Database>,
  reach: Reach,
  query: HitQuery,
  stage: Condition,
  reading: Reading = 'in order',
): Promise<Found> {
  const read = async (statement: (stage: Stage) => RawBuilder<ReadRow>, before: Condition) =>
    (await sql<ReadRow>`${statement({ reach, query, stage, before, reading })}`.execute(db)).rows
  if (reach.isSettled && !query.includeDeleted) {
    const rows = await read(readSettledHits, sql`true`)
    const visible = rows[0]?.visible ?? null
    if (visible !== null) return firstOf(query, hitsIn(rows), visible)
  }
  const hits: Hit[] = []
  let total = 0
  let before: Condition = sql`true`
  while (total < query.limit) {
    const rows = await read(readHits, before)
    hits.push(...hitsIn(rows))
    const [first] = rows
    total += first?.visible ?? 0
    if (first === undefined || first.last_id === null) break
    before = sql<boolean>`(a.inserted_at, a.id) < (${first.last_inserted_at}::timestamptz, ${first.last_id}::uuid)`
  }
  return firstOf(query, hits, total)
}

function hitsIn(rows: readonly ReadRow[]): Hit[] {
  return rows.flatMap(({ id, project_id, rank, inserted_at }) =>
    id === null ? [] : [{ id, project_id, rank, inserted_at }],
  )
}
