// Counters on rows, changed in the transaction that makes them true (design 14).
import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { AssetId, ProjectId } from '@rushes/contract/ids'
import { errors } from '../http/errors.ts'
import type { Database } from './schema.ts'

/** A child came into a folder (+1) or left it (-1). */
export async function changeItemCount(
  trx: Transaction<Database>,
  parentId: AssetId,
  by: 1 | -1,
  isPrivate: boolean,
): Promise<void> {
  await trx
    .updateTable('assets')
    .set((eb) => ({
      item_count: eb('item_count', '+', by),
      public_item_count: eb('public_item_count', '+', isPrivate ? 0 : by),
    }))
    .where('id', '=', parentId)
    .execute()
}

/**
 * Takes a place at the top of a folder for a child, which is counted. Two writers get two indices, and nothing is put
 * into a folder that is being deleted.
 */
export async function takeChildIndex(
  trx: Transaction<Database>,
  parentId: AssetId,
  isPrivate: boolean,
): Promise<number> {
  const taken = await trx
    .updateTable('assets')
    .set((eb) => ({
      next_child_index: eb('next_child_index', '-', 1),
      item_count: eb('item_count', '+', 1),
      public_item_count: eb('public_item_count', '+', isPrivate ? 0 : 1),
    }))
    .where('id', '=', parentId)
    .where('deleted_at', 'is', null)
    .returning(sql<number>`next_child_index + 1`.as('index'))
    .executeTakeFirst()
  if (taken === undefined) throw errors.notFound('asset')
  return taken.index
}

/** What came into a project (positive) or left it (negative). */
export async function changeProjectCounters(
  trx: Transaction<Database>,
  projectId: ProjectId,
  by: { files?: number; folders?: number; bytes?: number },
): Promise<void> {
  await trx
    .updateTable('projects')
    .set((eb) => ({
      file_count: eb('file_count', '+', by.files ?? 0),
      folder_count: eb('folder_count', '+', by.folders ?? 0),
      storage: eb('storage', '+', by.bytes ?? 0),
    }))
    .where('id', '=', projectId)
    .execute()
}

/**
 * Whoever counts a deletion, or changes what it holds, takes turns. Not the row itself: counting walks all that hangs
 * below, and who restores it meanwhile must not wait for that.
 */
export async function lockDeletionCount(trx: Transaction<Database>, deletionId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`deletion.count ${deletionId}`}, 0))`.execute(trx)
}

/**
 * A file changed its size or went for good. Where a deletion has taken it out of the project's counters already, what
 * that deletion will bring back changes instead.
 */
export async function changeFileCounters(
  trx: Transaction<Database>,
  file: { id: AssetId; project_id: ProjectId },
  by: { files?: number; bytes: number },
): Promise<void> {
  // The nearest deletion above is the one that counted it. The job that counts may be at it now.
  const nearest = sql`
    with recursive up as (
      select a.parent_id, a.deletion_id from assets a where a.id = ${file.id}
      union all
      select above.parent_id, above.deletion_id from assets above join up on above.id = up.parent_id
      where up.deletion_id is null
    )
    select up.deletion_id as id from up where up.deletion_id is not null`
  const covering = await sql<{ id: string }>`${nearest}`.execute(trx)
  const deletionId = covering.rows[0]?.id
  if (deletionId !== undefined) await lockDeletionCount(trx, deletionId)
  const counted =
    deletionId === undefined
      ? undefined
      : await sql<{ id: string; is_counted: boolean }>`
          select d.id, d.counted_files is not null as is_counted from deletions d
          where d.id = (${nearest}) for update of d`.execute(trx)
  const deletion = counted?.rows[0]
  if (deletion?.is_counted !== true) return changeProjectCounters(trx, file.project_id, by)
  await trx
    .updateTable('deletions')
    .set((eb) => ({
      counted_files: eb('counted_files', '+', by.files ?? 0),
      counted_bytes: eb('counted_bytes', '+', by.bytes),
    }))
    .where('id', '=', deletion.id)
    .execute()
}
