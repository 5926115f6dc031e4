import { afterEach, beforeEach, expect, test } from 'vitest'
import { blobKey } from './blob-key.ts'
import type { BlobStore, UploadPlan } from './blob-store.ts'
import { hashBlob } from './hash-blob.ts'
import { makeLocalStore } from './suite/local-store-under-test.ts'
import type { LocalStoreUnderTest } from './suite/local-store-under-test.ts'
import { bodyOf, brokenBody, collect, cut, sampleBytes, stalledBody } from './suite/sample-bytes.ts'
import { uploadClient } from './suite/upload-client.ts'
import type { UploadClient } from './suite/upload-client.ts'

const KEY = blobKey('media', 'a1', 'original')
// Parts of more than a mebibyte, so that a failing one has been written to in part.
const PART_BYTES = 1_500_000
const PLAN: UploadPlan = { key: KEY, partCount: 3, declaredSizeBytes: 3 * PART_BYTES }
const BYTES = sampleBytes(PLAN.declaredSizeBytes)
const PIECES = cut(BYTES, [PART_BYTES, PART_BYTES, PART_BYTES])
const [FIRST, SECOND, THIRD] = PIECES as [Uint8Array, Uint8Array, Uint8Array] // cut into three above
const GONE = new Error('The sender went away.')

let made: LocalStoreUnderTest
let store: BlobStore
let client: UploadClient
beforeEach(async () => {
  made = await makeLocalStore()
  store = made.store
  client = uploadClient(store, PLAN)
})
afterEach(() => made.remove())

const sendInOrder = async (): Promise<void> => {
  for (const [index, piece] of PIECES.entries()) {
    if (!client.receipts.has(index + 1)) await client.send(index + 1, piece)
  }
}

test('writes parts of the usual split straight into the final file, which then is the blob', async () => {
  for (const number of [3, 1, 2]) await client.send(number, PIECES[number - 1] ?? FIRST)
  expect([...client.receipts.values()].map(({ place }) => place.kind)).toEqual(['slot', 'slot', 'slot'])
  expect(await made.files()).toEqual(['media/a1/original'])
  expect(await client.complete()).toMatchObject({ blobKey: KEY, sizeBytes: BYTES.byteLength })
  expect(await made.files()).toEqual(['media/a1/original'])
})

test('lets a part be read at its place as soon as it is acknowledged', async () => {
  await client.send(2, SECOND)
  const range = { start: PART_BYTES, endInclusive: 2 * PART_BYTES - 1 }
  expect((await collect(store.read(KEY, range))).equals(SECOND)).toBe(true)
})

test('never changes the slot of an acknowledged part, whatever is sent again', async () => {
  const acknowledged = await client.send(1, FIRST)
  await client.send(1, THIRD, { acknowledged: null })
  await client.send(1, THIRD, { acknowledged })
  expect(client.receipts.get(1)?.place.kind).toBe('staged')
  const later = await made.reopen()
  await later.writePart(PLAN, 1, bodyOf(SECOND), { contentLength: PART_BYTES, acknowledged })
  const range = { start: 0, endInclusive: PART_BYTES - 1 }
  expect((await collect(store.read(KEY, range))).equals(FIRST)).toBe(true)
})

test('stages a part while another sender is writing its slot, and frees the slot when that one fails', async () => {
  const abort = new AbortController()
  const { body, silent } = stalledBody(THIRD.subarray(0, 1_200_000))
  const stalled = Promise.allSettled([client.send(1, FIRST, { body, signal: abort.signal })])
  await silent
  const beside = await store.writePart(PLAN, 1, bodyOf(FIRST), {
    contentLength: PART_BYTES,
    acknowledged: null,
  })
  expect(beside.place.kind).toBe('staged')
  abort.abort(GONE)
  expect(await stalled).toEqual([{ status: 'rejected', reason: GONE }])
  expect(await client.send(1, FIRST)).toMatchObject({ place: { kind: 'slot' } })
})

test.each([
  ['without an announced length', { contentLength: null }],
  ['with a byte less than its slot', { contentLength: PART_BYTES - 1, body: bodyOf(FIRST.subarray(1)) }],
])('stages a part %s', async (_, options) => {
  expect(await client.send(1, FIRST, options)).toMatchObject({ place: { kind: 'staged' } })
})

test('joins into a file beside and removes the sources only when the upload is discarded', async () => {
  await client.send(1, FIRST)
  await client.send(2, SECOND, { contentLength: null })
  await client.send(3, THIRD)
  const completed = await client.complete()
  const staged = expect.stringMatching(/^media\/a1\/original~part-2-[0-9a-f-]{36}$/)
  expect(completed.blobKey).toBe('media/a1/original.joined')
  expect(await made.files()).toEqual(['media/a1/original', 'media/a1/original.joined', staged])
  await store.discardUpload(PLAN, completed.blobKey)
  expect(await made.files()).toEqual(['media/a1/original.joined'])
})

test('removes all of an abandoned upload and nothing of its neighbours', async () => {
  const neighbours = [blobKey('media', 'a1', 'original-2'), blobKey('media', 'a1', 'poster.jpg')]
  for (const key of neighbours) await store.put(key, bodyOf(FIRST))
  await client.send(1, FIRST)
  await client.send(1, FIRST)
  await store.discardUpload(PLAN, null)
  expect(await made.files()).toEqual(neighbours)
})

test('leaves no file of a staged part that failed', async () => {
  const options = { contentLength: null, body: brokenBody(FIRST, GONE) }
  await expect(client.send(1, FIRST, options)).rejects.toBe(GONE)
  expect(await made.files()).toEqual([])
})

test('reports damage when the final file has lost its end', async () => {
  await sendInOrder()
  await store.put(KEY, bodyOf(FIRST))
  await expect(client.complete()).rejects.toThrow('Parts of media/a1/original that had arrived')
})

test('hashes parts that arrive in order as they arrive', async () => {
  await sendInOrder()
  expect((await client.complete()).xxHash).toBe((await hashBlob(store, KEY)).xxHash)
})

test('goes on hashing when a failed part is sent again with the same bytes', async () => {
  await client.send(1, FIRST)
  for (const sentBytes of [1_200_000, 20, PART_BYTES]) {
    const body = brokenBody(SECOND.subarray(0, sentBytes), GONE)
    await expect(client.send(2, SECOND, { body })).rejects.toBe(GONE)
  }
  await sendInOrder()
  expect((await client.complete()).xxHash).toBe((await hashBlob(store, KEY)).xxHash)
})

test.each([
  ['a failed part is sent again with other bytes', 2, brokenBody(THIRD.subarray(0, 1_200_000), GONE)],
  ['the first failed part is sent again with other bytes', 1, brokenBody(THIRD.subarray(0, 1_200_000), GONE)],
])('gives no hash rather than a wrong one when %s', async (_, number, body) => {
  if (number === 2) await client.send(1, FIRST)
  await expect(client.send(number, FIRST, { body })).rejects.toBe(GONE)
  await sendInOrder()
  expect((await client.complete()).xxHash).toBeNull()
})

test.each([
  [
    'one after another',
    async (sends: (() => Promise<unknown>)[]) => {
      for (const send of sends) await send()
    },
  ],
  [
    'all at once',
    async (sends: (() => Promise<unknown>)[]) => {
      await Promise.all(sends.map((send) => send()))
    },
  ],
])('hashes parts that arrive out of order, %s', async (_, run) => {
  await run([() => client.send(3, THIRD), () => client.send(2, SECOND), () => client.send(1, FIRST)])
  expect((await client.complete()).xxHash).toBe((await hashBlob(store, KEY)).xxHash)
})

test('gives no hash when parts arrive in several processes', async () => {
  await sendInOrder()
  expect((await client.complete()).xxHash).not.toBeNull()
  const later = await made.reopen()
  expect((await later.completeUpload(PLAN, [...client.receipts.values()])).xxHash).toBeNull()
})

test('hashes while it joins', async () => {
  await client.send(1, FIRST, { contentLength: null })
  await sendInOrder()
  const { blobKey: joined, xxHash } = await client.complete()
  expect(xxHash).toBe((await hashBlob(store, joined)).xxHash)
})
