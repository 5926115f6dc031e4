// Job: makes tombstones of everything one deletion took, in batches, then has the content erased that nothing shows any
// more. Safe to be cut short anywhere and to run twice. What was deleted before, inside of it, is a deletion of its own.
import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { AssetId, MediaId } from '@rushes/contract/ids'
import { inTransaction } from '../../db/in-transaction.ts'
import type { Database } from '../../db/schema.ts'
import { lockTree } from '../../db/tree-lock.ts'
import type { Deps } from '../../deps.ts'
import { countDeletion } from './count-deletion.ts'

const BATCH = 1_000
const CHUNK = 50_000

interface PurgedDeletion {
  id: string
  asset_id: AssetId
}

export async function purgeDeletion(deps: Deps, deletionId: string, signal: AbortSignal): Promise<void> {
  const deletion = await deps.db
    .selectFrom('deletions')
    .select(['id', 'asset_id'])
    .where('id', '=', deletionId)
    .where('purge_started_at', 'is not', null)
    .where('purged_at', 'is', null)
    .executeTakeFirst()
  if (deletion === undefined) return
  // Its project has to have let go of what is purged, or would count it for ever.
  await countDeletion(deps, { deletionId, assetId: deletion.asset_id })
  for (;;) {
    const ids = await findTaken(deps, deletion)
    if (ids.length === 0) break
    for (let start = 0; start < ids.length; start += BATCH) {
      signal.throwIfAborted()
      const batch = ids.slice(start, start + BATCH)
      await inTransaction(deps.db, (trx) => bury(deps, trx, deletion, batch))
    }
  }
  await deps.db
    .updateTable('deletions')
    .set({ purged_at: deps.now(), counted_files: 0, counted_folders: 0, counted_bytes: 0 })
    .where('id', '=', deletionId)
    .execute()
}

/** What the deletion took and is not a tombstone yet; the lowest first, so that nothing is cut off from its root. */
async function findTaken(deps: Deps, deletion: PurgedDeletion): Promise<AssetId[]> {
  const { rows } = await sql<{ id: AssetId }>`
    with recursive below as (
      select a.id, a.hard_deleted_at, a.media_id, 0 as depth from assets a
      where a.id = ${deletion.asset_id} and a.deletion_id = ${deletion.id}
      union all
      select a.id, a.hard_deleted_at, a.media_id, below.depth + 1 from assets a join below on a.parent_id = below.id
      where a.deletion_id is null
    )
    select id from below where hard_deleted_at is null or media_id is not null order by depth desc limit ${CHUNK}`.execute(
    deps.db,
  )
  return rows.map(({ id }) => id)
}

/** A tombstone keeps its place and its name, and nothing else of its own. */
async function bury(
  deps: Deps,
  trx: Transaction<Database>,
  deletion: PurgedDeletion,
  ids: readonly AssetId[],
): Promise<void> {
  const { account_id: accountId } = await trx
    .selectFrom('assets')
    .select('account_id')
    .where('id', '=', deletion.asset_id)
    .executeTakeFirstOrThrow()
  await lockTree(trx, accountId, 'exclusive')
  const at = deps.now()
  const { rows } = await sql<{ type: string; media_id: MediaId | null; size_bytes: number | null }>`
    with dead as materialized (
      select a.id, a.type, a.media_id, m.size_bytes, a.hard_deleted_at is null as is_new
      from assets a left join media m on m.id = a.media_id
      where a.id = any(${[...ids]}::uuid[]) and (a.hard_deleted_at is null or a.media_id is not null)
    ), buried as (
      update assets set hard_deleted_at = coalesce(assets.hard_deleted_at, ${at}), deleted_at = coalesce(assets.deleted_at, ${at}),
        media_id = null, cover_asset_id = null, comment_count = 0, public_comment_count = 0, description = null, properties = null, updated_at = ${at}
      from dead where assets.id = dead.id
    )
    select type, media_id, size_bytes from dead where is_new or media_id is not null`.execute(trx)
  await sql`delete from comments where asset_id = any(${[...ids]}::uuid[])`.execute(trx)
  const files = rows.filter((row) => row.type === 'file')
  await trx
    .updateTable('deletions')
    .set((eb) => ({
      counted_files: eb('counted_files', '-', files.length),
      counted_folders: eb('counted_folders', '-', rows.filter((row) => row.type === 'folder').length),
      counted_bytes: eb(
        'counted_bytes',
        '-',
        files.reduce((sum, row) => sum + (row.size_bytes ?? 0), 0),
      ),
    }))
    .where('id', '=', deletion.id)
    .execute()
  const mediaIds = [...new Set(rows.flatMap((row) => (row.media_id === null ? [] : [row.media_id])))]
  // In the same transaction: content that nothing shows any more is never forgotten.
  for (const mediaId of mediaIds)
    await deps.queue.enqueue(trx, 'media.erase', { mediaId }, { key: `media.erase:${mediaId}` })
}
