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
