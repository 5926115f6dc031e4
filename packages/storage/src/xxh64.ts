import xxhash from 'xxhash-wasm'

/** One XXH64 (seed 0) in the making. */
export interface Xxh64 {
  update(bytes: Uint8Array): void
  /** 16 lower-case hex digits of everything so far; more may be added afterwards. */
  hex(): string
}

/** Loads the hash (a small WebAssembly module) and returns a maker of fresh ones. */
export async function loadXxh64(): Promise<() => Xxh64> {
  const xxh = await xxhash()
  return () => {
    const state = xxh.create64()
    return {
      update: (bytes) => {
        state.update(bytes)
      },
      hex: () => state.digest().toString(16).padStart(16, '0'),
    }
  }
}
