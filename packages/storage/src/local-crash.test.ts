import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { PartReceipt } from './blob-store.ts'
import { scriptPath, startChild } from './suite/child-process.ts'
import { KILLED_BYTES, KILLED_PIECES, KILLED_PLAN } from './suite/killed-upload.ts'
import { makeLocalStore } from './suite/local-store-under-test.ts'
import { bodyOf } from './suite/sample-bytes.ts'
import { storedFile, wholeFileOf } from './suite/whole-file.ts'

/** Uploads in another process, kills it after so many lines and gives the receipts it had acknowledged. */
async function uploadAndKill(
  folderPath: string,
  length: string,
  lineCount: number,
  delayMs: number,
): Promise<PartReceipt[]> {
  const args = [scriptPath('killed-upload.ts'), folderPath, length]
  const { child, lines, ended } = startChild(process.execPath, args)
  const printed: string[] = []
  lines.on('line', (line) => printed.push(line))
  while (printed.length < lineCount) await Promise.race([once(lines, 'line'), failWhenEnded(ended)])
  await sleep(delayMs)
  child.kill('SIGKILL')
  expect(await ended).toMatchObject({ signal: 'SIGKILL' })
  const receipts = printed.filter((line) => line.startsWith('{'))
  return receipts.map((line) => JSON.parse(line) as PartReceipt) // printed by killed-upload.ts in this shape
}

async function failWhenEnded(ended: Promise<{ complaints: string }>): Promise<never> {
  throw new Error(`The uploading process ended by itself: ${(await ended).complaints}`)
}

// In the order of the lines killed-upload.ts prints.
const MOMENTS = [
  'in the middle of part 1',
  'right after part 1 was acknowledged',
  'in the middle of part 2',
  'right after part 2 was acknowledged',
  'in the middle of part 3',
  'right after part 3 was acknowledged',
  'in the middle of part 4',
  'right after part 4 was acknowledged',
  'while completing',
  'after completing',
]

const KILLS = ['announced', 'chunked'].flatMap((length) => [
  ...MOMENTS.map((moment, index) => ({ length, moment, lineCount: index + 1, delayMs: 0 })),
  { length, moment: 'some milliseconds into completing', lineCount: 9, delayMs: 8 },
])

test.each(KILLS)(
  'loses no acknowledged part of $length length to kill -9 $moment, and goes on',
  async ({ length, lineCount, delayMs }) => {
    const made = await makeLocalStore()
    try {
      const receipts = await uploadAndKill(made.folderPath, length, lineCount, delayMs)
      expect(receipts.length).toBeGreaterThanOrEqual(Math.min(4, Math.floor(lineCount / 2)))
      const store = await made.reopen()
      for (const [index, piece] of KILLED_PIECES.entries()) {
        if (index < receipts.length) continue
        const options = { contentLength: piece.byteLength, acknowledged: null }
        receipts.push(await store.writePart(KILLED_PLAN, index + 1, bodyOf(piece), options))
      }
      const completed = await store.completeUpload(KILLED_PLAN, receipts)
      await store.discardUpload(KILLED_PLAN, completed.blobKey)
      expect(await storedFile(store, completed)).toEqual(wholeFileOf(KILLED_BYTES))
      expect(await made.files()).toEqual([completed.blobKey])
    } finally {
      await made.remove()
    }
  },
  30_000,
)
