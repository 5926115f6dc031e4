import { expect, test } from 'vitest'
import { blobKey } from './blob-key.ts'
import { openUploads } from './open-uploads.ts'
import type { OpenUpload, OpenUploads } from './open-uploads.ts'
import { UploadClosedError } from './storage-errors.ts'
import { loadXxh64 } from './xxh64.ts'

const newXxh64 = await loadXxh64()
const HOUR_MS = 3_600_000
const KEY = blobKey('media', 'a1')

function withClock(): { uploads: OpenUploads; clock: { nowMs: number } } {
  const clock = { nowMs: 0 }
  return { clock, uploads: openUploads(() => clock.nowMs, newXxh64) }
}

const touch = (uploads: OpenUploads, ...name: [string, ...string[]]): Promise<OpenUpload> =>
  uploads.write(blobKey(...name), async (upload) => upload)

test('remembers an upload for an hour after its last part, and forgets it then', async () => {
  const { uploads, clock } = withClock()
  const upload = await touch(uploads, 'media', 'a1')
  clock.nowMs = HOUR_MS
  await touch(uploads, 'other', '1')
  expect(uploads.peek(KEY)).toBe(upload)
  clock.nowMs = HOUR_MS + 1
  await touch(uploads, 'other', '2')
  expect(uploads.peek(KEY)).toBeUndefined()
})

test('never forgets an upload of which a part is arriving, however slowly', async () => {
  const { uploads, clock } = withClock()
  const { promise: arriving, resolve } = Promise.withResolvers<void>()
  const writing = uploads.write(KEY, () => arriving)
  clock.nowMs = 48 * HOUR_MS
  await touch(uploads, 'other', '1')
  expect(uploads.peek(KEY)?.writers.size).toBe(1)
  resolve()
  await writing
  expect(uploads.peek(KEY)).toMatchObject({ usedAtMs: 48 * HOUR_MS, writers: new Set() })
})

test('gives up the hashes of those idle longest when there are too many', async () => {
  const { uploads } = withClock()
  for (let index = 0; index <= 1001; index += 1) await touch(uploads, 'media', String(index))
  await touch(uploads, 'media', '0')
  await touch(uploads, 'media', 'newest')
  expect(uploads.peek(blobKey('media', '1'))?.hash).toBeNull()
  expect(uploads.peek(blobKey('media', '1000'))?.hash).not.toBeNull()
  expect(uploads.peek(blobKey('media', 'newest'))?.hash).not.toBeNull()
})

test('closes an upload only when the last writer has let go, and lets nobody in any more', async () => {
  const { uploads } = withClock()
  const { promise: lastWrite, resolve } = Promise.withResolvers<void>()
  const order: string[] = []
  const writing = uploads.write(KEY, async (_, closing) => {
    await new Promise((fired) => closing.addEventListener('abort', fired))
    order.push('told')
    await lastWrite
    order.push('let go')
  })
  const closed = uploads.close(KEY).then(() => order.push('closed'))
  await expect(touch(uploads, 'media', 'a1')).rejects.toThrow(UploadClosedError)
  resolve()
  await Promise.all([writing, closed])
  expect(order).toEqual(['told', 'let go', 'closed'])
})
