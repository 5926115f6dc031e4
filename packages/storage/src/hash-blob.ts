import { open } from 'node:fs/promises'
import type { BlobKey } from './blob-key.ts'
import type { BlobStore } from './blob-store.ts'
import { BlobNotFoundError, errorCode } from './storage-errors.ts'
import { loadXxh64 } from './xxh64.ts'

// One buffer for the whole pass: a new one for each chunk costs more in garbage collection than the hash itself.
const BUFFER_BYTES = 1_048_576 // 1 MiB

/**
 * Hashes a stored blob in one streaming pass with flat memory, for uploads whose parts came out of order.
 * `xxHash` is XXH64 with seed 0 as 16 lower-case hex digits. Rejects with BlobNotFoundError, or with the
 * abort error of `signal`.
 */
export async function hashBlob(
  store: Pick<BlobStore, 'localPath'>,
  key: BlobKey,
  options: { readonly signal?: AbortSignal } = {},
): Promise<{ sizeBytes: number; xxHash: string }> {
  const newXxh64 = await loadXxh64()
  const hash = newXxh64()
  const buffer = Buffer.allocUnsafe(BUFFER_BYTES)
  let sizeBytes = 0
  const file = await open(await store.localPath(key)).catch((cause: unknown) => {
    throw errorCode(cause) === 'ENOENT' ? new BlobNotFoundError(key, { cause }) : cause
  })
  try {
    for (;;) {
      options.signal?.throwIfAborted()
      const { bytesRead } = await file.read(buffer, 0, BUFFER_BYTES, sizeBytes)
      if (bytesRead === 0) break
      hash.update(buffer.subarray(0, bytesRead))
      sizeBytes += bytesRead
    }
  } finally {
    await file.close()
  }
  return { sizeBytes, xxHash: hash.hex() }
}
