import type { Readable } from 'node:stream'
import type { BlobKey, BlobPrefix } from './blob-key.ts'

/** What is known of an upload before its first byte. Fixed for the upload's life. */
export interface UploadPlan {
  readonly key: BlobKey
  readonly partCount: number
  /** What the client announced. Only a hint for placing parts; the true size is the sum of the parts. */
  readonly declaredSizeBytes: number
}

/**
 * Where the bytes of a part lie: in their own range of the final file (`slot`), or apart from it under a
 * name only the store understands (`staged`).
 */
export type PartPlace = { readonly kind: 'slot' } | { readonly kind: 'staged'; readonly name: string }

/** Proof that a part is safe. The caller keeps it in its database; only then may the client hear of it. */
export interface PartReceipt {
  /** 1-based. */
  readonly number: number
  readonly sizeBytes: number
  readonly place: PartPlace
}

/** Bytes `start` to `endInclusive`, both counted from 0. */
export interface ByteRange {
  readonly start: number
  readonly endInclusive: number
}

export interface WritePartOptions {
  /** The body's announced length in bytes; null when the sender did not say (chunked transfer). */
  readonly contentLength: number | null
  /** The receipt of this part that the caller's database holds now, if any. */
  readonly acknowledged: PartReceipt | null
  readonly signal?: AbortSignal
  readonly maxBytes?: number
}

export interface CompletedUpload {
  /** Where the whole file is now: the plan's key or a key derived from it. */
  readonly blobKey: BlobKey
  /** The sum of the parts. */
  readonly sizeBytes: number
  /** XXH64 of the whole, as in `put`; null when no pass over the bytes was free: use `hashBlob` later. */
  readonly xxHash: string | null
}

/**
 * Where bytes live. One suite (`blob-store-suite.ts`) says what every implementation does.
 *
 * A promise of a writing function resolves only when its result survives a power cut. Every function may
 * reject with StorageFullError; reading functions with BlobNotFoundError; errors of a body that is being read
 * pass through unchanged. Bodies hand their chunks over: a chunk must not be changed after it was yielded.
 * When a write fails, the body's iterator is told to stop, which destroys a Node stream as soon as it is not waiting
 * for bytes (unless the caller passed `stream.iterator({ destroyOnReturn: false })`); a stream that is silent when
 * `signal` fires is the caller's to end.
 */
export interface BlobStore {
  /**
   * Stores a whole blob, replacing an older one in one step.
   * `xxHash` is XXH64 with seed 0 as 16 lower-case hex digits.
   * Rejects with BlobTooLargeError past `maxBytes`, leaving nothing behind.
   */
  put(
    key: BlobKey,
    source: AsyncIterable<Uint8Array>,
    options?: { readonly signal?: AbortSignal; readonly maxBytes?: number },
  ): Promise<{ sizeBytes: number; xxHash: string }>

  /** Takes over a finished local file; afterwards `localPath` is gone from its old place. */
  adoptFile(key: BlobKey, localPath: string): Promise<{ sizeBytes: number }>

  /** The size of a blob, or null when there is none. Says nothing useful of an upload still open. */
  stat(key: BlobKey): Promise<{ sizeBytes: number } | null>

  /**
   * The bytes of a blob, streamed with flat memory. A missing blob shows as an error of the stream. A range
   * that runs past the end gives what there is. On the key of an open upload only the ranges of receipts
   * whose place is `slot` mean anything; the rest is zeros or missing.
   */
  read(key: BlobKey, range?: ByteRange, options?: { readonly signal?: AbortSignal }): Readable

  /**
   * As `read`, to a function, which is called with one chunk after the other: how bytes leave through a socket. A chunk may
   * be used until the promise of `write` is settled, not longer. Rejects with what `write` rejects with.
   */
  send(key: BlobKey, range: ByteRange | undefined, write: (chunk: Buffer) => Promise<void>): Promise<void>

  /** A path that media tools may read, never write, for as long as the blob exists. */
  localPath(key: BlobKey): Promise<string>

  /** Removes a blob; does nothing when it is gone already. */
  delete(key: BlobKey): Promise<void>

  /** Removes every blob below a prefix. Uploads below it must have been discarded before. */
  deletePrefix(prefix: BlobPrefix): Promise<void>

  /**
   * Receives one part. Bytes that were acknowledged are never overwritten: a part sent again lies beside the
   * old one until the caller, in one transaction, replaces the receipt; then `discardParts` removes the old.
   * Rejects with PartLengthError, BlobTooLargeError, UploadClosedError, or the reason of `signal`; a rejected
   * part counts as never sent.
   */
  writePart(
    plan: UploadPlan,
    number: number,
    body: AsyncIterable<Uint8Array>,
    options: WritePartOptions,
  ): Promise<PartReceipt>

  /**
   * The bytes of acknowledged parts one after the other, or of a range of that, while the upload is open. A part that is
   * not there any more, because a newer one took its place, shows as an error of the stream (UploadDamagedError).
   */
  readParts(plan: UploadPlan, receipts: readonly PartReceipt[], range?: ByteRange): Readable

  /**
   * Makes the whole file out of one receipt per part, in part order. An upload declared as 0 bytes needs no
   * part at all. May take as long as copying the file. May be run again after a crash or with newer receipts:
   * nothing the parts need is removed. Rejects with UploadIncompleteError or UploadDamagedError.
   */
  completeUpload(plan: UploadPlan, receipts: readonly PartReceipt[]): Promise<CompletedUpload>

  /** Removes parts that newer receipts replaced, after that was committed. May be run again. */
  discardParts(plan: UploadPlan, receipts: readonly PartReceipt[]): Promise<void>

  /**
   * Closes an upload: turns away parts still arriving and removes everything of it but `keep`, the key that
   * `completeUpload` gave (after the caller committed it), or everything (null, for an abandoned upload).
   * May be run again.
   */
  discardUpload(plan: UploadPlan, keep: BlobKey | null): Promise<void>

  /** Bytes that can still be stored, or null when nobody can know. */
  freeBytes(): Promise<number | null>
}
