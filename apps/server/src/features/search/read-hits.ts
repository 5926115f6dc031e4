// One stage of a search in SQL: the names that have what is looked for, counted up to a limit, and the best of them; only
// what the caller may see (docs/decisions/0004, 0010 and 0014).
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { AssetId, ProjectId } from '@rushes/contract/ids'
import { wholeName } from './name-conditions.ts'
import type { Condition } from './search-filters.ts'
import type { Reach } from './search-reach.ts'

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

export interface ReadRow {
  /** Null where none of the rows that were read may be seen. */
  id: AssetId | null
  project_id: ProjectId
  rank: number
  inserted_at: string
  /** The oldest row that was read, where older ones have to be read too. */
  last_inserted_at: string | null
  last_id: AssetId | null
  /** How many of those that were read may be seen. Null where that is not known without climbing. */
  visible: number | null
}

/**
 * Passes over what lies in the trash, as far as it is looked at. Where hits are climbed from this only saves work: the climb
 * decides.
 */
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
export type Reading = 'in order' | 'first' | 'among the newest'

function rowsOfStage(reach: Reach, stage: Condition, reading: Reading): RawBuilder<unknown> {
  const all = sql`select a.* from assets a where a.parent_id is not null and a.hard_deleted_at is null and ${inAccounts(reach)}`
  if (reading === 'in order') return sql`${all} and ${stage}`
  if (reading === 'first') return sql`${all} and ${stage} limit ${MOST_READ_FIRST}`
  return sql`select a.* from (${all} order by a.inserted_at desc, a.id desc limit ${NEWEST}) a where ${stage}`
}

export interface Stage {
  reach: Reach
  query: HitQuery
  stage: Condition
  /** Where reading goes on. */
  before: Condition
  reading: Reading
}

/**
 * Rows of one stage, with what lies above them climbed once for all: every folder is looked at once, however many hits
 * lie in it, and what is hidden or private above hides what is below. PostgreSQL cannot know how few folders there are: the
 * array keeps its guess, and with it what it sets aside for them, small, and "offset 0" keeps it to one look into the index
 * for each, instead of reading all assets at every level.
 */
export function readHits(stage: Stage): RawBuilder<ReadRow> {
  const { reach, query } = stage
  return sql<ReadRow>`
    with recursive below_deleted(id) as (${belowDeleted(reach)}), hits as materialized (${hitsOf(stage)}), counts as materialized (
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

/**
 * The same without a climb, for who sees everything that is not in the trash, while nothing is on its way (`Reach`): then
 * a row names its own project, and what is hidden lies in the folders below deleted ones. More of those than are looked
 * at: `visible` is null.
 */
export function readSettledHits(stage: Stage): RawBuilder<ReadRow> {
  const { reach, query } = stage
  return sql<ReadRow>`
    with recursive below_deleted(id) as (${belowDeleted(reach)}), hits as materialized (${hitsOf(stage)}), totals as (
      select case when (select count(*) from (select from below_deleted limit ${MOST_HIDDEN_FOLDERS + 1}) folder) <= ${MOST_HIDDEN_FOLDERS}
        then (select count(*)::int from hits) end as visible
    )
    select first.id, first.project_id, first.rank, first.inserted_at, null as last_inserted_at, null as last_id, totals.visible
    from totals left join (
      select id, project_id, rank, inserted_at from hits order by rank, inserted_at desc, id desc limit ${query.keep}
    ) first on true`
}

function hitsOf({ reach, query, stage, before, reading }: Stage): RawBuilder<unknown> {
  const start = ` ${query.words}`
  const conditions = sql.join([before, ...notHidden(query), ...query.conditions], sql` and `)
  return sql`
    select a.id, a.parent_id, a.project_id, a.private, a.deleted_at, a.inserted_at,
      case when ${query.words === ''} then 3 when a.search_text = ${wholeName(query.words)} then 0 when a.search_text like ${`${start}%`} then 1
        when a.search_text like ${`%${start}%`} then 2 else 3 end as rank
    from (
      select a.id, a.parent_id, a.project_id, a.private, a.deleted_at, a.inserted_at, a.search_text
      from (${rowsOfStage(reach, stage, reading)}) a
      where a.project_id = any(${reach.projectIds}::uuid[]) and ${conditions}
      order by a.inserted_at desc, a.id desc limit ${query.limit}
    ) a`
}

/** Deleted folders and stacks, and those below them. */
function belowDeleted(reach: Reach): RawBuilder<unknown> {
  return sql`
    select a.id from assets a where ${inAccounts(reach)} and a.type <> 'file'
      and a.deleted_at is not null and a.hard_deleted_at is null
    union all
    select n.id from below_deleted cross join lateral (
      select a.id from assets a where a.parent_id = below_deleted.id and a.type <> 'file' offset 0) n`
}

function inAccounts({ accountIds }: Reach): Condition {
  const [onlyAccount] = accountIds
  return accountIds.length === 1
    ? sql<boolean>`a.account_id = ${onlyAccount}::uuid`
    : sql<boolean>`a.account_id = any(${accountIds}::uuid[])`
}
