// Whether a file breaks off: its container says how far it reaches, and the bytes end before. A sure sign, for the price of
// reading a few heads. Others are taken for whole: they do not say (transport streams, MXF, what is written live), or ffmpeg
// finds out by itself how much is there (AVI, WAV).
import { open, type FileHandle } from 'node:fs/promises'

/** A fragmented film of hours has as many; more are not followed. */
const MOST_BOXES = 10_000
/** Less is not worth a word. Seconds. */
const LEAST_MISSING_SECONDS = 0.25
const SEGMENT_ID = 0x18538067

/** `format` as `sniffFile` names it. */
export async function isCutShort(inputPath: string, format: string, sizeBytes: number): Promise<boolean> {
  const reach = REACHES[format]
  if (reach === undefined) return false
  const file = await open(inputPath, 'r')
  try {
    return (await reach(file, sizeBytes)) > sizeBytes
  } finally {
    await file.close()
  }
}

/** The length a file states when clearly less of it is there; null otherwise. Seconds. */
export function lengthMissed(statedSeconds: number | null, arrivedSeconds: number): number | null {
  return statedSeconds !== null && statedSeconds - arrivedSeconds > LEAST_MISSING_SECONDS
    ? statedSeconds
    : null
}

/** How far the file reaches by its own account; 0 where it does not say. Bytes. */
type Reach = (file: FileHandle, sizeBytes: number) => Promise<number>

const REACHES: Readonly<Record<string, Reach>> = {
  mov: reachOfBoxes,
  matroska: reachOfSegment,
  webm: reachOfSegment,
}

async function reachOfBoxes(file: FileHandle, sizeBytes: number): Promise<number> {
  let offset = 0
  for (let box = 0; box < MOST_BOXES && offset + 16 <= sizeBytes; box += 1) {
    const head = await bytesAt(file, offset, 16)
    const short = head.readUInt32BE(0)
    const size = short === 1 ? Number(head.readBigUInt64BE(8)) : short
    // 0 is the rest of the file; what is no box was put behind it by somebody.
    if (size < 8) return 0
    offset += size
    if (offset > sizeBytes) return ['mdat', 'moof'].includes(head.toString('latin1', 4, 8)) ? offset : 0
  }
  return 0
}

async function reachOfSegment(file: FileHandle): Promise<number> {
  const head = await bytesAt(file, 0, 256)
  const header = readElement(head, 0)
  const segment = readElement(head, header.end ?? head.length)
  return segment.id === SEGMENT_ID ? (segment.end ?? 0) : 0
}

/** An EBML element; `end` is null where it is not known, as in recordings that were never finished. */
function readElement(bytes: Buffer, offset: number): { id: number; end: number | null } {
  const idLength = Math.clz32(bytes[offset] ?? 0) - 23
  const sizeAt = offset + idLength
  const sizeLength = Math.clz32(bytes[sizeAt] ?? 0) - 23
  if (idLength > 4 || sizeLength > 8 || sizeAt + sizeLength > bytes.length) return { id: 0, end: null }
  const id = bytes.readUIntBE(offset, idLength)
  const first = BigInt((bytes[sizeAt] ?? 0) & (0xff >> sizeLength))
  const size = [...bytes.subarray(sizeAt + 1, sizeAt + sizeLength)].reduce(
    (sum, byte) => (sum << 8n) | BigInt(byte),
    first,
  )
  const isUnknown = size === (1n << BigInt(7 * sizeLength)) - 1n
  return { id, end: isUnknown ? null : sizeAt + sizeLength + Number(size) }
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  // Shorter only at the very end: what is missing reads as nothing.
  return bytesRead === length ? buffer : buffer.fill(0, bytesRead)
}
