import type { UploadPlan } from './blob-store.ts'
import type { LocalContext } from './local-context.ts'
import { openForReading, placeOf } from './local-paths.ts'
import type { OpenUpload } from './open-uploads.ts'
import type { RunningHash } from './running-hash.ts'
import { slotOf } from './slots.ts'

const BUFFER_BYTES = 1_048_576 // 1 MiB

/**
 * Brings the hash of an upload forward over the slots that are complete, one reader at a time. Clients that send several
 * parts at once complete them out of order; read back soon, the bytes are still in memory and no pass over the whole
 * file is needed in the end. Never rejects: a hash that cannot go on is given up, and whoever needs it makes that pass.
 */
export function followHash(context: LocalContext, plan: UploadPlan, upload: OpenUpload): Promise<void> {
  upload.following ??= follow(context, plan, upload)
    .catch(() => {
      upload.hash = null
    })
    .finally(() => {
      upload.following = null
    })
  return upload.following
}

async function follow(context: LocalContext, plan: UploadPlan, upload: OpenUpload): Promise<void> {
  const { hash } = upload
  if (hash === null || endOfNextSlot(plan, upload, hash) === null) return
  const place = placeOf(context.tree, plan.key)
  const file = await openForReading(context.tree, place)
  try {
    const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES)
    for (let end = endOfNextSlot(plan, upload, hash); end !== null; end = endOfNextSlot(plan, upload, hash)) {
      while (hash.absorbedBytes < end) {
        const wanted = Math.min(BUFFER_BYTES, end - hash.absorbedBytes)
        const { bytesRead } = await file.read(buffer, 0, wanted, hash.absorbedBytes)
        if (bytesRead === 0) throw new Error(`${plan.key} is shorter than the parts that arrived.`)
        if (upload.hash !== hash) return
        hash.xxh64.update(buffer.subarray(0, bytesRead))
        hash.absorbedBytes += bytesRead
      }
    }
  } finally {
    await file.close()
  }
}

/** Where the slot ends in which the hash stands, when all of that slot has been written; else null. */
function endOfNextSlot(plan: UploadPlan, upload: OpenUpload, hash: RunningHash): number | null {
  const { lengthBytes: pieceBytes } = slotOf(plan, 1)
  if (hash.absorbedBytes >= plan.declaredSizeBytes || pieceBytes === 0) return null
  const number = Math.floor(hash.absorbedBytes / pieceBytes) + 1
  if (!upload.takenSlots.has(number)) return null
  const slot = slotOf(plan, number)
  return slot.offsetBytes + slot.lengthBytes
}
