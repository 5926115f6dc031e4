import type { BlobStore, CompletedUpload, PartReceipt, UploadPlan, WritePartOptions } from '../blob-store.ts'
import { bodyOf } from './sample-bytes.ts'

/** Does with a store what the server does: keeps the newest receipt of each part and hands it back in. */
export interface UploadClient {
  readonly plan: UploadPlan
  /** What the server's database would hold. */
  readonly receipts: Map<number, PartReceipt>
  /** Sends a part with its length and keeps its receipt. */
  send(number: number, bytes: Uint8Array, options?: SendOptions): Promise<PartReceipt>
  complete(): Promise<CompletedUpload>
}

export interface SendOptions extends Partial<WritePartOptions> {
  readonly chunkBytes?: number
  readonly body?: AsyncIterable<Uint8Array>
}

export function uploadClient(store: BlobStore, plan: UploadPlan): UploadClient {
  const receipts = new Map<number, PartReceipt>()
  return {
    plan,
    receipts,
    async send(number, bytes, options = {}) {
      const { chunkBytes, body = bodyOf(bytes, chunkBytes), ...rest } = options
      const receipt = await store.writePart(plan, number, body, {
        contentLength: bytes.byteLength,
        acknowledged: receipts.get(number) ?? null,
        ...rest,
      })
      const replaced = receipts.get(number)
      receipts.set(number, receipt)
      if (replaced !== undefined) await store.discardParts(plan, [replaced])
      return receipt
    },
    complete: () => store.completeUpload(plan, [...receipts.values()]),
  }
}
