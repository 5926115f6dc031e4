// What is there of a file that is still being made (v2-assets.md 7): the parts from 1 on without a gap. A part with a
// smaller number may still be registered into a gap, so what lies behind one has no place in the file yet.
import type { MediaId } from '@rushes/contract/ids'
import type { PartReceipt, UploadPlan } from '@rushes/storage/blob-store'
import { planOf, readReceipts, readUpload } from '../../db/upload-rows.ts'
import type { Deps } from '../../deps.ts'

export interface GrowingBytes {
  kind: 'growing'
  plan: UploadPlan
  receipts: readonly PartReceipt[]
  /** So far. */
  sizeBytes: number
}

/** Null for an upload that is not real-time: its parts are pieces of a whole, which is there with the last one. */
export async function findGrowingBytes(deps: Deps, mediaId: MediaId): Promise<GrowingBytes | null> {
  const upload = await readUpload(deps.db, mediaId, false)
  if (upload?.is_realtime !== true || upload.state !== 'arriving') return null
  const arrived = await readReceipts(deps.db, mediaId)
  const gap = arrived.findIndex((receipt, index) => receipt.number !== index + 1)
  const receipts = gap === -1 ? arrived : arrived.slice(0, gap)
  return {
    kind: 'growing',
    plan: planOf(upload),
    receipts,
    sizeBytes: receipts.reduce((sum, receipt) => sum + receipt.sizeBytes, 0),
  }
}
