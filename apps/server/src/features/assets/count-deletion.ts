// Carries a deletion into the project's counters, and its undoing out of them again. Work proportional to a subtree
// never runs in a request (design invariant 4), so this is a job; safe to run twice and in any order.
import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { AssetId } from '@rushes/contract/ids'
import { changeProjectCounters, lockDeletionCount } from '../../db/counters.ts'
import { cameSecondError, inTransaction } from '../../db/in-transaction.ts'
import type { Database } from '../../db/schema.ts'
import type { Deps } from '../../deps.ts'
import type { JobPayload } from '../../queue/queue.ts'

export async function countDeletion(
  deps: Deps,
  { deletionId, assetId }: JobPayload<'deletion.count'>,
): Promise<void> {
  await inTransaction(deps.db, async (trx) => {
    await lockDeletionCount(trx, deletionId)
    const before = await trx
      .selectFrom('deletions')
      .select(['counted_files', 'restored_at'])
      .where('id', '=', deletionId)
      .executeTakeFirst()
    if (before === undefined) return
    // Before its row is locked: who restores it meanwhile goes first, and then this is not wanted any more.
    const taken =
      before.counted_files === null && before.restored_at === null ? await countBelow(trx, assetId) : null
    const deletion = await trx
      .selectFrom('deletions')
      .selectAll()
      .where('id', '=', deletionId)
      .forUpdate()
      .executeTakeFirst()
    if (deletion === undefined) return
    const isCounted = deletion.counted_files !== null
    const isRestored = deletion.restored_at !== null
    if (isCounted === !isRestored) return
    if (isRestored) {
      await changeProjectCounters(trx, deletion.project_id, {
        files: deletion.counted_files ?? 0,
        folders: deletion.counted_folders ?? 0,
        bytes: deletion.counted_bytes ?? 0,
      })
      await trx
        .updateTable('deletions')
        .set({ counted_files: null, counted_folders: null, counted_bytes: null })
        .where('id', '=', deletionId)
        .execute()
      return
    }
    if (taken === null) throw cameSecondError()
    const { files, folders, bytes } = taken
    await changeProjectCounters(trx, deletion.project_id, { files: -files, folders: -folders, bytes: -bytes })
    await trx
      .updateTable('deletions')
      .set({ counted_files: files, counted_folders: folders, counted_bytes: bytes })
      .where('id', '=', deletionId)
      .execute()
  })
}

/** What was deleted before, inside the subtree, is counted by its own deletion. */
async function countBelow(
  trx: Transaction<Database>,
  assetId: AssetId,
): Promise<{ files: number; folders: number; bytes: number }> {
  const counted = await sql<{ files: number; folders: number; bytes: number }>`
    with recursive below as (
      select a.id, a.type, a.media_id from assets a where a.id = ${assetId}
      union all
      select a.id, a.type, a.media_id from assets a join below on a.parent_id = below.id where a.deleted_at is null
    )
    select count(*) filter (where below.type = 'file')::int as files,
      count(*) filter (where below.type = 'folder')::int as folders,
      coalesce(sum(m.size_bytes), 0)::bigint as bytes
    from below left join media m on m.id = below.media_id`.execute(trx)
  return counted.rows[0] ?? { files: 0, folders: 0, bytes: 0 }
}
