// Numbers and bytes that look random and are the same for the same seed, so that a failure can be repeated.

/** Numbers from 0 to below 1 (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Bytes that nothing can mistake for a media file: the first ones are no signature of any. */
export function seededBytes(seed: number, sizeBytes: number): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil(sizeBytes / 4))
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1
  for (let index = 0; index < words.length; index += 1) {
    // xorshift32: quick enough for gigabytes.
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    words[index] = state
  }
  return new Uint8Array(words.buffer, 0, sizeBytes)
}
