// Bytes to send, and the ways clients cut and send them.

/** `sizeBytes` bytes that look random, the same for the same seed. */
export function sampleBytes(sizeBytes: number, seed = 1): Uint8Array {
  const words = new Uint32Array(Math.ceil(sizeBytes / 4))
  let state = seed * 2_654_435_761 + 1
  for (let index = 0; index < words.length; index += 1) {
    // Numerical Recipes' linear congruential generator: quick, and never the zeros of a sparse file.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    words[index] = state
  }
  return new Uint8Array(words.buffer, 0, sizeBytes)
}

/** A body that arrives in chunks. */
export async function* bodyOf(bytes: Uint8Array, chunkBytes = 65_536): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < bytes.byteLength; offset += chunkBytes) {
    yield bytes.subarray(offset, offset + chunkBytes)
  }
}

/** A body whose sender goes away after `bytes`. */
export async function* brokenBody(bytes: Uint8Array, error: Error): AsyncGenerator<Uint8Array> {
  yield* bodyOf(bytes, Math.max(1, Math.ceil(bytes.byteLength / 3)))
  throw error
}

/** A body whose sender falls silent after `bytes`; `silent` resolves when it does. */
export function stalledBody(bytes: Uint8Array): { body: AsyncGenerator<Uint8Array>; silent: Promise<void> } {
  const { promise: silent, resolve } = Promise.withResolvers<void>()
  const endless = new Promise<never>(() => undefined)
  async function* body(): AsyncGenerator<Uint8Array> {
    yield* bodyOf(bytes)
    resolve()
    await endless
  }
  return { body: body(), silent }
}

export async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of source) chunks.push(chunk)
  return Buffer.concat(chunks)
}

export type Splitter = (sizeBytes: number, partCount: number) => number[]

/** The part sizes that known clients make of a file (v2-assets.md 6). */
export const SPLITTERS: Readonly<Record<string, Splitter>> = {
  'ceil(size / n), the last one shorter': (sizeBytes, partCount) =>
    piecesOf(sizeBytes, partCount, Math.ceil(sizeBytes / partCount)),
  'floor(size / n), the remainder on the last': (sizeBytes, partCount) => {
    const pieceBytes = Math.floor(sizeBytes / partCount)
    const sizes = Array.from({ length: partCount - 1 }, () => pieceBytes)
    return [...sizes, sizeBytes - pieceBytes * (partCount - 1)]
  },
  'ceil(size / n) + 1': (sizeBytes, partCount) =>
    piecesOf(sizeBytes, partCount, Math.ceil(sizeBytes / partCount) + 1),
  // That client gives up unless the overflow happens to be the last part the server asked for.
  'floor(size / (n - 1)) and an overflow': (sizeBytes, partCount) => {
    const pieceBytes = Math.floor(sizeBytes / Math.max(1, partCount - 1))
    const sizes = Array.from({ length: partCount - 1 }, () => pieceBytes)
    return [...sizes, sizeBytes - pieceBytes * (partCount - 1)]
  },
}

function piecesOf(sizeBytes: number, partCount: number, pieceBytes: number): number[] {
  return Array.from({ length: partCount }, (_, index) =>
    Math.max(0, Math.min(pieceBytes, sizeBytes - index * pieceBytes)),
  )
}

/** Cuts bytes into pieces of the given sizes. */
export function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  let offset = 0
  return sizes.map((size) => {
    const piece = bytes.subarray(offset, offset + size)
    offset += size
    return piece
  })
}
