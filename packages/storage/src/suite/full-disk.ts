// Run by local-full-disk.test.ts in a process of its own, where no more than about 3 MiB can be written.
// Usage: full-disk.ts <folder of the store> <a file of 5 MB elsewhere>. Prints what happened as one line of JSON.
import { existsSync, writeSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { blobKey } from '../blob-key.ts'
import type { UploadPlan } from '../blob-store.ts'
import { openFolder } from './local-store-under-test.ts'
import { bodyOf, collect, sampleBytes } from './sample-bytes.ts'

/** More than fits. */
export const TOO_MANY_BYTES = 5_000_000

export interface FullDiskReport {
  /** The names and messages of the errors. */
  readonly put: string
  readonly adoptFile: string
  readonly stagedPart: string
  readonly slotPart: string
  /** What lies in the folder after the first three. */
  readonly filesLeft: string[]
  readonly sourceKept: boolean
  readonly olderBlobWhole: boolean
  /** The number of bytes that could be stored once the upload was given up. */
  readonly storedAfterwards: number
}

async function fillDisk(folderPath: string, bigFilePath: string): Promise<FullDiskReport> {
  const store = await openFolder(folderPath)
  const older = sampleBytes(100_000)
  const key = blobKey('media', 'a1', 'poster.jpg')
  await store.put(key, bodyOf(older))

  const big = (): AsyncIterable<Uint8Array> => bodyOf(sampleBytes(TOO_MANY_BYTES))
  const plan: UploadPlan = {
    key: blobKey('media', 'a1', 'original'),
    partCount: 1,
    declaredSizeBytes: TOO_MANY_BYTES,
  }
  // In one chunk, of which the disk takes the beginning: a write that is cut short is no error yet.
  const chunk = (): AsyncIterable<Uint8Array> => bodyOf(sampleBytes(TOO_MANY_BYTES), TOO_MANY_BYTES)
  const writePart = (contentLength: number | null): Promise<unknown> =>
    store.writePart(plan, 1, chunk(), { contentLength, acknowledged: null })

  const put = await failureOf(store.put(key, big()))
  const adoptFile = await failureOf(store.adoptFile(key, bigFilePath))
  const stagedPart = await failureOf(writePart(null))
  const filesLeft = await readdir(`${folderPath}/media/a1`)
  const slotPart = await failureOf(writePart(TOO_MANY_BYTES))
  const olderBlobWhole = (await collect(store.read(key))).equals(older)
  await store.discardUpload(plan, null)
  const { sizeBytes } = await store.put(blobKey('media', 'a1', 'second.jpg'), bodyOf(sampleBytes(2_000_000)))
  return {
    put,
    adoptFile,
    stagedPart,
    slotPart,
    filesLeft,
    sourceKept: existsSync(bigFilePath),
    olderBlobWhole,
    storedAfterwards: sizeBytes,
  }
}

async function failureOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'nothing failed'
  } catch (error) {
    return String(error)
  }
}

if (import.meta.main) {
  const report = await fillDisk(process.argv[2] ?? '', process.argv[3] ?? '')
  writeSync(1, `${JSON.stringify(report)}\n`)
}
