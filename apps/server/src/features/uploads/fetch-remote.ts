// Remote upload: the server fetches the file itself (v2-assets.md 3.6 `source`, 6).
import type { MediaId } from '@rushes/contract/ids'
import { BlobTooLargeError, StorageFullError } from '@rushes/storage/storage-errors'
import type { Deps } from '../../deps.ts'
import { failUpload } from './fail-upload.ts'
import { commitArrival } from './finish-upload.ts'
import { guardedFetch, RefusedUrlError } from './guarded-fetch.ts'
import { originalKey, readUpload } from '../../db/upload-rows.ts'

/** Job. Final refusals are said on the asset at once; network trouble is tried again by the queue. */
export async function fetchRemote(
  deps: Deps,
  mediaId: MediaId,
  isLastAttempt: boolean,
  stopping: AbortSignal,
): Promise<void> {
  const upload = await readUpload(deps.db, mediaId, false)
  if (upload?.state !== 'arriving' || upload.source_url === null) return
  const { maxBytes, timeoutMs, allowedPrivateHosts } = deps.config.remoteUpload
  const tooLarge = `The file is larger than the ${String(maxBytes)} bytes that may be fetched.`
  const timeout = AbortSignal.timeout(timeoutMs)
  const signal = AbortSignal.any([stopping, timeout])
  try {
    const response = await guardedFetch(upload.source_url, { allowedPrivateHosts, signal })
    if (response.contentLength !== null && response.contentLength > maxBytes) {
      // Nobody will read it: hang up, and never mind that the other side notices.
      response.body.on('error', () => undefined).destroy()
      throw new RefusedUrlError(tooLarge)
    }
    const key = originalKey(mediaId)
    const stored = await deps.store.put(key, response.body, { signal, maxBytes })
    const isCommitted = await deps.db.transaction().execute(async (trx) => {
      const current = await readUpload(trx, mediaId, true)
      if (current?.state !== 'arriving') return false
      await commitArrival(deps, trx, current, { blobKey: key, ...stored })
      return true
    })
    // Cancelled while it was fetched: nothing refers to these bytes.
    if (!isCommitted) await deps.store.delete(key)
  } catch (error) {
    if (stopping.aborted) throw error
    if (error instanceof RefusedUrlError) return failUpload(deps, mediaId, error.message, error)
    if (error instanceof BlobTooLargeError) return failUpload(deps, mediaId, tooLarge, error)
    if (error instanceof StorageFullError)
      return failUpload(deps, mediaId, 'The disk of the server is full.', error)
    // The next attempt would have no more time than this one.
    if (timeout.aborted) return failUpload(deps, mediaId, 'Fetching the file took too long.', error)
    if (isLastAttempt) return failUpload(deps, mediaId, UNREACHABLE, error)
    throw error
  }
}

const UNREACHABLE = 'The address could not be reached, or the connection broke again and again.'
