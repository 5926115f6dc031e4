import type { FileHandle } from 'node:fs/promises'
import type { ByteRange } from './blob-store.ts'

/** How much a reader holds: one chunk being read, one waiting for the consumer. */
export const READ_CHUNK_BYTES = 262_144 // 256 KiB

/** The bytes of an open file from a range (or all), as far as it goes; closes the file when done or given up. */
export async function* readRange(
  file: FileHandle,
  range: ByteRange | undefined,
): AsyncGenerator<Buffer, void, undefined> {
  try {
    const endBytes = range === undefined ? Infinity : range.endInclusive + 1
    let position = range?.start ?? 0
    while (position < endBytes) {
      // A fresh buffer each time: the consumer keeps the last one.
      const buffer = Buffer.allocUnsafeSlow(Math.min(READ_CHUNK_BYTES, endBytes - position))
      const { bytesRead } = await file.read(buffer, 0, buffer.byteLength, position)
      if (bytesRead === 0) return
      position += bytesRead
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

/** Larger, for fewer turns through the event loop; a receiver on a slow line holds two of them. */
const SEND_CHUNK_BYTES = 524_288 // 512 KiB

/** Buffers of readers that are done, for the next ones: a few segments being watched at once. */
const spare: Buffer[] = []
const MOST_SPARE = 16

/**
 * As `readRange`, to a function instead of a reader. Two buffers take turns, one being read while the other is written:
 * a chunk is the function's until its promise is settled. Fresh buffers for every chunk would cost more than the reading:
 * the garbage collector runs several times a second at a few hundred megabytes.
 */
export async function sendRange(
  file: FileHandle,
  range: ByteRange | undefined,
  write: (chunk: Buffer) => Promise<void>,
): Promise<void> {
  const endBytes = range === undefined ? Infinity : range.endInclusive + 1
  let position = range?.start ?? 0
  const read = async (buffer: Buffer) => {
    const wanted = Math.min(buffer.byteLength, endBytes - position)
    const { bytesRead } = wanted <= 0 ? { bytesRead: 0 } : await file.read(buffer, 0, wanted, position)
    position += bytesRead
    return bytesRead
  }
  const buffers: [Buffer, Buffer] = [takeBuffer(), takeBuffer()]
  try {
    let [current, next] = buffers
    let bytesRead = await read(current)
    while (bytesRead > 0) {
      const [ahead] = await Promise.all([read(next), write(current.subarray(0, bytesRead))])
      bytesRead = ahead
      ;[current, next] = [next, current]
    }
    // After an error nobody knows who still looks at them.
    for (const buffer of buffers) if (spare.length < MOST_SPARE) spare.push(buffer)
  } finally {
    await file.close()
  }
}

function takeBuffer(): Buffer {
  return spare.pop() ?? Buffer.allocUnsafeSlow(SEND_CHUNK_BYTES)
}
