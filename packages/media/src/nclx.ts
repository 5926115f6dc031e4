// Colours that a HEIF file (HEIC, AVIF) states by number: a `colr` box of type nclx (ISO/IEC 14496-12, 12.1.5; the numbers
// are those of ITU-T H.273). Neither libheif nor sharp acts on them.
import { open } from 'node:fs/promises'

export type StatedColours = { primaries: number; transfer: number }

/** The boxes that say what is in the file stand in front of the pictures; those of 24 megapixels in tiles take 4 kB. */
const HEAD_BYTES = 256 * 1024
const WAY = ['meta', 'iprp', 'ipco'] as const
/** Version and flags stand in front of what is in it. */
const FULL_BOXES = new Set<string>(['meta'])

/** Null for files of other kinds and where nothing is stated. Of several pictures it is the first that says something. */
export async function readStatedColours(inputPath: string): Promise<StatedColours | null> {
  const file = await open(inputPath, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return statedColoursIn(buffer.subarray(0, bytesRead))
  } finally {
    await file.close()
  }
}

function statedColoursIn(head: Buffer): StatedColours | null {
  if (head.toString('latin1', 4, 8) !== 'ftyp') return null
  let inner = head
  for (const type of WAY) {
    const body = bodiesIn(inner, type).next().value
    if (body === undefined) return null
    inner = FULL_BOXES.has(type) ? body.subarray(4) : body
  }
  for (const body of bodiesIn(inner, 'colr')) {
    if (body.length >= 8 && body.toString('latin1', 0, 4) === 'nclx')
      return { primaries: body.readUInt16BE(4), transfer: body.readUInt16BE(6) }
  }
  return null
}

/** What is in the boxes of one type. Ends at a box that breaks off or has no sensible size. */
function* bodiesIn(boxes: Buffer, type: string): Generator<Buffer, undefined> {
  for (let at = 0; at + 8 <= boxes.length;) {
    const sizeBytes = boxes.readUInt32BE(at)
    if (sizeBytes < 8 || at + sizeBytes > boxes.length) return
    if (boxes.toString('latin1', at + 4, at + 8) === type) yield boxes.subarray(at + 8, at + sizeBytes)
    at += sizeBytes
  }
}
