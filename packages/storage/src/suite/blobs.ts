import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { blobKey, blobPrefix } from '../blob-key.ts'
import type { BlobStore } from '../blob-store.ts'
import { hashBlob } from '../hash-blob.ts'
import { BlobNotFoundError, BlobTooLargeError } from '../storage-errors.ts'
import { bodyOf, brokenBody, collect, sampleBytes, stalledBody } from './sample-bytes.ts'
import type { MakeStore, StoreUnderTest } from './store-under-test.ts'

const KEY = blobKey('media', 'a1', 'original')

export function describeBlobs(makeStore: MakeStore): void {
  let made: StoreUnderTest
  let store: BlobStore
  beforeEach(async () => {
    made = await makeStore()
    store = made.store
  })
  afterEach(() => made.remove())

  test.each([0, 1, 262_144, 3_000_001])('gives back the %d bytes that were put', async (sizeBytes) => {
    const bytes = sampleBytes(sizeBytes)
    const put = await store.put(KEY, bodyOf(bytes))
    expect(put.sizeBytes).toBe(sizeBytes)
    expect(await store.stat(KEY)).toEqual({ sizeBytes })
    expect((await collect(store.read(KEY))).equals(bytes)).toBe(true)
    expect((await readFile(await store.localPath(KEY))).equals(bytes)).toBe(true)
    expect(await hashBlob(store, KEY)).toEqual(put)
  })

  // Published test vectors of XXH64 with seed 0.
  test.each([
    ['', 'ef46db3751d8e999'],
    ['abc', '44bc2cf5ad770999'],
  ])('hashes %j as XXH64', async (text, xxHash) => {
    expect((await store.put(KEY, bodyOf(Buffer.from(text)))).xxHash).toBe(xxHash)
  })

  test('takes a body in chunks of one byte and of none', async () => {
    const bytes = sampleBytes(5000)
    const put = await store.put(
      KEY,
      (async function* () {
        yield new Uint8Array(0)
        yield* bodyOf(bytes, 1)
        yield new Uint8Array(0)
      })(),
    )
    expect(put.sizeBytes).toBe(5000)
    expect((await collect(store.read(KEY))).equals(bytes)).toBe(true)
  })

  test.each([
    [0, 0],
    [0, 999],
    [10, 19],
    [999, 999],
    [990, 5000],
    [1000, 1001],
  ])('reads bytes %d to %d, as far as they go', async (start, endInclusive) => {
    const bytes = sampleBytes(1000)
    await store.put(KEY, bodyOf(bytes))
    const expected = Buffer.from(bytes).subarray(start, endInclusive + 1)
    expect((await collect(store.read(KEY, { start, endInclusive }))).equals(expected)).toBe(true)
  })

  test.each([
    [-1, 5],
    [5, 4],
    [0.5, 5],
    [0, Infinity],
    [NaN, NaN],
  ])('refuses to read bytes %d to %d', async (start, endInclusive) => {
    await store.put(KEY, bodyOf(sampleBytes(10)))
    expect(() => store.read(KEY, { start, endInclusive })).toThrow(RangeError)
  })

  test.each([
    [undefined, 2_000_000],
    [{ start: 0, endInclusive: 0 }, 1],
    [{ start: 524_287, endInclusive: 1_048_576 }, 524_290],
    [{ start: 100, endInclusive: 900_000 }, 899_901],
    [{ start: 1_999_990, endInclusive: 5_000_000 }, 10],
    [{ start: 2_000_000, endInclusive: 2_000_000 }, 0],
  ])('sends the bytes of %j to a function, %d of them, one chunk after the other', async (range, length) => {
    const bytes = sampleBytes(2_000_000)
    await store.put(KEY, bodyOf(bytes))
    const chunks: Buffer[] = []
    let underWay = 0
    await store.send(KEY, range, async (chunk) => {
      underWay += 1
      expect(underWay).toBe(1)
      await new Promise(setImmediate)
      chunks.push(Buffer.from(chunk))
      underWay -= 1
    })
    const sent = Buffer.concat(chunks)
    expect(sent).toHaveLength(length)
    expect(sent.equals(Buffer.from(bytes).subarray(range?.start ?? 0, (range?.start ?? 0) + length))).toBe(
      true,
    )
  })

  test('stops sending when the function has had enough, and sends whole to the next one', async () => {
    const bytes = sampleBytes(1_000_000)
    await store.put(KEY, bodyOf(bytes))
    const enough = new Error('enough')
    await expect(store.send(KEY, undefined, () => Promise.reject(enough))).rejects.toBe(enough)
    const chunks: Buffer[] = []
    await store.send(KEY, undefined, async (chunk) => void chunks.push(Buffer.from(chunk)))
    expect(Buffer.concat(chunks).equals(Buffer.from(bytes))).toBe(true)
    await expect(store.send(blobKey('media', 'none'), undefined, async () => {})).rejects.toThrow(
      BlobNotFoundError,
    )
    await expect(store.send(KEY, { start: 5, endInclusive: 4 }, async () => {})).rejects.toThrow(RangeError)
  })

  test('reads no more than the consumer takes', async () => {
    await store.put(KEY, bodyOf(sampleBytes(4_000_000)))
    const stream = store.read(KEY)
    await new Promise((resolve) => stream.once('readable', resolve))
    expect(stream.readableLength).toBeLessThanOrEqual(2 * 262_144)
    stream.destroy()
  })

  test('stops reading when the signal fires', async () => {
    await store.put(KEY, bodyOf(sampleBytes(4_000_000)))
    const abort = new AbortController()
    const reading = async (): Promise<void> => {
      for await (const chunk of store.read(KEY, undefined, { signal: abort.signal })) {
        expect(chunk).toBeDefined()
        abort.abort()
      }
    }
    await expect(reading()).rejects.toMatchObject({ name: 'AbortError' })
    await expect(hashBlob(store, KEY, { signal: abort.signal })).rejects.toMatchObject({ name: 'AbortError' })
  })

  test('says of a missing blob that it is missing, also of a part of a key', async () => {
    await store.put(KEY, bodyOf(sampleBytes(1)))
    for (const missing of [blobKey('media', 'b2', 'original'), blobKey('media', 'a1'), blobKey('media')]) {
      expect(await store.stat(missing)).toBeNull()
      await expect(collect(store.read(missing))).rejects.toThrow(BlobNotFoundError)
      await expect(store.localPath(missing)).rejects.toThrow(BlobNotFoundError)
      await expect(hashBlob(store, missing)).rejects.toThrow(BlobNotFoundError)
    }
    const below = blobKey('media', 'a1', 'original', 'below')
    expect(await store.stat(below)).toBeNull()
  })

  test('replaces a blob in one step: a reader that began before gets the old one whole', async () => {
    const [before, after] = [sampleBytes(2_000_000, 1), sampleBytes(1_000_000, 2)]
    await store.put(KEY, bodyOf(before))
    const stream = store.read(KEY)
    await new Promise((resolve) => stream.once('readable', resolve))
    await store.put(KEY, bodyOf(after))
    expect((await collect(stream)).equals(before)).toBe(true)
    expect((await collect(store.read(KEY))).equals(after)).toBe(true)
  })

  test('keeps the old blob when the new one does not arrive whole', async () => {
    const before = sampleBytes(100)
    await store.put(KEY, bodyOf(before))
    const gone = new Error('gone')
    await expect(store.put(KEY, brokenBody(sampleBytes(2_000_000), gone))).rejects.toBe(gone)
    await expect(store.put(KEY, bodyOf(sampleBytes(300)), { maxBytes: 299 })).rejects.toThrow(
      BlobTooLargeError,
    )
    const abort = new AbortController()
    const { body, silent } = stalledBody(sampleBytes(2_000_000))
    const aborted = store.put(KEY, body, { signal: abort.signal })
    await silent
    abort.abort(gone)
    await expect(aborted).rejects.toBe(gone)
    await expect(store.put(KEY, bodyOf(before), { signal: abort.signal })).rejects.toBe(gone)
    expect((await collect(store.read(KEY))).equals(before)).toBe(true)
  })

  test('takes as many bytes as allowed', async () => {
    expect(await store.put(KEY, bodyOf(sampleBytes(300)), { maxBytes: 300 })).toMatchObject({
      sizeBytes: 300,
    })
  })

  test('adopts a finished file, also over an older blob', async () => {
    await store.put(KEY, bodyOf(sampleBytes(3)))
    const bytes = sampleBytes(70_000)
    const path = made.localFile()
    await writeFile(path, bytes)
    expect(await store.adoptFile(KEY, path)).toEqual({ sizeBytes: 70_000 })
    expect(existsSync(path)).toBe(false)
    expect((await collect(store.read(KEY))).equals(bytes)).toBe(true)
  })

  test('deletes a blob, and again without complaint', async () => {
    const neighbour = blobKey('media', 'a1', 'poster.jpg')
    await store.put(KEY, bodyOf(sampleBytes(3)))
    await store.put(neighbour, bodyOf(sampleBytes(3)))
    await store.delete(KEY)
    await store.delete(KEY)
    await store.delete(blobKey('never', 'there'))
    expect(await store.stat(KEY)).toBeNull()
    expect(await store.stat(neighbour)).toEqual({ sizeBytes: 3 })
  })

  test('deletes what lies below a prefix of whole segments and nothing else', async () => {
    const below = [KEY, blobKey('media', 'a1', 'hls', '540', '0.m4s')]
    const others = [
      blobKey('media', 'a12', 'original'),
      blobKey('media', 'a', 'original'),
      blobKey('other', 'a1'),
    ]
    for (const key of [...below, ...others]) await store.put(key, bodyOf(sampleBytes(3)))
    await store.deletePrefix(blobPrefix('media', 'a1'))
    await store.deletePrefix(blobPrefix('media', 'a1'))
    await store.deletePrefix(blobPrefix('never', 'there'))
    for (const key of below) expect(await store.stat(key)).toBeNull()
    for (const key of others) expect(await store.stat(key)).toEqual({ sizeBytes: 3 })
    await store.put(KEY, bodyOf(sampleBytes(4)))
    expect(await store.stat(KEY)).toEqual({ sizeBytes: 4 })
  })

  test('shows a later process what was stored', async () => {
    const bytes = sampleBytes(1000)
    await store.put(KEY, bodyOf(bytes))
    const later = await made.reopen()
    expect((await collect(later.read(KEY))).equals(bytes)).toBe(true)
  })

  test('knows a free space above nothing, or that nobody can know', async () => {
    const bytes = await store.freeBytes()
    expect(bytes === null || bytes > 0).toBe(true)
  })
}
