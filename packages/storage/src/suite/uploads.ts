import { afterEach, beforeEach, expect, test } from 'vitest'
import { blobKey } from '../blob-key.ts'
import type { BlobStore, ByteRange, UploadPlan } from '../blob-store.ts'
import { UploadClosedError, UploadDamagedError, UploadIncompleteError } from '../storage-errors.ts'
import { bodyOf, cut, sampleBytes, SPLITTERS, stalledBody } from './sample-bytes.ts'
import type { MakeStore, StoreUnderTest } from './store-under-test.ts'
import { uploadClient } from './upload-client.ts'
import type { UploadClient } from './upload-client.ts'
import { storedFile, wholeFileOf } from './whole-file.ts'

const KEY = blobKey('media', 'a1', 'original')
const planOf = (declaredSizeBytes: number, partCount: number): UploadPlan => ({
  key: KEY,
  partCount,
  declaredSizeBytes,
})

/** In which order and how many at once the parts are sent. */
const ORDERS: Readonly<Record<string, (client: UploadClient, pieces: Uint8Array[]) => Promise<unknown>>> = {
  'in order': sendInOrder,
  'from the last to the first': async (client, pieces) => {
    for (const [index, piece] of [...pieces.entries()].toReversed()) await client.send(index + 1, piece)
  },
  'all at once': (client, pieces) =>
    Promise.all(pieces.map((piece, index) => client.send(index + 1, piece, { chunkBytes: 1000 + index }))),
}

async function sendInOrder(client: UploadClient, pieces: Uint8Array[]): Promise<void> {
  for (const [index, piece] of pieces.entries()) await client.send(index + 1, piece)
}

/** Every splitter and order, with sizes that divide evenly and that do not. */
const UPLOADS = Object.entries(SPLITTERS).flatMap(([split, sizesOf]) =>
  Object.entries(ORDERS).flatMap(([order, sendAll]) =>
    (
      [
        [100_000, 1],
        [100_000, 4],
        [100_003, 4],
        [100_001, 7],
        [5, 4],
        [1, 2],
      ] as const
    ).map(([sizeBytes, partCount]) => ({ split, order, sizeBytes, partCount, sizesOf, sendAll })),
  ),
)

export function describeUploads(makeStore: MakeStore): void {
  let made: StoreUnderTest
  let store: BlobStore
  beforeEach(async () => {
    made = await makeStore()
    store = made.store
  })
  afterEach(() => made.remove())

  test.each(UPLOADS)(
    'joins parts of $split, sent $order ($sizeBytes bytes, $partCount parts)',
    async ({ sizeBytes, partCount, sizesOf, sendAll }) => {
      const bytes = sampleBytes(sizeBytes)
      const client = uploadClient(store, planOf(sizeBytes, partCount))
      await sendAll(client, cut(bytes, sizesOf(sizeBytes, partCount)))
      expect(await storedFile(store, await client.complete())).toEqual(wholeFileOf(bytes))
    },
  )

  test('reads parts that have arrived, whole and by range, while the upload is open', async () => {
    const bytes = sampleBytes(100)
    const client = uploadClient(store, planOf(100, 4))
    // The second lies beside its slot.
    const receipts = [
      await client.send(1, bytes.subarray(0, 25)),
      await client.send(2, bytes.subarray(25, 60)),
      await client.send(3, bytes.subarray(60, 75), { contentLength: null }),
    ]
    const read = async (range?: ByteRange) =>
      Buffer.concat(await store.readParts(client.plan, receipts, range).toArray())
    expect(await read()).toEqual(Buffer.from(bytes.subarray(0, 75)))
    for (const [start, endInclusive] of [
      [0, 0],
      [24, 25],
      [10, 70],
      [60, 200],
    ] as const)
      expect(await read({ start, endInclusive })).toEqual(
        Buffer.from(bytes.subarray(start, Math.min(75, endInclusive + 1))),
      )
    await client.send(2, bytes.subarray(25, 60))
    await expect(read()).rejects.toThrow(UploadDamagedError)
  })

  test('completes an upload of 0 bytes without any part, or with an empty one', async () => {
    const client = uploadClient(store, planOf(0, 1))
    const empty = wholeFileOf(new Uint8Array(0))
    expect(await storedFile(store, await client.complete())).toEqual(empty)
    await client.send(1, new Uint8Array(0))
    expect(await storedFile(store, await client.complete())).toEqual(empty)
  })

  test('completes an upload of 1 byte', async () => {
    const client = uploadClient(store, planOf(1, 1))
    await client.send(1, sampleBytes(1))
    expect(await storedFile(store, await client.complete())).toEqual(wholeFileOf(sampleBytes(1)))
  })

  test('completes the documented upload of 21,136,250 bytes in two parts', async () => {
    const bytes = sampleBytes(21_136_250)
    const client = uploadClient(store, planOf(21_136_250, 2))
    await sendInOrder(client, cut(bytes, [10_568_125, 10_568_125]))
    expect(await storedFile(store, await client.complete())).toEqual(wholeFileOf(bytes))
  })

  test.each([
    ['more', [60, 60, 60]],
    ['less', [10, 0, 10]],
    ['the same, oddly cut,', [0, 100, 0]],
    ['nothing at all', [0, 0, 0]],
  ])('takes the sum of the parts as the size when %s arrives', async (_, sizes) => {
    const bytes = sampleBytes(sizes.reduce((sum, size) => sum + size))
    const client = uploadClient(store, planOf(100, 3))
    await sendInOrder(client, cut(bytes, sizes))
    expect(await storedFile(store, await client.complete())).toEqual(wholeFileOf(bytes))
  })

  test('takes parts of a file declared as empty', async () => {
    const client = uploadClient(store, planOf(0, 1))
    await client.send(1, sampleBytes(7))
    expect(await storedFile(store, await client.complete())).toEqual(wholeFileOf(sampleBytes(7)))
  })

  test('takes chunked bodies that announce no length', async () => {
    const bytes = sampleBytes(3_000_000)
    const client = uploadClient(store, planOf(3_000_000, 2))
    for (const [index, piece] of cut(bytes, [1_500_000, 1_500_000]).entries()) {
      await client.send(index + 1, piece, { contentLength: null })
    }
    expect(await storedFile(store, await client.complete())).toEqual(wholeFileOf(bytes))
  })

  test('completes again with the same result, also in a later process', async () => {
    const bytes = sampleBytes(1000)
    const client = uploadClient(store, planOf(1000, 2))
    await sendInOrder(client, cut(bytes, [400, 600]))
    const first = await client.complete()
    expect(await storedFile(store, await client.complete())).toEqual(wholeFileOf(bytes))
    const later = await made.reopen()
    const again = await later.completeUpload(client.plan, [...client.receipts.values()])
    expect(again.blobKey).toBe(first.blobKey)
    expect(await storedFile(later, again)).toEqual(wholeFileOf(bytes))
  })

  test('goes on in a later process where the last one stopped', async () => {
    const bytes = sampleBytes(1000)
    const client = uploadClient(store, planOf(1000, 2))
    await client.send(1, bytes.subarray(0, 500))
    const later = await made.reopen()
    const receipt = await later.writePart(client.plan, 2, bodyOf(bytes.subarray(500)), {
      contentLength: 500,
      acknowledged: null,
    })
    const completed = await later.completeUpload(client.plan, [receipt, ...client.receipts.values()])
    expect(await storedFile(later, completed)).toEqual(wholeFileOf(bytes))
  })

  test('does not complete while parts are missing', async () => {
    const client = uploadClient(store, planOf(1000, 3))
    await expect(client.complete()).rejects.toThrow(UploadIncompleteError)
    await client.send(2, sampleBytes(334))
    await expect(client.complete()).rejects.toThrow('2 of 3 parts of this upload have not arrived yet.')
  })

  test.each(['part-1-gone', '../../etc/passwd', 'part-1-../x', 'part-1-x/../../y', ''])(
    'reports damage when a receipt names the staged part %j, which is not there',
    async (name) => {
      const receipt = { number: 1, sizeBytes: 3, place: { kind: 'staged', name } } as const
      await expect(store.completeUpload(planOf(10, 1), [receipt])).rejects.toThrow(UploadDamagedError)
    },
  )

  test('reports damage when a staged part is shorter than its receipt', async () => {
    const client = uploadClient(store, planOf(10, 1))
    const receipt = await client.send(1, sampleBytes(9))
    const longer = { ...receipt, sizeBytes: 12 }
    await expect(store.completeUpload(client.plan, [longer])).rejects.toThrow(UploadDamagedError)
  })

  test('keeps the finished blob when a completed upload is discarded, and that however often', async () => {
    const bytes = sampleBytes(1000)
    const client = uploadClient(store, planOf(1000, 2))
    await sendInOrder(client, cut(bytes, [400, 600]))
    const completed = await client.complete()
    await store.discardUpload(client.plan, completed.blobKey)
    await store.discardUpload(client.plan, completed.blobKey)
    await expect(client.complete()).rejects.toThrow(UploadDamagedError)
    expect(await storedFile(store, completed)).toEqual(wholeFileOf(bytes))
  })

  test('takes no late repetition of a part into a finished blob', async () => {
    const bytes = sampleBytes(1000)
    const client = uploadClient(store, planOf(1000, 2))
    await sendInOrder(client, cut(bytes, [500, 500]))
    const completed = await client.complete()
    await store.discardUpload(client.plan, completed.blobKey)
    const late = client.send(1, sampleBytes(500, 2), { acknowledged: null })
    await expect(late).rejects.toThrow(UploadClosedError)
    expect(await storedFile(store, completed)).toEqual(wholeFileOf(bytes))
  })

  test('leaves nothing of an abandoned upload and turns away what still arrives', async () => {
    const client = uploadClient(store, planOf(1000, 2))
    await client.send(1, sampleBytes(500))
    const { body, silent } = stalledBody(sampleBytes(100))
    const arriving = Promise.allSettled([client.send(2, sampleBytes(500), { body })])
    await silent
    await store.discardUpload(client.plan, null)
    expect(await arriving).toMatchObject([{ reason: { name: 'UploadClosedError' } }])
    await expect(client.send(2, sampleBytes(500))).rejects.toThrow(UploadClosedError)
    expect(await store.stat(KEY)).toBeNull()
    await store.discardUpload(client.plan, null)
  })

  test('refuses to keep a blob of another upload', async () => {
    await expect(store.discardUpload(planOf(1, 1), blobKey('media', 'other'))).rejects.toThrow(RangeError)
  })
}
