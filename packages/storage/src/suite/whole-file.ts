import { createHash } from 'node:crypto'
import type { BlobStore, CompletedUpload } from '../blob-store.ts'
import { hashBlob } from '../hash-blob.ts'
import { collect } from './sample-bytes.ts'

/** What a test compares of a finished upload; short enough to print when it differs. */
export interface WholeFile {
  readonly sizeBytes: number
  readonly sha256: string
  /** Whether the size and the hash that the store gave are those of the bytes it gives back. */
  readonly truthful: boolean
}

/** What the upload of these bytes must become. */
export function wholeFileOf(bytes: Uint8Array): WholeFile {
  return {
    sizeBytes: bytes.byteLength,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    truthful: true,
  }
}

/** What an upload has become. */
export async function storedFile(store: BlobStore, completed: CompletedUpload): Promise<WholeFile> {
  const { blobKey, sizeBytes, xxHash } = completed
  const bytes = await collect(store.read(blobKey))
  const facts = await store.stat(blobKey)
  const hashed = await hashBlob(store, blobKey)
  const truthful =
    facts?.sizeBytes === sizeBytes &&
    hashed.sizeBytes === sizeBytes &&
    (xxHash === null || xxHash === hashed.xxHash)
  return { ...wholeFileOf(bytes), truthful }
}
