import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { blobKey, blobPrefix } from './blob-key.ts'
import type { UploadPlan } from './blob-store.ts'
import { UnsafeBlobPathError } from './storage-errors.ts'
import { makeLocalStore, openFolder } from './suite/local-store-under-test.ts'
import type { LocalStoreUnderTest } from './suite/local-store-under-test.ts'
import { bodyOf, brokenBody, collect, sampleBytes } from './suite/sample-bytes.ts'

const KEY = blobKey('media', 'a1', 'original')
const PLAN: UploadPlan = { key: KEY, partCount: 1, declaredSizeBytes: 5 }
const BYTES = sampleBytes(5)
const whole = { contentLength: 5, acknowledged: null }

let made: LocalStoreUnderTest
let outsidePath: string
beforeEach(async () => {
  made = await makeLocalStore()
  outsidePath = join(dirname(made.folderPath), 'outside')
  await mkdir(join(outsidePath, 'a1'), { recursive: true })
  await writeFile(join(outsidePath, 'a1', 'original'), 'secret')
})
afterEach(() => made.remove())

const linkFolder = async (): Promise<void> => symlink(outsidePath, join(made.folderPath, 'media'))
const linkFile = async (): Promise<void> => {
  await mkdir(join(made.folderPath, 'media', 'a1'), { recursive: true })
  await symlink(join(outsidePath, 'a1', 'original'), join(made.folderPath, 'media', 'a1', 'original'))
}

const READS = {
  read: () => collect(made.store.read(KEY)),
  stat: () => made.store.stat(KEY),
  localPath: () => made.store.localPath(KEY),
  writePart: () => made.store.writePart(PLAN, 1, bodyOf(BYTES), whole),
  completeUpload: () =>
    made.store.completeUpload(PLAN, [{ number: 1, sizeBytes: 5, place: { kind: 'slot' } }]),
} as const

const WRITES = {
  put: () => made.store.put(KEY, bodyOf(BYTES)),
  adoptFile: async () => {
    const path = made.localFile()
    await writeFile(path, BYTES)
    await made.store.adoptFile(KEY, path)
  },
  'a staged part': () => made.store.writePart(PLAN, 1, bodyOf(BYTES), { ...whole, contentLength: null }),
  delete: () => made.store.delete(KEY),
  deletePrefix: () => made.store.deletePrefix(blobPrefix('media', 'a1')),
  discardParts: () =>
    made.store.discardParts(PLAN, [{ number: 1, sizeBytes: 5, place: { kind: 'staged', name: 'part-1-x' } }]),
  discardUpload: () => made.store.discardUpload(PLAN, null),
} as const

const expectOutsideUntouched = async (): Promise<void> => {
  expect(await readdir(outsidePath, { recursive: true })).toEqual(['a1', 'a1/original'])
  expect(await readFile(join(outsidePath, 'a1', 'original'), 'utf8')).toBe('secret')
}

test.each(Object.entries({ ...READS, ...WRITES }))(
  'does not follow a linked folder in %s',
  async (_, work) => {
    await linkFolder()
    await expect(work()).rejects.toThrow(UnsafeBlobPathError)
    await expectOutsideUntouched()
  },
)

test.each(Object.entries(READS))('does not follow a linked file in %s', async (_, work) => {
  await linkFile()
  await expect(work()).rejects.toThrow(UnsafeBlobPathError)
  await expectOutsideUntouched()
})

test.each(Object.entries(WRITES))(
  'replaces or removes a link, not what it points to, in %s',
  async (_, work) => {
    await linkFile()
    await expect(work()).resolves.not.toThrow()
    await expectOutsideUntouched()
  },
)

test('does not build folders behind a dangling link', async () => {
  await symlink(join(outsidePath, 'new'), join(made.folderPath, 'media'))
  await expect(made.store.put(KEY, bodyOf(BYTES))).rejects.toThrow(UnsafeBlobPathError)
  expect(existsSync(join(outsidePath, 'new'))).toBe(false)
})

test('works in a folder that is reached through a link itself', async () => {
  const linkPath = join(dirname(made.folderPath), 'link')
  await symlink(made.folderPath, linkPath)
  const store = await openFolder(linkPath)
  await store.put(KEY, bodyOf(BYTES))
  expect(await made.store.stat(KEY)).toEqual({ sizeBytes: 5 })
})

test('makes missing folders and files for their owner alone', async () => {
  const folderPath = join(made.folderPath, 'deep', 'er')
  const store = await openFolder(folderPath)
  await store.put(KEY, bodyOf(BYTES))
  const modes = await Promise.all(
    ['', 'media', 'media/a1', 'media/a1/original'].map(
      async (path) => (await stat(join(folderPath, path))).mode,
    ),
  )
  expect(modes.map((mode) => (mode & 0o777).toString(8))).toEqual(['700', '700', '700', '600'])
})

test('leaves no temporary file when a blob does not arrive whole', async () => {
  const gone = new Error('gone')
  await expect(made.store.put(KEY, brokenBody(BYTES, gone))).rejects.toBe(gone)
  await expect(made.store.put(KEY, bodyOf(BYTES), { maxBytes: 4 })).rejects.toThrow(
    'More than the allowed 4 bytes',
  )
  expect(await made.files()).toEqual([])
})

test('adopts a file from another file system', async () => {
  // Always a file system of its own on Linux.
  const path = join('/dev/shm', `rushes-adopt-${crypto.randomUUID()}`)
  await writeFile(path, BYTES)
  expect((await stat(path)).dev).not.toBe((await stat(made.folderPath)).dev)
  expect(await made.store.adoptFile(KEY, path)).toEqual({ sizeBytes: 5 })
  expect(existsSync(path)).toBe(false)
  expect((await collect(made.store.read(KEY))).equals(BYTES)).toBe(true)
  expect(await made.files()).toEqual(['media/a1/original'])
})

test('adopts neither folders nor links nor what is missing', async () => {
  const path = made.localFile()
  await expect(made.store.adoptFile(KEY, path)).rejects.toThrow('ENOENT')
  await expect(made.store.adoptFile(KEY, outsidePath)).rejects.toThrow('is not a file and cannot be stored')
  await symlink(join(outsidePath, 'a1', 'original'), path)
  await expect(made.store.adoptFile(KEY, path)).rejects.toThrow('ELOOP')
  await expectOutsideUntouched()
})
