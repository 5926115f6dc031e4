// Counters of comments on their asset, changed in the transaction that makes them true (design 14).
import type { Transaction } from 'kysely'
import type { AssetId } from '@rushes/contract/ids'
import type { Database } from '../../db/schema.ts'

/** How many comments came (positive) or went, and how many of them everybody may see. */
export async function changeCommentCount(
  trx: Transaction<Database>,
  assetId: AssetId,
  by: { all: number; public: number },
): Promise<void> {
  if (by.all === 0 && by.public === 0) return
  await trx
    .updateTable('assets')
    .set((eb) => ({
      comment_count: eb('comment_count', '+', by.all),
      public_comment_count: eb('public_comment_count', '+', by.public),
    }))
    .where('id', '=', assetId)
    .execute()
}
