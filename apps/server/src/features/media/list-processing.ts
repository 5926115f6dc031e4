// Everything the media engine has to do for an account, and what it could not do: for those who manage the account.
import { CompiledQuery } from 'kysely'
import type { AccountId } from '@rushes/contract/ids'
import type { ListProcessingQuery, ProcessingEntry } from '@rushes/contract/processing'
import type { Actor } from '../../access/actor.ts'
import { requireAccount } from '../../access/require-place.ts'
import type { Deps } from '../../deps.ts'
import { offsetOf } from '../../http/paging.ts'
import type { ListPage } from '../../http/paging.ts'
import { wireTime } from '../../views/wire-time.ts'
import { estimateOf } from './estimate.ts'

interface ProcessingRow {
  asset_id: string
  name: string
  project_id: string
  project_name: string
  is_running: boolean
  received_at: string | null
  started_at: string | null
  progress: number
  duration_seconds: number | null
  open: string[]
  failure: string | null
  failures: ProcessingEntry['failures']
}

/** Media with something still to do; the index renditions_open holds no others. What nobody has looked at yet is too. */
const OPEN = `(
  select media_id from renditions where state in ('queued', 'running')
  union select id from media where state = 'complete' and probed_at is null)`

/** Media of which something failed and nothing is open any more. */
const FAILED = `(
  select media_id from renditions r where state = 'failed' and not exists (
    select 1 from renditions o where o.media_id = r.media_id and o.state in ('queued', 'running'))
  group by media_id)`

const LISTED = { open: OPEN, failed: FAILED }
const ORDER = {
  open: 'is_running desc, received_at, asset_id',
  failed: 'last_failed_at desc nulls last, asset_id',
}

/** $1 is the account. A file that several assets show stands under the first of them; what is erased shows nowhere. */
const sourceOf = (state: ListProcessingQuery['state']) => `
  from ${LISTED[state]} as listed(media_id)
  join media m on m.id = listed.media_id and m.account_id = $1
  cross join lateral (
    select a.id, a.name, a.project_id from assets a
    where a.media_id = m.id and a.hard_deleted_at is null order by a.id limit 1) a
  join projects p on p.id = a.project_id`

const COLUMNS = `a.id as asset_id, a.name, p.id as project_id, p.name as project_name,
  m.upload_completed_at as received_at, m.duration_seconds, m.failure, r.*`

const RENDITIONS = `
  cross join lateral (
    select coalesce(bool_or(state = 'running'), false) as is_running,
      min(started_at) filter (where state = 'running') as started_at,
      coalesce(max(progress) filter (where state = 'running'), 0) as progress,
      max(finished_at) filter (where state = 'failed') as last_failed_at,
      coalesce(json_agg(kind order by kind) filter (where state in ('queued', 'running')), '[]') as open,
      coalesce(json_agg(json_build_object('kind', kind, 'reason', coalesce(reason, '')) order by kind)
        filter (where state = 'failed'), '[]') as failures
    from renditions where media_id = m.id) r`

/** What is running first, then what waits, the longest waiting first: the order in which it is made. */
export async function listProcessing(
  deps: Deps,
  actor: Actor,
  accountId: AccountId,
  query: ListProcessingQuery,
): Promise<ListPage<ProcessingEntry>> {
  await requireAccount(deps, actor, accountId, 'manage people')
  const source = sourceOf(query.state)
  const rows = await deps.db.executeQuery<ProcessingRow>(
    CompiledQuery.raw(
      `select ${COLUMNS} ${source} ${RENDITIONS} order by ${ORDER[query.state]} limit $2 offset $3`,
      [accountId, query.page_size, offsetOf(query)],
    ),
  )
  const counted = await deps.db.executeQuery<{ total: number }>(
    CompiledQuery.raw(`select count(*)::int as total ${source}`, [accountId]),
  )
  const now = deps.now()
  return {
    items: rows.rows.map((row) => entryOf(row, query.state, now)),
    total: counted.rows[0]?.total ?? 0,
  }
}

function entryOf(row: ProcessingRow, listed: ListProcessingQuery['state'], now: Date): ProcessingEntry {
  const { is_running: isRunning, duration_seconds: durationSeconds, ...entry } = row
  const { speed, endsAt } = estimateOf(
    { progress: row.progress, startedAt: row.started_at, durationSeconds },
    now,
  )
  return {
    ...entry,
    state: listed === 'failed' ? 'failed' : isRunning ? 'running' : 'waiting',
    speed,
    ends_at: endsAt === null ? null : wireTime(endsAt),
  }
}
