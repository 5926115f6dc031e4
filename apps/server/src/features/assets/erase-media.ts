// Job: removes content that no asset shows any more, first its rows, then its bytes. Content that something still shows,
// such as a copy, is left alone (design invariant 2).
import type { MediaId } from '@rushes/contract/ids'
import { blobKey, blobPrefix } from '@rushes/storage/blob-key'
import { inTransaction } from '../../db/in-transaction.ts'
import type { Deps } from '../../deps.ts'

/** Whoever was making something of it has noticed by then, and what they still wrote goes too. */
const ONCE_MORE_AFTER_MS = 10 * 60_000

export async function eraseMedia(deps: Deps, mediaId: MediaId, isLast: boolean): Promise<void> {
  await inTransaction(deps.db, async (trx) => {
    const media = await trx
      .selectFrom('media')
      .select('id')
      .where('id', '=', mediaId)
      .forUpdate()
      .executeTakeFirst()
    if (media === undefined) return
    // Asked under the lock: whoever makes a copy now holds the row by its foreign key, or finds it gone.
    const shown = await trx
      .selectFrom('assets')
      .select('id')
      .where('media_id', '=', mediaId)
      .limit(1)
      .executeTakeFirst()
    if (shown !== undefined) return
    const upload = await trx
      .selectFrom('uploads')
      .select(['part_count', 'declared_bytes'])
      .where('media_id', '=', mediaId)
      .executeTakeFirst()
    await trx
      .insertInto('erasures')
      .values({
        media_id: mediaId,
        part_count: upload?.part_count ?? null,
        declared_bytes: upload?.declared_bytes ?? null,
        inserted_at: deps.now(),
      })
      .execute()
    await trx.deleteFrom('media').where('id', '=', mediaId).execute()
  })
  const erasure = await deps.db
    .selectFrom('erasures')
    .selectAll()
    .where('media_id', '=', mediaId)
    .executeTakeFirst()
  if (erasure === undefined) return
  // Turns away parts that are on their way.
  if (erasure.part_count !== null)
    await deps.store.discardUpload(
      {
        key: blobKey('media', mediaId, 'original'),
        partCount: erasure.part_count,
        declaredSizeBytes: erasure.declared_bytes ?? 0,
      },
      null,
    )
  await deps.segments.forget(mediaId)
  await deps.store.deletePrefix(blobPrefix('media', mediaId))
  if (isLast) await deps.db.deleteFrom('erasures').where('media_id', '=', mediaId).execute()
  else
    await deps.queue.enqueue(
      deps.db,
      'media.erase',
      { mediaId, isLast: true },
      { key: `media.erase-rest:${mediaId}`, runAt: new Date(deps.now().getTime() + ONCE_MORE_AFTER_MS) },
    )
}
