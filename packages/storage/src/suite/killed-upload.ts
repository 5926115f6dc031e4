// Run by local-crash.test.ts in a process of its own: uploads, printing a line at each moment worth being killed at;
// an acknowledged receipt is a line of JSON.
import { writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { blobKey } from '../blob-key.ts'
import type { PartReceipt, UploadPlan } from '../blob-store.ts'
import { openFolder } from './local-store-under-test.ts'
import { bodyOf, cut, sampleBytes } from './sample-bytes.ts'

const PART_BYTES = 2_500_000

export const KILLED_PLAN: UploadPlan = {
  key: blobKey('media', 'a1', 'original'),
  partCount: 4,
  declaredSizeBytes: 4 * PART_BYTES,
}
export const KILLED_BYTES = sampleBytes(KILLED_PLAN.declaredSizeBytes)
export const KILLED_PIECES = cut(KILLED_BYTES, [PART_BYTES, PART_BYTES, PART_BYTES, PART_BYTES])

const say = (line: string): void => {
  writeSync(1, `${line}\n`)
}

/** Speaks up when more than a mebibyte, and so a first batch, is on its way. */
async function* spoken(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  let sentBytes = 0
  for await (const chunk of bodyOf(bytes, 250_000)) {
    yield chunk
    sentBytes += chunk.byteLength
    if (sentBytes === 1_250_000) {
      say('in the middle of a part')
      // Time to be killed in.
      await sleep(50)
    }
  }
}

async function upload(folderPath: string, announced: boolean): Promise<void> {
  const store = await openFolder(folderPath)
  const receipts: PartReceipt[] = []
  for (const [index, piece] of KILLED_PIECES.entries()) {
    const options = { contentLength: announced ? piece.byteLength : null, acknowledged: null }
    const receipt = await store.writePart(KILLED_PLAN, index + 1, spoken(piece), options)
    receipts.push(receipt)
    say(JSON.stringify(receipt))
  }
  say('completing')
  await store.completeUpload(KILLED_PLAN, receipts)
  say('completed')
  await sleep(60_000)
}

if (import.meta.main) await upload(process.argv[2] ?? '', process.argv[3] === 'announced')
