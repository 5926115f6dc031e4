// An upload that failed: said on the asset, with a reason a person understands.
import type { MediaId } from '@rushes/contract/ids'
import { writeAssetEvent } from '../../db/events.ts'
import { inTransaction } from '../../db/in-transaction.ts'
import type { Deps } from '../../deps.ts'
import { readMediaAssets } from '../../db/upload-rows.ts'

/** `state` arriving: it may still succeed, when what is missing comes after all. */
export async function failUpload(
  deps: Deps,
  mediaId: MediaId,
  reason: string,
  cause: unknown,
  state: 'failed' | 'arriving' = 'failed',
): Promise<void> {
  deps.log.warn({ mediaId, reason, err: cause }, 'upload failed')
  await inTransaction(deps.db, async (trx) => {
    const at = deps.now()
    const failed = await trx
      .updateTable('media')
      .set({ state, upload_failed_at: at, upload_failure: reason, failure: reason, updated_at: at })
      .where('id', '=', mediaId)
      .where('state', '=', 'arriving')
      .where((eb) => eb.or([eb.val(state === 'failed'), eb('upload_failed_at', 'is', null)]))
      .executeTakeFirst()
    if (failed.numUpdatedRows === 0n) return
    for (const asset of await readMediaAssets(trx, mediaId, true)) {
      await writeAssetEvent(trx, asset, {
        id: deps.newId(),
        type: 'asset.upload_failed',
        at,
        actorId: null,
        after: { reason },
      })
    }
  })
}
