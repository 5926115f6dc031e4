// The long encode of a media: all rungs in one process. Holds a lease on the media row, so that it never runs twice at
// once; a crashed process's lease runs out and the next one starts anew (design 9).
import { sql } from 'kysely'
import type { MediaId } from '@rushes/contract/ids'
import { MediaProbe } from '@rushes/media/media-probe'
import { planRenditions } from '@rushes/media/plan'
import { renderLadder } from '@rushes/media/render-ladder'
import type { LadderProgress } from '@rushes/media/render-ladder'
import { renderTracks } from '@rushes/media/render-tracks'
import type { MadeRendition } from '@rushes/media/renditions'
import { parseBlobKey } from '@rushes/storage/blob-key'
import { readTeamMark } from '../../db/team-mark.ts'
import type { Deps } from '../../deps.ts'
import { finishIfDone, notifyProgress, readMedia, writeMediaEvent } from './media-rows.ts'
import { failRenditions, storeRendition } from './store-renditions.ts'
import { inWorkFolder } from './work-folder.ts'

const LEASE_MS = 60_000
const RENEW_MS = 15_000
const PROGRESS_EVERY_MS = 1_000
/** Whoever looks at something right now goes first. */
const NICENESS = 10

/** Another process is at it: the job comes back when its lease could have run out. */
export class LeasedElsewhereError extends Error {
  override name = 'LeasedElsewhereError'
}

/** A person stopped it, or it was erased meanwhile: nothing is left to be made. */
class StoppedError extends Error {
  override name = 'StoppedError'
}

/** Job. When it failed for the last time, what is still open is said to have failed. */
export async function encodeMedia(
  deps: Deps,
  mediaId: MediaId,
  stopping: AbortSignal,
  isLastAttempt: boolean,
): Promise<void> {
  try {
    await encode(deps, mediaId, stopping)
  } catch (error) {
    if (error instanceof StoppedError) return
    if (isLastAttempt && !stopping.aborted) await giveUp(deps, mediaId)
    throw error
  }
}

async function giveUp(deps: Deps, mediaId: MediaId): Promise<void> {
  const reason = 'Encoding this file failed again and again. The log of the server has the cause.'
  await deps.db.transaction().execute(async (trx) => {
    const failed = await trx
      .updateTable('renditions')
      .set({ state: 'failed', reason, finished_at: deps.now() })
      .where('media_id', '=', mediaId)
      .where('state', 'in', ['queued', 'running'])
      .returning('kind')
      .execute()
    const kinds = failed.map(({ kind }) => kind)
    if (kinds.length > 0)
      await writeMediaEvent(deps, trx, mediaId, 'asset.rendition.failed', { kinds, reason })
  })
  await finishIfDone(deps, mediaId)
}

async function encode(deps: Deps, mediaId: MediaId, stopping: AbortSignal): Promise<void> {
  const media = await readMedia(deps.db, mediaId)
  if (media === undefined || media.state !== 'complete' || media.blob_key === null || media.probe === null)
    return
  const probe = MediaProbe.parse(media.probe)
  if (probe.kind !== 'video' && probe.kind !== 'audio') return
  if (!(await takeLease(deps, mediaId)))
    throw new LeasedElsewhereError('Another process is encoding this file.')
  const lost = new AbortController()
  const renewing = setInterval(() => {
    takeLease(deps, mediaId).then(
      (isOurs) =>
        isOurs ? undefined : lost.abort(new LeasedElsewhereError('The lease on this file was lost.')),
      (error: unknown) => deps.log.warn({ err: error, mediaId }, 'the lease could not be renewed'),
    )
  }, RENEW_MS)
  try {
    const mark = await readTeamMark(deps.db, mediaId)
    const inputPath = await deps.store.localPath(parseBlobKey(media.blob_key))
    // First what people wait for.
    for (const task of ['ladder', 'tracks'] as const) {
      if (!(await startRenditions(deps, mediaId, probe, task))) continue
      // Of this task alone: a late word of the first must not end the second.
      const unwanted = new AbortController()
      await inWorkFolder(deps, async (outDir) => {
        const request = {
          inputPath,
          probe,
          outDir,
          niceness: NICENESS,
          // Whoever waits for a segment of a preview goes first.
          hold: deps.segments.background,
          signal: AbortSignal.any([stopping, lost.signal, unwanted.signal]),
          onRendition: async (made: MadeRendition) => {
            await storeRendition(deps, mediaId, made)
          },
        }
        const report =
          task === 'tracks'
            ? await renderTracks(deps.tools, request)
            : await renderLadder(deps.tools, {
                ...request,
                mark,
                onProgress: throttledProgress(deps, mediaId, () =>
                  unwanted.abort(new StoppedError('Nothing of this file is wanted any more.')),
                ),
              })
        await failRenditions(deps, mediaId, report.failed)
      })
    }
  } finally {
    clearInterval(renewing)
    deps.encodeSpeeds.delete(mediaId)
    await deps.db
      .updateTable('media')
      .set({ leased_by: null, leased_until: null })
      .where('id', '=', mediaId)
      .where('leased_by', '=', deps.instanceId)
      .execute()
  }
  await finishIfDone(deps, mediaId)
}

/** False when nothing of the task is left to be made. */
async function startRenditions(
  deps: Deps,
  mediaId: MediaId,
  probe: MediaProbe,
  wanted: 'ladder' | 'tracks',
): Promise<boolean> {
  const kinds = planRenditions(probe).flatMap(({ task, kinds: planned }): string[] =>
    task === wanted ? planned : [],
  )
  if (kinds.length === 0) return false
  const open = await deps.db
    .updateTable('renditions')
    .set({ state: 'running', progress: 0, started_at: deps.now() })
    .where('media_id', '=', mediaId)
    .where('kind', 'in', kinds)
    .where('state', 'in', ['queued', 'running'])
    .returning('kind')
    .execute()
  return open.length > 0
}

async function takeLease(deps: Deps, mediaId: MediaId): Promise<boolean> {
  const now = deps.now()
  const taken = await deps.db
    .updateTable('media')
    .set({ leased_by: deps.instanceId, leased_until: new Date(now.getTime() + LEASE_MS) })
    .where('id', '=', mediaId)
    .where(sql<boolean>`(leased_until is null or leased_until < ${now} or leased_by = ${deps.instanceId})`)
    .executeTakeFirst()
  return taken.numUpdatedRows > 0n
}

/** Written and told at most once a second; a lost update does no harm, the next one follows. */
function throttledProgress(
  deps: Deps,
  mediaId: MediaId,
  onNothingWanted: () => void,
): (progress: LadderProgress) => void {
  let nextMs = 0
  return ({ frame, totalFrames, speed }) => {
    deps.encodeSpeeds.set(mediaId, speed ?? 0)
    const nowMs = deps.now().getTime()
    if (nowMs < nextMs || totalFrames === 0) return
    nextMs = nowMs + PROGRESS_EVERY_MS
    const progress = Math.min(1, frame / totalFrames)
    deps.background.start('encode progress', async () => {
      const { numUpdatedRows } = await deps.db
        .updateTable('renditions')
        .set({ progress })
        .where('media_id', '=', mediaId)
        .where('state', '=', 'running')
        .executeTakeFirst()
      if (numUpdatedRows === 0n) onNothingWanted()
      await notifyProgress(deps, mediaId, progress)
    })
  }
}
