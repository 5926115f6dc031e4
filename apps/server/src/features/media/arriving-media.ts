// What can be said of a file while its bytes still arrive. Looked at when somebody asks, never for its own sake.
import type { MediaId } from '@rushes/contract/ids'
import type { ArrivingMedia } from '@rushes/contract/pipeline'
import type { EarlyProbe } from '@rushes/media/early-look'
import { framesPerSecond } from '@rushes/media/media-probe'
import { isOriginalPlayerCompatible } from '@rushes/media/original-playback'
import { originalKey, readReceipts, readUpload } from '../../db/upload-rows.ts'
import type { Deps } from '../../deps.ts'
import { notifyProgress } from './media-rows.ts'
import type { MediaRow } from './media-rows.ts'

/** Null when nothing is known yet, and once the whole file has been looked at. */
export async function arrivingMedia(deps: Deps, media: MediaRow): Promise<ArrivingMedia | null> {
  if (media.probed_at !== null) {
    deps.earlyLooks.forget(media.id)
    return null
  }
  if (media.state === 'arriving') await startLook(deps, media.id)
  const probe = deps.earlyLooks.find(media.id)
  return probe === null ? null : arrivingView(probe)
}

async function startLook(deps: Deps, mediaId: MediaId): Promise<void> {
  const upload = await readUpload(deps.db, mediaId, false)
  // Of a file that is still being made nobody knows the end.
  if (upload === undefined || upload.is_realtime) return
  const receipts = await readReceipts(deps.db, mediaId)
  const isInPlace = (number: number) =>
    receipts.some((receipt) => receipt.number === number && receipt.place.kind === 'slot')
  if (!isInPlace(1)) return
  const file = {
    key: mediaId,
    inputPath: await deps.store.localPath(originalKey(mediaId)),
    arrivedParts: receipts.length,
    hasBothEnds: isInPlace(upload.part_count),
  }
  deps.background.start('early look', async (signal) => {
    if (await deps.earlyLooks.look(file, signal))
      await notifyProgress(deps, mediaId, receipts.length / upload.part_count)
  })
}

function arrivingView(probe: EarlyProbe): ArrivingMedia {
  const isVideo = probe.kind === 'video'
  const MILLI = 1000
  return {
    fps: isVideo ? Math.round(framesPerSecond(probe.frameRate) * MILLI) / MILLI : null,
    frames: isVideo ? probe.frameCount : 0,
    duration: probe.durationSeconds,
    timecode: isVideo ? probe.startTimecode : null,
    is_original_player_compatible: isOriginalPlayerCompatible(probe),
  }
}
