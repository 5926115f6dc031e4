// From a finished file of the media engine to a stored rendition. The bytes are in the store before the row says so.
import type { MediaId } from '@rushes/contract/ids'
import type { FailedRendition, MadeRendition } from '@rushes/media/renditions'
import { blobKey } from '@rushes/storage/blob-key'
import type { BlobKey } from '@rushes/storage/blob-key'
import type { Deps } from '../../deps.ts'
import { writeMediaEvent } from './media-rows.ts'

/** Rungs and sound: with one of them a player can start. */
const PLAYABLE = /^(?:h264_|audio$)/

/** Gives the place it has in the store. */
export async function storeRendition(deps: Deps, mediaId: MediaId, made: MadeRendition): Promise<BlobKey> {
  const extension = EXTENSIONS[made.contentType]
  const key = blobKey('media', mediaId, `${made.kind}.${extension}`)
  await deps.store.adoptFile(key, made.path)
  await deps.db.transaction().execute(async (trx) => {
    const at = deps.now()
    await trx
      .updateTable('renditions')
      .set({
        state: 'done',
        progress: 1,
        reason: null,
        blob_key: key,
        content_type: made.contentType,
        width: made.width,
        height: made.height,
        size_bytes: made.sizeBytes,
        details: JSON.stringify({
          duration_seconds: made.durationSeconds,
          frame_count: made.frameCount,
          is_marked: made.isMarked,
        }),
        finished_at: at,
      })
      .where('media_id', '=', mediaId)
      .where('kind', '=', made.kind)
      .execute()
    await trx
      .updateTable('media')
      .set((eb) => ({
        ...(made.contentType.startsWith('image/')
          ? { first_picture_at: eb.fn.coalesce('first_picture_at', eb.val(at.toISOString())) }
          : {}),
        ...(PLAYABLE.test(made.kind)
          ? { playable_at: eb.fn.coalesce('playable_at', eb.val(at.toISOString())) }
          : {}),
        updated_at: at,
      }))
      .where('id', '=', mediaId)
      .execute()
    await writeMediaEvent(deps, trx, mediaId, 'asset.rendition.made', { kind: made.kind })
  })
  return key
}

export async function failRenditions(
  deps: Deps,
  mediaId: MediaId,
  failed: readonly (Omit<FailedRendition, 'kind'> & { kind: string })[],
): Promise<void> {
  for (const { kind, reason, detail } of failed) {
    deps.log.warn({ mediaId, kind, detail }, `rendition failed: ${reason}`)
    await deps.db.transaction().execute(async (trx) => {
      const { numUpdatedRows } = await trx
        .updateTable('renditions')
        .set({ state: 'failed', reason, finished_at: deps.now() })
        .where('media_id', '=', mediaId)
        .where('kind', '=', kind)
        .where('state', '!=', 'done')
        .executeTakeFirst()
      if (numUpdatedRows > 0n)
        await writeMediaEvent(deps, trx, mediaId, 'asset.rendition.failed', { kinds: [kind], reason })
    })
  }
}

const EXTENSIONS: Record<MadeRendition['contentType'], string> = {
  'video/mp4': 'mp4',
  'audio/mp4': 'mp4',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'application/json': 'json',
  'text/vtt': 'vtt',
  'application/pdf': 'pdf',
}
