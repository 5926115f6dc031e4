// What a person can do about the processing of a file: make again what failed, and stop what is under way.
import type { MediaId } from '@rushes/contract/ids'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { finishIfDone, writeMediaEvent } from './media-rows.ts'

/** Why a rendition was left out that somebody did not want. */
export const STOPPED = 'Processing was stopped by a person.'

/** What failed or was stopped is queued again; a file that could not even be read is looked at anew. */
export async function retryProcessing(deps: Deps, mediaId: MediaId): Promise<void> {
  await deps.db.transaction().execute(async (trx) => {
    const media = await trx
      .selectFrom('media')
      .selectAll()
      .where('id', '=', mediaId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    if (media.state !== 'complete')
      throw errors.conflict('The file has not arrived completely, so there is nothing to make again.')
    // A run that was stopped takes a moment to end.
    if (media.leased_until !== null && new Date(media.leased_until) > deps.now())
      throw errors.conflict('The file is being processed right now. Try again when that has ended.')
    if (media.probe === null) {
      await trx
        .updateTable('media')
        .set({ probed_at: null, failure: null })
        .where('id', '=', mediaId)
        .execute()
      await trx
        .deleteFrom('renditions')
        .where('media_id', '=', mediaId)
        .where('state', '=', 'failed')
        .execute()
    } else {
      const reset = {
        state: 'queued' as const,
        progress: 0,
        reason: null,
        started_at: null,
        finished_at: null,
      }
      await trx
        .updateTable('renditions')
        .set(reset)
        .where('media_id', '=', mediaId)
        .where('state', 'in', ['failed', 'skipped'])
        .execute()
      await trx.updateTable('media').set({ transcoded_at: null }).where('id', '=', mediaId).execute()
      await deps.queue.enqueue(trx, 'media.encode', { mediaId }, { key: `media.encode:${mediaId}` })
    }
    await deps.queue.enqueue(trx, 'media.analyse', { mediaId }, { key: `media.analyse:${mediaId}` })
    await writeMediaEvent(deps, trx, mediaId, 'asset.processing.restarted', null)
  })
}

/**
 * What is queued or running is left out; whoever is at it notices within seconds. What was made stays. Without effect
 * when nothing is left to be made.
 */
export async function stopProcessing(deps: Deps, mediaId: MediaId): Promise<void> {
  await deps.db.transaction().execute(async (trx) => {
    const stopped = await trx
      .updateTable('renditions')
      .set({ state: 'skipped', reason: STOPPED, finished_at: deps.now() })
      .where('media_id', '=', mediaId)
      .where('state', 'in', ['queued', 'running'])
      .returning('kind')
      .execute()
    if (stopped.length === 0) return
    const kinds = stopped.map(({ kind }) => kind)
    await writeMediaEvent(deps, trx, mediaId, 'asset.processing.stopped', { kinds })
  })
  await finishIfDone(deps, mediaId)
}
