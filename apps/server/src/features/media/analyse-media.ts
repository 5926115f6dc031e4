// What happens to a file the moment it has arrived: what is it, a first picture, its checksum. The long encode follows
// as a job of its own. Every step looks at what is there already, so the job may be cut short and run again.
import type { Kysely, Transaction } from 'kysely'
import type { MediaId } from '@rushes/contract/ids'
import { MediaProbe } from '@rushes/media/media-probe'
import { isOriginalPlayerCompatible } from '@rushes/media/original-playback'
import { planRenditions } from '@rushes/media/plan'
import { probeFile, UnreadableMediaError } from '@rushes/media/probe'
import { renderStills } from '@rushes/media/render-stills'
import { parseBlobKey } from '@rushes/storage/blob-key'
import type { BlobKey } from '@rushes/storage/blob-key'
import { hashBlob } from '@rushes/storage/hash-blob'
import type { Database } from '../../db/schema.ts'
import type { Deps } from '../../deps.ts'
import { convertToPdf } from './convert-to-pdf.ts'
import { finishIfDone, readMedia, writeMediaEvent } from './media-rows.ts'
import { failRenditions, storeRendition } from './store-renditions.ts'
import { inWorkFolder } from './work-folder.ts'

export async function analyseMedia(
  deps: Deps,
  mediaId: MediaId,
  signal: AbortSignal,
  isLastAttempt: boolean,
): Promise<void> {
  const media = await readMedia(deps.db, mediaId)
  if (media?.state !== 'complete' || media.blob_key === null) return
  const key = parseBlobKey(media.blob_key)
  if (media.probed_at === null) await probe(deps, mediaId, key, media.content_type, signal, isLastAttempt)
  await makeStills(deps, mediaId, key, signal)
  if (media.xx_hash === null) await hash(deps, mediaId, key, signal)
  await finishIfDone(deps, mediaId)
}

async function probe(
  deps: Deps,
  mediaId: MediaId,
  key: BlobKey,
  declaredType: string | null,
  signal: AbortSignal,
  isLastAttempt: boolean,
): Promise<void> {
  const path = await deps.store.localPath(key)
  let found: MediaProbe
  try {
    found = await inWorkFolder(deps, (tempFolder) => probeFile(deps.tools, path, { signal, tempFolder }))
  } catch (error) {
    if (!(error instanceof UnreadableMediaError)) throw error
    // A full disk or a machine without memory says nothing of the file: another time it may be read.
    if (error.failure.retryable && !isLastAttempt) throw error
    deps.log.warn({ mediaId, detail: error.failure.detail }, `the file cannot be read: ${error.message}`)
    await deps.db.transaction().execute((trx) => saveUnreadable(deps, trx, mediaId, error.message))
    return
  }
  const expected = found.kind === 'other' ? expectationOf(declaredType) : null
  await deps.db.transaction().execute(async (trx) => {
    if (expected === null) await saveProbe(deps, trx, mediaId, found)
    else
      await saveUnreadable(
        deps,
        trx,
        mediaId,
        `The file is of no known format, although its name or type says ${expected}.`,
      )
  })
}

/** What somebody who uploads a file of this type expects to see of it; null when nothing. */
function expectationOf(declaredType: string | null): string | null {
  const family = (declaredType ?? '').toLowerCase().split('/')[0]
  return family === 'image' || family === 'video' || family === 'audio' ? family : null
}

async function saveProbe(
  deps: Deps,
  trx: Transaction<Database>,
  mediaId: MediaId,
  found: MediaProbe,
): Promise<void> {
  const at = deps.now()
  const isPlayable = isOriginalPlayerCompatible(found)
  const isVideo = found.kind === 'video'
  const hasPicture = isVideo || found.kind === 'image'
  const kinds = planRenditions(found).flatMap((task): string[] => task.kinds)
  await trx
    .updateTable('media')
    .set({
      probe: JSON.stringify(found),
      asset_type: ASSET_TYPES[found.kind],
      frame_rate_num: isVideo ? found.frameRate.num : null,
      frame_rate_den: isVideo ? found.frameRate.den : null,
      frames: isVideo ? found.frameCount : 0,
      duration_seconds: isVideo || found.kind === 'audio' ? found.durationSeconds : null,
      width: hasPicture ? found.width : null,
      height: hasPicture ? found.height : null,
      timecode: isVideo ? found.startTimecode : null,
      is_360: hasPicture && found.is360,
      is_hdr: hasPicture && found.isHdr,
      is_original_player_compatible: isPlayable,
      probed_at: at,
      // Film and sound play at once: as they are, or as a quick preview.
      playable_at: isPlayable || isVideo || found.kind === 'audio' ? at : null,
      failure: null,
      updated_at: at,
    })
    .where('id', '=', mediaId)
    .execute()
  await queueRenditions(trx, mediaId, kinds)
  if (planRenditions(found).some((task) => task.task === 'ladder')) {
    await deps.queue.enqueue(trx, 'media.encode', { mediaId }, { key: `media.encode:${mediaId}` })
  }
  await writeMediaEvent(deps, trx, mediaId, 'asset.probed', { kind: found.kind })
}

/** A broken file gets a failed rendition with a reason, and stays downloadable. */
async function saveUnreadable(
  deps: Deps,
  trx: Transaction<Database>,
  mediaId: MediaId,
  reason: string,
): Promise<void> {
  const at = deps.now()
  await trx
    .updateTable('media')
    .set({ probed_at: at, failure: reason, updated_at: at })
    .where('id', '=', mediaId)
    .execute()
  await trx
    .insertInto('renditions')
    .values({ media_id: mediaId, kind: 'cover', state: 'failed', reason, finished_at: at })
    .onConflict((conflict) =>
      conflict.columns(['media_id', 'kind']).doUpdateSet({ state: 'failed', reason, finished_at: at }),
    )
    .execute()
  await writeMediaEvent(deps, trx, mediaId, 'asset.probed', { failure: reason })
}

export async function queueRenditions(
  db: Kysely<Database>,
  mediaId: MediaId,
  kinds: readonly string[],
): Promise<void> {
  if (kinds.length === 0) return
  await db
    .insertInto('renditions')
    .values(kinds.map((kind) => ({ media_id: mediaId, kind, state: 'queued' as const })))
    .onConflict((conflict) => conflict.columns(['media_id', 'kind']).doNothing())
    .execute()
}

async function makeStills(deps: Deps, mediaId: MediaId, key: BlobKey, signal: AbortSignal): Promise<void> {
  const media = await readMedia(deps.db, mediaId)
  if (media?.probe === null || media === undefined) return
  const found = MediaProbe.parse(media.probe)
  const kinds = planRenditions(found).flatMap((task): string[] => (task.task === 'stills' ? task.kinds : []))
  if (kinds.length === 0 || found.kind === 'other') return
  const shown = found.kind === 'document' ? await convertToPdf(deps, mediaId, key, found, signal) : key
  if (shown === null) return
  const open = await deps.db
    .updateTable('renditions')
    .set({ state: 'running', started_at: deps.now() })
    .where('media_id', '=', mediaId)
    .where('kind', 'in', kinds)
    .where('state', 'in', ['queued', 'running'])
    .returning('kind')
    .execute()
  if (open.length === 0) return
  const inputPath = await deps.store.localPath(shown)
  await inWorkFolder(deps, async (outDir) => {
    const report = await renderStills(deps.tools, {
      inputPath,
      probe: found,
      outDir,
      signal,
      // Whoever waits for a piece of the film sees it before its poster.
      hold: deps.segments.background,
      onRendition: async (made) => {
        await storeRendition(deps, mediaId, made)
      },
    })
    await failRenditions(deps, mediaId, report.failed)
  })
}

/** One streaming pass, after the pictures: never in the way of looking at it (design 5). */
async function hash(deps: Deps, mediaId: MediaId, key: BlobKey, signal: AbortSignal): Promise<void> {
  const { xxHash } = await hashBlob(deps.store, key, { signal })
  await deps.db.transaction().execute(async (trx) => {
    await trx
      .updateTable('media')
      .set({ xx_hash: xxHash, updated_at: deps.now() })
      .where('id', '=', mediaId)
      .execute()
    await writeMediaEvent(deps, trx, mediaId, 'asset.hashed', { xx_hash: xxHash })
  })
}

const ASSET_TYPES: Record<MediaProbe['kind'], 'document' | 'image' | 'stream' | null> = {
  // stream = video and audio (v2-assets.md 4.2).
  video: 'stream',
  audio: 'stream',
  image: 'image',
  document: 'document',
  other: null,
}
