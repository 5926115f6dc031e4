import type { BlobKey } from './blob-key.ts'
import type { HashKeeper } from './running-hash.ts'
import { newRunningHash } from './running-hash.ts'
import { UploadClosedError } from './storage-errors.ts'
import type { Xxh64 } from './xxh64.ts'

/**
 * What one process knows about an upload that is arriving. Lost with the process and that is fine: whatever
 * was acknowledged is in the caller's database, and nothing else of a dead process can still be written.
 */
export interface OpenUpload extends HashKeeper {
  /** Slots somebody is writing right now. */
  readonly claimedSlots: Set<number>
  /**
   * Slots this process has written completely. Their receipts may be on the way to the database while the
   * client, impatient, already sends the part again with a caller that has not seen the receipt yet.
   */
  readonly takenSlots: Set<number>
  /** The hash being brought forward over slots that are complete; null while nobody does. */
  following: Promise<void> | null
  readonly closing: AbortController
  readonly writers: Set<Promise<unknown>>
  usedAtMs: number
}

export interface OpenUploads {
  /**
   * Runs a writer as part of an upload; `closing` fires when the upload is closed under it.
   * Rejects with UploadClosedError when it is closed already.
   */
  write<T>(key: BlobKey, writer: (upload: OpenUpload, closing: AbortSignal) => Promise<T>): Promise<T>
  /** The upload as far as this process has seen it. */
  peek(key: BlobKey): OpenUpload | undefined
  /** Turns away new writers, aborts those at work and resolves when the last one has let go. */
  close(key: BlobKey): Promise<void>
}

// Longer than any caller can take between reading a receipt and handing in the part.
const IDLE_LIMIT_MS = 60 * 60 * 1000
// Beyond so many open uploads the hashes of those idle longest are given up; each costs a pass later.
const MAX_RUNNING_HASHES = 1000

/** @param now the clock, in milliseconds. */
export function openUploads(now: () => number, newXxh64: () => Xxh64): OpenUploads {
  // In order of use, the least recent first.
  const uploads = new Map<BlobKey, OpenUpload>()

  const enter = (key: BlobKey): OpenUpload => {
    const known = uploads.get(key)
    if (known === undefined) forgetIdle(uploads, now())
    const upload = known ?? {
      hash: newRunningHash(newXxh64()),
      claimedSlots: new Set(),
      takenSlots: new Set(),
      following: null,
      closing: new AbortController(),
      writers: new Set(),
      usedAtMs: now(),
    }
    upload.usedAtMs = now()
    uploads.delete(key)
    uploads.set(key, upload)
    return upload
  }

  return {
    async write(key, writer) {
      const upload = enter(key)
      if (upload.closing.signal.aborted) throw new UploadClosedError(key)
      const work = writer(upload, upload.closing.signal)
      upload.writers.add(work)
      try {
        return await work
      } finally {
        upload.writers.delete(work)
        upload.usedAtMs = now()
      }
    },
    peek: (key) => uploads.get(key),
    async close(key) {
      const upload = enter(key)
      upload.closing.abort(new UploadClosedError(key))
      upload.hash = null
      await Promise.allSettled([...upload.writers, upload.following])
    },
  }
}

function forgetIdle(uploads: Map<BlobKey, OpenUpload>, nowMs: number): void {
  let surplusHashes = uploads.size - MAX_RUNNING_HASHES
  for (const [key, upload] of uploads) {
    if (upload.writers.size > 0) continue
    if (nowMs - upload.usedAtMs > IDLE_LIMIT_MS) uploads.delete(key)
    else if (surplusHashes > 0) upload.hash = null
    surplusHashes -= 1
  }
}
