// XXH64 of a file, in the spelling of `checksums.xx_hash`: 16 lower-case hex digits.
import createXxhash from 'xxhash-wasm'

/** Reads a stream to its end. Rejects when the signal fires. */
export async function hashStream(stream: ReadableStream<Uint8Array>, signal?: AbortSignal): Promise<string> {
  const xxhash = await createXxhash()
  const hash = xxhash.create64()
  for await (const chunk of stream) {
    signal?.throwIfAborted()
    hash.update(chunk)
  }
  return hash.digest().toString(16).padStart(16, '0')
}
