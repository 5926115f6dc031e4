// Counters on rows, changed in the transaction that makes them true (design 14).
import type { Transaction } from 'kysely'
import type { AssetId, ProjectId } from '@rushes/contract/ids'
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
