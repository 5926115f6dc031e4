import type { BlobKey } from './blob-key.ts'
import type { BlobStore } from './blob-store.ts'
import { loadXxh64 } from './xxh64.ts'

/**
 * Hashes a stored blob in one streaming pass with flat memory, for uploads whose parts came out of order.
 * `xxHash` is XXH64 with seed 0 as 16 lower-case hex digits. Rejects with BlobNotFoundError, or with the
 * abort error of `signal`.
 */
export async function hashBlob(
  store: Pick<BlobStore, 'read'>,
  key: BlobKey,
  options: { readonly signal?: AbortSignal } = {},
): Promise<{ sizeBytes: number; xxHash: string }> {
  const newXxh64 = await loadXxh64()
  const hash = newXxh64()
  let sizeBytes = 0
  const bytes: AsyncIterable<Uint8Array> = store.read(key, undefined, options)
  for await (const chunk of bytes) {
    hash.update(chunk)
    sizeBytes += chunk.byteLength
  }
  return { sizeBytes, xxHash: hash.hex() }
}
