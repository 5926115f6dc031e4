// Job: a tree was moved to another project. Its root said so at once; here the project is carried down to what hangs
// below, in batches, and the counters of both projects follow row by row. Safe to be cut short, to run twice, and to run
// while the tree is changed or moved again: every row is given the project that its root folder has at that moment.
//
// Counters are a ledger: a project counts every row that names it, less what its counted deletions took. A row that
// changes its project is moved from one sum to the other, and so is a deletion, whatever lies where.
import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { AccountId, AssetId, ProjectId } from '@rushes/contract/ids'
import { CLIMB } from '../../db/asset-rows.ts'
import { changeProjectCounters } from '../../db/counters.ts'
import { inTransaction } from '../../db/in-transaction.ts'
import type { Database } from '../../db/schema.ts'
import { lockTree } from '../../db/tree-lock.ts'
import type { Deps } from '../../deps.ts'

/** Others who change trees of the account wait while one batch is written. */
const BATCH = 1_000
/** Ids that are looked up at once. */
const CHUNK = 50_000

/** Enqueues the job for an asset and all below it. */
export async function carryMove(deps: Deps, trx: Transaction<Database>, rootId: AssetId): Promise<void> {
  await deps.queue.enqueue(trx, 'asset.carry-move', { rootId }, { key: `asset.carry-move:${rootId}` })
}

export async function carryMoveDown(deps: Deps, rootId: AssetId, signal: AbortSignal): Promise<void> {
  const root = await deps.db
    .selectFrom('assets')
    .select('account_id')
    .where('id', '=', rootId)
    .executeTakeFirst()
  if (root === undefined) return
  for (;;) {
    const ids = await findBehind(deps, rootId)
    if (ids.length === 0) return
    for (let start = 0; start < ids.length; start += BATCH) {
      signal.throwIfAborted()
      const batch = ids.slice(start, start + BATCH)
      await inTransaction(deps.db, (trx) => settle(trx, root.account_id, batch))
    }
  }
}

/** Assets at or below the root whose row does not name the project they lie in. Deleted ones move along. */
async function findBehind(deps: Deps, rootId: AssetId): Promise<AssetId[]> {
  const { rows } = await sql<{ id: AssetId }>`
    with recursive top as (
      select a.parent_id, a.project_id from assets a where a.id = ${rootId}
      union all
      select next.parent_id, next.project_id from assets next join top on next.id = top.parent_id
    ), below as (
      select a.id, a.project_id from assets a where a.id = ${rootId}
      union all
      select a.id, a.project_id from assets a join below on a.parent_id = below.id
    )
    select below.id from below where below.project_id <> (select project_id from top where parent_id is null)
    limit ${CHUNK}`.execute(deps.db)
  return rows.map(({ id }) => id)
}

interface Shift {
  from: ProjectId
  to: ProjectId
  files: number
  folders: number
  bytes: number
}

async function settle(
  trx: Transaction<Database>,
  accountId: AccountId,
  ids: readonly AssetId[],
): Promise<void> {
  await lockTree(trx, accountId, 'exclusive')
  const behind = sql`
    select a.id, a.type, a.media_id, a.hard_deleted_at, a.project_id as from_id, p.id as to_id, p.team_id
    from assets a ${sql.raw(CLIMB)} join projects p on p.id = above.project_id
    where a.id = any(${[...ids]}::uuid[]) and a.project_id <> p.id`
  const rows = await sql<Shift>`
    with behind as materialized (${behind}), moved as (
      update assets set project_id = behind.to_id, team_id = behind.team_id from behind where assets.id = behind.id
    )
    select behind.from_id as from, behind.to_id as to, count(*) filter (where behind.type = 'file')::int as files,
      count(*) filter (where behind.type = 'folder')::int as folders, coalesce(sum(m.size_bytes), 0)::bigint as bytes
    from behind left join media m on m.id = behind.media_id where behind.hard_deleted_at is null
    group by behind.from_id, behind.to_id`.execute(trx)
  const deletions = await sql<Shift>`
    with moved as (
      update deletions d set project_id = a.project_id
      from assets a, (select id, project_id from deletions where asset_id = any(${[...ids]}::uuid[]) for update) old
      where a.id = d.asset_id and d.id = old.id and d.project_id <> a.project_id
      returning old.project_id as from_id, a.project_id as to_id, d.counted_files, d.counted_folders, d.counted_bytes
    )
    select from_id as from, to_id as to, -coalesce(sum(counted_files), 0)::int as files,
      -coalesce(sum(counted_folders), 0)::int as folders, -coalesce(sum(counted_bytes), 0)::bigint as bytes
    from moved group by from_id, to_id`.execute(trx)
  for (const { from, to, files, folders, bytes } of [...rows.rows, ...deletions.rows]) {
    await changeProjectCounters(trx, from, { files: -files, folders: -folders, bytes: -bytes })
    await changeProjectCounters(trx, to, { files, folders, bytes })
  }
}
