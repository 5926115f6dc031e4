// A file from here to there: created, sent in parts, gone on with after an interruption, and compared in the end.
import type { Asset } from '@rushes/contract/assets'
import type { UploadStatus } from '@rushes/contract/uploads'
import type { Client, NewAsset } from './client.ts'
import { hashStream } from './hash-file.ts'
import { ApiError } from './request.ts'
import { tryAgain, waitFor } from './retry.ts'
import type { Wait } from './retry.ts'
import { putPartByFetch, uploadParts } from './upload.ts'
import type { PutPart } from './upload.ts'

const USUAL_RETRIES = 5
/** Somebody has to make room first. */
const DISK_FULL = 507
const FIRST_LOOK_MS = 100
const LONGEST_LOOK_MS = 2_000
/** The server reads every byte once more; this many milliseconds a byte (5 MB a second) are for a very slow disk. */
const SLOWEST_MS_PER_BYTE = 1 / 5_000
const LEAST_PATIENCE_MS = 60_000

/** What the server has is not what was sent. */
export class HashMismatchError extends Error {
  override name = 'HashMismatchError'
}

export interface UploadFileOptions {
  file: Blob
  name: string
  /** The folder it goes into. */
  parentId: string
  /** More of the asset: `filetype`, `description`, `properties`, `auto_version_id`, `parts`, … */
  asset?: Partial<NewAsset>
  /** An asset whose upload was interrupted: only what is missing of it is sent. */
  resume?: string
  signal?: AbortSignal
  /** How often a part is sent again after a failure that may pass; 5 by default. */
  retries?: number
  /** Parts in flight at once. */
  concurrency?: number
  putPart?: PutPart
  wait?: Wait
  /** The server knows of the file from now on: with this id the upload can be gone on with. */
  onCreated?: (assetId: string) => void
  /** Bytes that have arrived or are on their way. */
  onProgress?: (sentBytes: number) => void
}

/**
 * Uploads a file and waits until the server has read it back. Answers with the asset; rejects with
 * {@link HashMismatchError} when its bytes are not those of the file.
 */
export async function uploadFile(client: Client, options: UploadFileOptions): Promise<Asset> {
  const { file, signal, onProgress } = options
  const stop = new AbortController()
  const either = signal === undefined ? stop.signal : AbortSignal.any([stop.signal, signal])
  // Read beside the sending. A failure is heard below, where it is waited for.
  const hashed = hashStream(file.stream(), either)
  hashed.catch(() => {})
  try {
    const id = options.resume ?? (await create(client, options))
    if (file.size > 0) await sendMissing(client, id, options)
    onProgress?.(file.size)
    const asset = await waitForHash(client, id, file.size, either)
    const [own, theirs] = [await hashed, asset.checksums?.xx_hash]
    if (own !== theirs)
      throw new HashMismatchError(
        `The server has other bytes of "${options.name}" than this machine: ${String(theirs)} instead of ${own}.`,
      )
    return asset
  } finally {
    stop.abort(new Error('The upload has ended.'))
  }
}

async function create(
  client: Client,
  { file, name, parentId, asset, onCreated }: UploadFileOptions,
): Promise<string> {
  const { id } = await client.createAsset(parentId, { ...asset, type: 'file', name, filesize: file.size })
  onCreated?.(id)
  return id
}

/** Goes by what the server says it has, so that it does not matter where an upload broke off. */
async function sendMissing(client: Client, id: string, options: UploadFileOptions): Promise<void> {
  const { file, signal, retries = USUAL_RETRIES, wait, putPart = putPartByFetch, onProgress } = options
  const again = { retries, wait, signal }
  await tryAgain(
    async () => {
      const status = await client.uploadStatus(id, signal)
      if (status.state === 'failed' || status.state === 'abandoned')
        throw new Error(`The server has given the upload of "${options.name}" up. Upload it again.`)
      if (status.filesize !== file.size)
        throw new Error(`"${options.name}" is no longer the file whose upload was begun.`)
      const parts = missingParts(status)
      await uploadParts({
        file,
        parts,
        contentType: options.asset?.filetype ?? 'application/octet-stream',
        ...(signal === undefined ? {} : { signal }),
        ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
        putPart: (url, body, part) =>
          tryAgain(() => putPart(url, body, part), { ...again, signal: part.signal, isPassing: isAway }),
        onProgress: (bytes) => onProgress?.(file.size - sizeOf(parts) + bytes),
      })
    },
    // The URLs of a slow upload expire after a day: the next round begins with fresh ones.
    { ...again, isPassing: (error) => isExpired(error) && { afterMs: 0 } },
  )
}

function missingParts({ state, parts }: UploadStatus) {
  if (state === 'complete') return []
  return parts
    .filter((part) => part.received_at === null)
    .map(({ number, start, end_exclusive: endExclusive, url }) => ({ number, start, endExclusive, url }))
}

function sizeOf(parts: readonly { start: number; endExclusive: number }[]): number {
  return parts.reduce((sum, { start, endExclusive }) => sum + endExclusive - start, 0)
}

/** fetch throws a TypeError when no answer came. */
function isAway(error: unknown): { afterMs: number | null } | false {
  if (error instanceof TypeError) return { afterMs: null }
  if (!(error instanceof ApiError)) return false
  return error.status === 0 || error.status === 429 || (error.status >= 500 && error.status !== DISK_FULL)
    ? { afterMs: error.retryAfterMs }
    : false
}

function isExpired(error: unknown): boolean {
  return error instanceof ApiError && error.status === 403
}

async function waitForHash(
  client: Client,
  id: string,
  sizeBytes: number,
  signal: AbortSignal,
): Promise<Asset> {
  const deadlineMs = Date.now() + LEAST_PATIENCE_MS + sizeBytes * SLOWEST_MS_PER_BYTE
  for (let lookMs = FIRST_LOOK_MS; ; lookMs = Math.min(LONGEST_LOOK_MS, lookMs * 2)) {
    const asset = await client.asset(id, signal)
    if (asset.checksums !== null) return asset
    if (asset.upload_failed_at !== null) throw new Error(`The server could not take "${asset.name}".`)
    if (Date.now() > deadlineMs)
      throw new Error(`"${asset.name}" has arrived, but the server has not made its checksum yet.`)
    await waitFor(lookMs, signal)
  }
}
