// Run by local-durability.test.ts under strace: does each kind of writing once and prints a line when its promise has
// resolved. Usage: traced-writes.ts <folder of the store> <a local file to adopt>.
import { writeSync } from 'node:fs'
import { blobKey, blobPrefix } from '../blob-key.ts'
import type { PartReceipt, UploadPlan } from '../blob-store.ts'
import { openFolder } from './local-store-under-test.ts'
import { bodyOf, sampleBytes } from './sample-bytes.ts'

// Two batches a part.
const PART_BYTES = 2_000_000

const [folderPath = '', adoptedPath = ''] = process.argv.slice(2)
const store = await openFolder(folderPath)
const plan: UploadPlan = {
  key: blobKey('media', 'a1', 'original'),
  partCount: 2,
  declaredSizeBytes: 2 * PART_BYTES,
}

const part = (number: number, contentLength: number | null): Promise<PartReceipt> =>
  store.writePart(plan, number, bodyOf(sampleBytes(PART_BYTES)), { contentLength, acknowledged: null })

const acknowledge = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
  writeSync(1, `BEGIN ${name}\n`)
  const result = await work()
  writeSync(1, `ACK ${name}\n`)
  return result
}

const first = await acknowledge('first slot', () => part(1, PART_BYTES))
const second = await acknowledge('second slot', () => part(2, PART_BYTES))
await acknowledge('complete slots', () => store.completeUpload(plan, [first, second]))
const staged = await acknowledge('staged', () => part(2, null))
await acknowledge('join', () => store.completeUpload(plan, [first, staged]))
await acknowledge('put', () => store.put(blobKey('thumbs', 'b2', 'a.jpg'), bodyOf(sampleBytes(PART_BYTES))))
await acknowledge('adopt', () => store.adoptFile(blobKey('media', 'c3', 'proxy.mp4'), adoptedPath))
await acknowledge('purge', () => store.deletePrefix(blobPrefix('media', 'a1')))
await acknowledge('put after purge', () => store.put(plan.key, bodyOf(sampleBytes(10))))
