import type { PartReceipt, UploadPlan } from './blob-store.ts'
import { UploadDamagedError, UploadIncompleteError } from './storage-errors.ts'

/** The range of the final file that belongs to one part when the client splits the usual way. */
export interface Slot {
  readonly offsetBytes: number
  /** 0 for parts behind the end, when there are more parts than bytes to share out. */
  readonly lengthBytes: number
}

// Far above what the API hands out (35 by default); a bound for loops over a plan from a damaged row.
const MAX_PARTS = 100_000

/**
 * The slot of part `number` (1-based): pieces of ceil(size / parts), the last one shorter (v2-assets.md 6).
 * Slots of one plan never overlap and together are exactly the declared size.
 * Throws RangeError for a plan or a number that cannot be.
 */
export function slotOf(plan: UploadPlan, number: number): Slot {
  mustBeValidPlan(plan)
  if (!Number.isInteger(number) || number < 1 || number > plan.partCount) {
    throw new RangeError(`Part ${number} does not exist; this upload has parts 1 to ${plan.partCount}.`)
  }
  const { declaredSizeBytes, partCount } = plan
  // Not Math.ceil(a / b): near 2^53 the quotient is rounded and the pieces would not cover the file.
  const remainder = declaredSizeBytes % partCount
  const pieceBytes = (declaredSizeBytes - remainder) / partCount + (remainder > 0 ? 1 : 0)
  const offsetBytes = Math.min((number - 1) * pieceBytes, declaredSizeBytes)
  return { offsetBytes, lengthBytes: Math.min(pieceBytes, declaredSizeBytes - offsetBytes) }
}

/**
 * The receipts of a complete upload in part order; empty for an upload of 0 bytes that sent no part.
 * Throws UploadIncompleteError when parts are missing, UploadDamagedError when receipts contradict the plan.
 */
export function receiptsInOrder(plan: UploadPlan, receipts: readonly PartReceipt[]): readonly PartReceipt[] {
  mustBeValidPlan(plan)
  if (receipts.length === 0 && plan.declaredSizeBytes === 0) return []
  const byNumber = new Map<number, PartReceipt>()
  for (const receipt of receipts) {
    const slot = slotOf(plan, receipt.number)
    if (byNumber.has(receipt.number)) {
      throw new UploadDamagedError(`Part ${receipt.number} of ${plan.key} has two receipts.`)
    }
    if (!Number.isSafeInteger(receipt.sizeBytes) || receipt.sizeBytes < 0) {
      throw new UploadDamagedError(`The receipt of part ${receipt.number} of ${plan.key} has no valid size.`)
    }
    if (receipt.place.kind === 'slot' && receipt.sizeBytes !== slot.lengthBytes) {
      throw new UploadDamagedError(
        `The receipt of part ${receipt.number} of ${plan.key} does not fit its place.`,
      )
    }
    byNumber.set(receipt.number, receipt)
  }
  const missingPartCount = plan.partCount - byNumber.size
  if (missingPartCount > 0) throw new UploadIncompleteError(missingPartCount, plan.partCount)
  return [...byNumber.values()].sort((a, b) => a.number - b.number)
}

function mustBeValidPlan(plan: UploadPlan): void {
  if (!Number.isInteger(plan.partCount) || plan.partCount < 1 || plan.partCount > MAX_PARTS) {
    throw new RangeError(`An upload has between 1 and ${MAX_PARTS} parts, not ${plan.partCount}.`)
  }
  if (!Number.isSafeInteger(plan.declaredSizeBytes) || plan.declaredSizeBytes < 0) {
    throw new RangeError(`An upload cannot have ${plan.declaredSizeBytes} bytes.`)
  }
}
