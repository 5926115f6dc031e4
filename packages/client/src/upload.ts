// Sends the parts of a file. Works on anything that can be sliced: a File of a browser, a Blob opened by Node.
import { ApiError } from './request.ts'

/** One part still to be sent. `number` is 1-based, the range is in bytes of the file. */
export interface PendingPart {
  number: number
  start: number
  endExclusive: number
  url: string
}

/** Sends one part; resolves when it was acknowledged. Reports bytes sent so far of this part. */
export type PutPart = (
  url: string,
  body: Blob,
  options: { contentType: string; signal: AbortSignal; onSent: (bytes: number) => void },
) => Promise<void>

export interface UploadOptions {
  file: Blob
  parts: PendingPart[]
  /** The asset's `filetype`. */
  contentType: string
  signal?: AbortSignal
  /** Parts in flight at once; three keeps a slow line busy without starving it. */
  concurrency?: number
  putPart?: PutPart
  /** Bytes of these parts that were sent so far, those in flight included. */
  onProgress?: (sentBytes: number) => void
}

/** The ranges of a file split the documented way: ceil(size / n) bytes each (v2-assets.md 6). */
export function splitIntoParts(sizeBytes: number, uploadUrls: string[]): PendingPart[] {
  const partBytes = Math.ceil(sizeBytes / uploadUrls.length)
  return uploadUrls.map((url, index) => ({
    number: index + 1,
    start: Math.min(sizeBytes, index * partBytes),
    endExclusive: Math.min(sizeBytes, (index + 1) * partBytes),
    url,
  }))
}

/**
 * Sends all parts, a few at once. Rejects with the first failure after stopping the others; what was acknowledged
 * stays acknowledged, so the caller may ask the server what is missing and go on.
 */
export async function uploadParts(options: UploadOptions): Promise<void> {
  const { file, contentType, concurrency = 3, putPart = putPartByFetch } = options
  const stop = new AbortController()
  const signal = options.signal === undefined ? stop.signal : AbortSignal.any([stop.signal, options.signal])
  const sentBytes = new Map<number, number>()
  const waiting = [...options.parts]

  async function sendOneByOne(): Promise<void> {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
      signal.throwIfAborted()
      const { number, start, endExclusive, url } = part
      await putPart(url, file.slice(start, endExclusive), {
        contentType,
        signal,
        onSent: (bytes) => {
          sentBytes.set(number, bytes)
          options.onProgress?.(sum(sentBytes.values()))
        },
      })
      sentBytes.set(number, endExclusive - start)
      options.onProgress?.(sum(sentBytes.values()))
    }
  }

  try {
    await Promise.all(Array.from({ length: Math.min(concurrency, options.parts.length) }, sendOneByOne))
  } catch (error) {
    stop.abort(error)
    throw error
  }
}

/** PUT by fetch: no progress inside a part. Browsers pass a sender of their own that reports it. */
export const putPartByFetch: PutPart = async (url, body, { contentType, signal }) => {
  const response = await fetch(url, {
    method: 'PUT',
    body,
    headers: { 'content-type': contentType, 'x-amz-acl': 'private' },
    signal,
  }).catch((cause: unknown) => {
    if (signal.aborted) throw cause
    const what = `${new URL(url).origin} cannot be reached. What has arrived is kept: the same upload goes on there.`
    throw new ApiError(0, what, [], null, cause)
  })
  const text = await response.text()
  if (!response.ok)
    throw new ApiError(
      response.status,
      /<Message>(.*?)<\/Message>/s.exec(text)?.[1] ?? 'The upload was refused.',
      [],
      null,
    )
}

function sum(values: Iterable<number>): number {
  let total = 0
  for (const value of values) total += value
  return total
}
