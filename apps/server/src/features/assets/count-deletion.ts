// Carries a deletion into the project's counters, and its undoing out of them again. Work proportional to a subtree
// never runs in a request (design invariant 4), so this is a job; safe to run twice and in any order.
import { sql } from 'kysely'
import { changeProjectCounters } from '../../db/counters.ts'
import { inTransaction } from '../../db/in-transaction.ts'
import type { Deps } from '../../deps.ts'
import type { JobPayload } from '../../queue/queue.ts'

export async function countDeletion(
  deps: Deps,
  { deletionId, assetId }: JobPayload<'deletion.count'>,
): Promise<void> {
  await inTransaction(deps.db, async (trx) => {
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
    // What was deleted before, inside the subtree, is counted by its own deletion.
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
    const { files, folders, bytes } = counted.rows[0] ?? { files: 0, folders: 0, bytes: 0 }
    await changeProjectCounters(trx, deletion.project_id, { files: -files, folders: -folders, bytes: -bytes })
    await trx
      .updateTable('deletions')
      .set({ counted_files: files, counted_folders: folders, counted_bytes: bytes })
      .where('id', '=', deletionId)
      .execute()
  })
}
