import { afterEach, beforeEach, expect, test } from 'vitest'
import { blobKey } from '../blob-key.ts'
import type { BlobStore, PartReceipt, UploadPlan } from '../blob-store.ts'
import { PartLengthError } from '../storage-errors.ts'
import { bodyOf, sampleBytes } from './sample-bytes.ts'
import type { MakeStore, StoreUnderTest } from './store-under-test.ts'
import { uploadClient } from './upload-client.ts'
import { storedFile, wholeFileOf } from './whole-file.ts'
import type { WholeFile } from './whole-file.ts'

const PLAN: UploadPlan = { key: blobKey('media', 'a1', 'original'), partCount: 2, declaredSizeBytes: 4000 }
const OLD = sampleBytes(2000, 1)
const NEW = sampleBytes(2000, 2)
const SECOND = sampleBytes(2000, 3)

const withSecond = (first: Uint8Array): WholeFile => wholeFileOf(Buffer.concat([first, SECOND]))

export function describeRepeatedParts(makeStore: MakeStore): void {
  let made: StoreUnderTest
  let store: BlobStore
  beforeEach(async () => {
    made = await makeStore()
    store = made.store
  })
  afterEach(() => made.remove())

  const writeFirst = (bytes: Uint8Array, acknowledged: PartReceipt | null): Promise<PartReceipt> =>
    store.writePart(PLAN, 1, bodyOf(bytes, 300), { contentLength: bytes.byteLength, acknowledged })

  const writeSecond = (): Promise<PartReceipt> =>
    store.writePart(PLAN, 2, bodyOf(SECOND), { contentLength: 2000, acknowledged: null })

  const fileOf = async (...receipts: PartReceipt[]): Promise<WholeFile> =>
    storedFile(store, await store.completeUpload(PLAN, receipts))

  test.each([
    ['the same bytes', OLD],
    ['other bytes', NEW],
    ['fewer bytes', NEW.subarray(0, 10)],
    ['more bytes', sampleBytes(9000, 4)],
    ['no bytes', new Uint8Array(0)],
  ])('puts %s in place of a part in one step: by its receipt', async (_, again) => {
    const [oldReceipt, second] = [await writeFirst(OLD, null), await writeSecond()]
    const newReceipt = await writeFirst(again, oldReceipt)
    // The old one is whole until the caller has committed the new one.
    expect(await fileOf(oldReceipt, second)).toEqual(withSecond(OLD))
    expect(await fileOf(newReceipt, second)).toEqual(withSecond(again))
    await store.discardParts(PLAN, [oldReceipt])
    await store.discardParts(PLAN, [oldReceipt])
    expect(await fileOf(newReceipt, second)).toEqual(withSecond(again))
  })

  test('takes a part a third time', async () => {
    const client = uploadClient(store, PLAN)
    await client.send(2, SECOND)
    for (const bytes of [OLD, NEW, OLD.subarray(5)]) await client.send(1, bytes)
    expect(await storedFile(store, await client.complete())).toEqual(withSecond(OLD.subarray(5)))
  })

  test('does not touch a part whose receipt the caller has not committed yet', async () => {
    const oldReceipt = await writeFirst(OLD, null)
    const newReceipt = await writeFirst(NEW, null)
    const second = await writeSecond()
    expect(await fileOf(oldReceipt, second)).toEqual(withSecond(OLD))
    expect(await fileOf(newReceipt, second)).toEqual(withSecond(NEW))
  })

  test('keeps two copies of a part that arrive at the same time apart', async () => {
    const [one, other] = await Promise.all([writeFirst(OLD, null), writeFirst(NEW, null)])
    const second = await writeSecond()
    expect(await fileOf(one, second)).toEqual(withSecond(OLD))
    expect(await fileOf(other, second)).toEqual(withSecond(NEW))
  })

  test('keeps the old part when its repetition fails', async () => {
    const [oldReceipt, second] = [await writeFirst(OLD, null), await writeSecond()]
    const body = bodyOf(NEW.subarray(0, 1500))
    const tooShort = store.writePart(PLAN, 1, body, { contentLength: 2000, acknowledged: oldReceipt })
    await expect(tooShort).rejects.toThrow(PartLengthError)
    expect(await fileOf(oldReceipt, second)).toEqual(withSecond(OLD))
  })

  test('joins anew when a part was replaced after a completion that was never committed', async () => {
    const client = uploadClient(store, PLAN)
    await client.send(1, OLD, { contentLength: null })
    await client.send(2, SECOND)
    await client.complete()
    await client.send(1, NEW)
    expect(await storedFile(store, await client.complete())).toEqual(withSecond(NEW))
  })
}
