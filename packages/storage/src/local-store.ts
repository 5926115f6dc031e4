import { realpath, rm, statfs } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import type { BlobKey } from './blob-key.ts'
import type { BlobStore, ByteRange } from './blob-store.ts'
import { forgetFolder, makeRootFolder, syncFolderChain } from './durable.ts'
import { completeLocalUpload, discardLocalUpload } from './local-completion.ts'
import type { LocalContext } from './local-context.ts'
import { discardLocalParts, writeLocalPart } from './local-parts.ts'
import { folderExists, openForReading, placeOf } from './local-paths.ts'
import { openUploads } from './open-uploads.ts'
import { bytesOfParts } from './part-bytes.ts'
import { READ_CHUNK_BYTES, readRange, sendRange } from './read-range.ts'
import { BlobNotFoundError, onDisk } from './storage-errors.ts'
import { moveFileIn, writeWholeFile } from './write-whole-file.ts'
import { loadXxh64 } from './xxh64.ts'

export interface LocalStoreOptions {
  /** Made if missing. May itself be a symbolic link; links inside it are not followed. */
  readonly folderPath: string
  /** The clock, in milliseconds. */
  readonly now: () => number
  /** Names nobody has used before, of `A-Za-z0-9-`, such as UUIDs. */
  readonly newId: () => string
}

/**
 * Opens the store that keeps blobs as files of a folder.
 * The caller guarantees that no other process has the folder open: which slot is being written is known only here.
 */
export async function openLocalStore(options: LocalStoreOptions): Promise<BlobStore> {
  const folderPath = resolve(options.folderPath)
  await onDisk(() => makeRootFolder(folderPath))
  const newXxh64 = await loadXxh64()
  const context: LocalContext = {
    tree: { rootPath: await realpath(folderPath), durable: new Set() },
    uploads: openUploads(options.now, newXxh64),
    newXxh64,
    newId: options.newId,
  }
  const { tree } = context

  return {
    put: (key, source, rules = {}) => writeWholeFile(context, placeOf(tree, key), source, rules),
    adoptFile: (key, localPath) => moveFileIn(context, placeOf(tree, key), localPath),
    stat: (key) => statFile(context, key),
    read: (key, range, readOptions = {}) => readFile(context, key, range, readOptions.signal),

    async send(key, range, write) {
      if (range !== undefined) mustBeValidRange(range)
      await sendRange(await openForReading(tree, placeOf(tree, key)), range, write)
    },

    async localPath(key) {
      if ((await statFile(context, key)) === null) throw new BlobNotFoundError(key)
      return placeOf(tree, key).path
    },

    async delete(key) {
      const place = placeOf(tree, key)
      if (!(await folderExists(tree, place.folderPath))) return
      await rm(place.path, { force: true })
      await onDisk(() => syncFolderChain(tree, place.folderPath))
    },

    async deletePrefix(prefix) {
      const { path, folderPath: parentPath } = placeOf(tree, prefix)
      if (!(await folderExists(tree, parentPath))) return
      // Before, for writers that find the folder again; after, for those that knew it until it went.
      forgetFolder(tree, path)
      await rm(path, { recursive: true, force: true })
      forgetFolder(tree, path)
      await onDisk(() => syncFolderChain(tree, parentPath))
    },

    writePart: (plan, number, body, partOptions) => writeLocalPart(context, plan, number, body, partOptions),
    readParts(plan, receipts, range) {
      if (range !== undefined) mustBeValidRange(range)
      return asStream(bytesOfParts(context, plan, receipts, range))
    },
    completeUpload: (plan, receipts) => completeLocalUpload(context, plan, receipts),
    discardParts: (plan, receipts) => discardLocalParts(context, plan, receipts),
    discardUpload: (plan, keep) => discardLocalUpload(context, plan, keep),

    async freeBytes() {
      const { bavail, bsize } = await statfs(tree.rootPath)
      return bavail * bsize
    },
  }
}

async function statFile(context: LocalContext, key: BlobKey): Promise<{ sizeBytes: number } | null> {
  try {
    const file = await openForReading(context.tree, placeOf(context.tree, key))
    try {
      return { sizeBytes: (await file.stat()).size }
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof BlobNotFoundError) return null
    throw error
  }
}

function readFile(
  context: LocalContext,
  key: BlobKey,
  range: ByteRange | undefined,
  signal: AbortSignal | undefined,
): Readable {
  if (range !== undefined) mustBeValidRange(range)
  const openAndRead = async function* (): AsyncGenerator<Buffer> {
    yield* readRange(await openForReading(context.tree, placeOf(context.tree, key)), range)
  }
  return asStream(openAndRead(), signal)
}

function asStream(bytes: AsyncIterable<Uint8Array>, signal?: AbortSignal): Readable {
  return Readable.from(bytes, {
    objectMode: false,
    highWaterMark: READ_CHUNK_BYTES,
    ...(signal !== undefined && { signal }),
  })
}

function mustBeValidRange({ start, endInclusive }: ByteRange): void {
  if (
    Number.isSafeInteger(start) &&
    Number.isSafeInteger(endInclusive) &&
    0 <= start &&
    start <= endInclusive
  )
    return
  throw new RangeError(`There is no range of bytes from ${start} to ${endInclusive}.`)
}
