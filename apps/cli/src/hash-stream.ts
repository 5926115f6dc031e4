// XXH64 of a stream, in the spelling of `checksums.xx_hash`: 16 lower-case hex digits.
import createXxhash from 'xxhash-wasm'

export async function hashStream(stream: ReadableStream<Uint8Array>): Promise<string> {
  const xxhash = await createXxhash()
  const hash = xxhash.create64()
  for await (const chunk of stream) hash.update(chunk)
  return hash.digest().toString(16).padStart(16, '0')
}
