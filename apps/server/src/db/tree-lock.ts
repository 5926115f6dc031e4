// Who may change an account's trees at the same time. Counters and visibility depend on what lies above an asset, so
// nobody may change what lies above while somebody else relies on it.
import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { AssetType } from '@rushes/contract/assets'
import type { AccountId, AssetId, MediaId, ProjectId, TeamId } from '@rushes/contract/ids'
import { CLIMB } from './asset-rows.ts'
import type { Database } from './schema.ts'

/**
 * Taken first in every transaction that changes a tree. shared: a change of one file or of what a folder holds; any
 * number at once. exclusive: a folder is moved, deleted or restored, and with it all that hangs below; alone, which is
 * also what keeps two moves from making a cycle (design 14).
 */
export type TreeLock = 'shared' | 'exclusive'

/** One lock an account: nothing moves between accounts, so the account of an asset never changes. */
export async function lockTree(
  trx: Transaction<Database>,
  accountId: AccountId,
  lock: TreeLock,
): Promise<void> {
  const key = sql`hashtextextended(${accountId}, 0)`
  if (lock === 'shared') await sql`select pg_advisory_xact_lock_shared(${key})`.execute(trx)
  else await sql`select pg_advisory_xact_lock(${key})`.execute(trx)
}

/** Where an asset lies, read under the lock. */
export interface Place {
  id: AssetId
  type: AssetType
  account_id: AccountId
  /** The project in which it can be seen: that of its root folder. */
  project_id: ProjectId
  team_id: TeamId
  /** What its own row says, and whose counters count it: another project while a move is carried down to it. */
  counted_in: ProjectId
  parent_id: AssetId | null
  media_id: MediaId | null
  private: boolean
  index: number
  /** Deleted, or below something that is. */
  is_hidden: boolean
  /** Itself and everything above it. */
  above: AssetId[]
}

/** Places of those of the assets that exist. */
export async function readPlaces(
  trx: Transaction<Database>,
  ids: readonly AssetId[],
): Promise<Map<AssetId, Place>> {
  const { rows } = await sql<Place>`
    select a.id, a.type, p.account_id, p.id as project_id, p.team_id, a.project_id as counted_in, a.parent_id, a.media_id,
      a.private, a.index, p.deleted_at is not null or above.is_deleted as is_hidden, above.ids as above
    from assets a ${sql.raw(CLIMB)} join projects p on p.id = above.project_id
    where a.id = any(${[...ids]}::uuid[])`.execute(trx)
  return new Map(rows.map((row) => [row.id, row]))
}

/** The place of an asset that can be seen, or null. */
export async function findVisible(trx: Transaction<Database>, id: AssetId): Promise<Place | null> {
  const place = (await readPlaces(trx, [id])).get(id)
  return place === undefined || place.is_hidden ? null : place
}
