import type { FileHandle } from 'node:fs/promises'
import type { Slot } from './slots.ts'
import type { WriteObserver } from './write-body.ts'
import type { Xxh64 } from './xxh64.ts'

/**
 * The hash of an upload whose parts arrive in order into their slots, taken while the bytes go by.
 *
 * The hash cannot be wound back when a part fails half-way. Nor need it be: what it absorbed lies on disk, and
 * nearly every repeated part brings the same bytes. So the bytes of the repetition are compared with those on
 * disk before they are overwritten; only when they differ is the hash given up.
 */
export interface RunningHash {
  readonly xxh64: Xxh64
  /** How many bytes from the start of the file are in the hash. All of them are in the file. */
  absorbedBytes: number
}

/** Whoever keeps the hash; null once it was given up and the file needs a pass of its own afterwards. */
export interface HashKeeper {
  hash: RunningHash | null
}

/** A hash for an upload of which nothing has arrived in this process. */
export function newRunningHash(xxh64: Xxh64): RunningHash {
  return { xxh64, absorbedBytes: 0 }
}

/**
 * Watches one part being written into its slot. Undefined when bytes before it are still missing: then the part is read
 * back when its turn comes (follow-hash.ts).
 */
export function hashInOrder(keeper: HashKeeper, slot: Slot, file: FileHandle): WriteObserver | undefined {
  if (keeper.hash === null || slot.offsetBytes > keeper.hash.absorbedBytes) return undefined
  return {
    async beforeWrite(chunks, positionBytes) {
      const { hash } = keeper
      if (hash === null) return
      const sameBytes = await repeatsFile(file, chunks, positionBytes, hash.absorbedBytes)
      if (!sameBytes) keeper.hash = null
    },
    afterWrite(chunks, positionBytes) {
      if (keeper.hash !== null) absorb(keeper.hash, chunks, positionBytes)
    },
  }
}

/** The finished hash, or null when it does not cover exactly the first `sizeBytes` bytes. */
export function finishedHash(hash: RunningHash | null, sizeBytes: number): string | null {
  return hash?.absorbedBytes === sizeBytes ? hash.xxh64.hex() : null
}

function absorb(hash: RunningHash, chunks: readonly Uint8Array[], positionBytes: number): void {
  let position = positionBytes
  for (const chunk of chunks) {
    const knownBytes = Math.max(0, hash.absorbedBytes - position)
    position += chunk.byteLength
    if (knownBytes >= chunk.byteLength) continue
    hash.xxh64.update(chunk.subarray(knownBytes))
    hash.absorbedBytes = position
  }
}

/** Whether the chunks, as far as they lie before `endBytes`, equal what the file holds at their place. */
async function repeatsFile(
  file: FileHandle,
  chunks: readonly Uint8Array[],
  positionBytes: number,
  endBytes: number,
): Promise<boolean> {
  let position = positionBytes
  for (const chunk of chunks) {
    const overlapBytes = Math.min(chunk.byteLength, endBytes - position)
    if (overlapBytes <= 0) return true
    const onDisk = Buffer.allocUnsafe(overlapBytes)
    const { bytesRead } = await file.read(onDisk, 0, overlapBytes, position)
    if (bytesRead < overlapBytes || !onDisk.equals(chunk.subarray(0, overlapBytes))) return false
    position += overlapBytes
  }
  return true
}
