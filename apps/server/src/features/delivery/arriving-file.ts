// The original of an upload that is still under way, for a player that can wait: bytes are sent where they have arrived;
// where they have not, the answer stands still until they do. Programs that expect a file or none never get this.
import { setTimeout as sleep } from 'node:timers/promises'
import type { MediaId } from '@rushes/contract/ids'
import { partSizeBytes } from '@rushes/contract/upload-plan'
import { parseBlobKey } from '@rushes/storage/blob-key'
import type { ByteRange } from '@rushes/storage/blob-store'
import { originalKey, readReceipts, readUpload } from '../../db/upload-rows.ts'
import type { Deps } from '../../deps.ts'

export interface ArrivingBytes {
  kind: 'arriving'
  mediaId: MediaId
  /** As announced. When more or less arrives, the answer breaks off. */
  sizeBytes: number
}

/** How often somebody who waits looks again. */
const LOOK_AGAIN_MS = 250

/** Null for an upload without an end, and for one that is over. */
export async function findArrivingBytes(deps: Deps, mediaId: MediaId): Promise<ArrivingBytes | null> {
  const upload = await readUpload(deps.db, mediaId, false)
  if (upload === undefined || upload.is_realtime || upload.state !== 'arriving') return null
  return { kind: 'arriving', mediaId, sizeBytes: upload.declared_bytes }
}

/** The bytes of a range, as they arrive. Throws when they will not come any more. */
export async function* followArriving(
  deps: Deps,
  { mediaId, sizeBytes }: ArrivingBytes,
  range: ByteRange,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  let start = range.start
  while (start <= range.endInclusive) {
    const found = await readableFrom(deps, mediaId, sizeBytes, start)
    if (found === null) {
      await sleep(LOOK_AGAIN_MS, undefined, { signal })
      continue
    }
    const endInclusive = Math.min(range.endInclusive, found.endExclusive - 1)
    for await (const chunk of deps.store.read(found.key, { start, endInclusive }) as AsyncIterable<Buffer>) {
      start += chunk.length
      yield chunk
    }
    if (start <= endInclusive) throw new Error('What had arrived of this upload is not there any more.')
  }
}

/** Up to where the file can be read from `start` on; null: not at all, as yet. */
async function readableFrom(deps: Deps, mediaId: MediaId, sizeBytes: number, start: number) {
  const upload = await readUpload(deps.db, mediaId, false)
  if (upload?.state === 'complete' && upload.blob_key !== null && upload.size_bytes === sizeBytes)
    return { key: parseBlobKey(upload.blob_key), endExclusive: sizeBytes }
  if (upload?.state !== 'arriving') throw new Error('This upload came to another end than was announced.')
  const partBytes = partSizeBytes(sizeBytes, upload.part_count)
  const inPlace = new Set(
    (await readReceipts(deps.db, mediaId)).flatMap(({ number, place }) =>
      place.kind === 'slot' ? [number] : [],
    ),
  )
  let number = Math.floor(start / partBytes) + 1
  if (!inPlace.has(number)) return null
  while (inPlace.has(number + 1)) number += 1
  return { key: originalKey(mediaId), endExclusive: Math.min(sizeBytes, number * partBytes) }
}
