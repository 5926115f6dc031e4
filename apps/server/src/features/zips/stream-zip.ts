// An archive as a stream, without a temporary file: yazl writes it as it is read, each file opened when its turn comes.
// Stored, not compressed: film does not get smaller, and so the length is known before the first byte. What is sent short
// of it is visibly broken. (yazl: MIT, one small dependency, zip64 by itself where sizes ask for it, names in UTF-8.)
import { PassThrough } from 'node:stream'
import type { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { BlobStore } from '@rushes/storage/blob-store'
import type { ZipEntry } from './zip-contents.ts'

export interface ZipStream {
  sizeBytes: number
  /** Ends with an error when a file cannot be read to its end. Destroyed, it stops reading. */
  bytes: Readable
}

const FILE_MODE = 0o100644
const FOLDER_MODE = 0o40755

export async function streamZip(store: BlobStore, entries: readonly ZipEntry[]): Promise<ZipStream> {
  const zip = new ZipFile()
  const bytes = new PassThrough()
  let reading: Readable | null = null
  bytes.once('close', () => reading?.destroy())
  zip.on('error', (error: Error) => bytes.destroy(error))
  for (const entry of entries) {
    if (entry.kind === 'folder') {
      zip.addEmptyDirectory(entry.path, { mtime: entry.at, mode: FOLDER_MODE })
      continue
    }
    const { key, sizeBytes, path, at } = entry
    zip.addReadStreamLazy(
      path,
      { mtime: at, mode: FILE_MODE, size: sizeBytes, compress: false },
      (whenOpen) => {
        // Whoever went away meanwhile gets no further file.
        if (bytes.destroyed) return
        reading = store.read(key)
        whenOpen(null, reading)
      },
    )
  }
  const sizeBytes = await new Promise<number>((resolve, reject) => {
    zip.once('error', reject)
    // The types leave out what the callback is given: the length of the archive.
    zip.end(undefined, (...[size]: unknown[]) => resolve(Number(size)))
  })
  zip.outputStream.pipe(bytes)
  return { sizeBytes, bytes }
}
