import type { ByteRange, PartReceipt, UploadPlan } from './blob-store.ts'
import type { LocalContext } from './local-context.ts'
import { stagedPath } from './local-parts.ts'
import { openForReading, placeOf } from './local-paths.ts'
import type { LocalPlace } from './local-paths.ts'
import { readRange } from './read-range.ts'
import { slotOf } from './slots.ts'
import { BlobNotFoundError, UploadDamagedError } from './storage-errors.ts'

/**
 * The bytes of parts one after the other, or of a range of that. Throws UploadDamagedError where a part is not there as
 * its receipt says.
 */
export async function* bytesOfParts(
  context: LocalContext,
  plan: UploadPlan,
  parts: readonly PartReceipt[],
  range: ByteRange = { start: 0, endInclusive: Infinity },
): AsyncGenerator<Uint8Array, void, undefined> {
  const place = placeOf(context.tree, plan.key)
  let partStart = 0
  for (const part of parts) {
    const from = Math.max(range.start, partStart)
    const until = Math.min(range.endInclusive + 1, partStart + part.sizeBytes)
    if (from < until) {
      const offset = part.place.kind === 'slot' ? slotOf(plan, part.number).offsetBytes : 0
      const start = offset + from - partStart
      const path = part.place.kind === 'slot' ? place.path : stagedPath(place, part.place)
      const file = await damagedWhenMissing(place, () => openForReading(context.tree, place, path))
      let readBytes = 0
      for await (const chunk of readRange(file, { start, endInclusive: start + until - from - 1 })) {
        readBytes += chunk.byteLength
        yield chunk
      }
      if (readBytes !== until - from) throw damaged(place)
    }
    partStart += part.sizeBytes
  }
}

/** Names what is missing as damage of the upload. */
export async function damagedWhenMissing<T>(place: LocalPlace, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof BlobNotFoundError ? damaged(place, error) : error
  }
}

/** What was acknowledged is not there: nobody but a person can help. */
export function damaged(place: LocalPlace, cause?: unknown): UploadDamagedError {
  return new UploadDamagedError(`Parts of ${place.key} that had arrived are not on the disk any more.`, {
    cause,
  })
}
