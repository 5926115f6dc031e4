// Reads the head of one of our fragmented MP4 files: where the init is and where each segment lies. The sidx box
// (ISO/IEC 14496-12, 8.16.3) has it all, so the length of the file does not matter.
import { open, type FileHandle } from 'node:fs/promises'

export type Fmp4Segment = { offset: number; sizeBytes: number; durationSeconds: number }

export type Fmp4Index = {
  /** ftyp and moov: what a player needs before any segment. */
  initRange: { offset: number; sizeBytes: number }
  segments: Fmp4Segment[]
  /** Length of the picture track, or of the sound when there is none. */
  pictureSeconds: number
  /** As in RFC 6381, such as `avc1.64001f` and `mp4a.40.2`. */
  codecs: string[]
  /** Null without picture. Pixels. */
  width: number | null
  height: number | null
}

/** The file is not one this package wrote, or it was cut off. */
export class Fmp4IndexError extends Error {
  override readonly name = 'Fmp4IndexError'
}

/** Two sidx boxes for a day of two-second segments are about a megabyte. */
const LARGEST_BOX_BYTES = 16 * 2 ** 20
const HEAD_BOXES = 16

type Box = { type: string; offset: number; sizeBytes: number }

/** Reads the index of the file at `filePath`. Throws `Fmp4IndexError` when it has none. */
export async function readFmp4Index(filePath: string): Promise<Fmp4Index> {
  const file = await open(filePath, 'r')
  try {
    return await readIndex(file)
  } finally {
    await file.close()
  }
}

async function readIndex(file: FileHandle): Promise<Fmp4Index> {
  let tracks: Track[] | null = null
  let initEnd = 0
  const sidxes: Sidx[] = []
  let offset = 0
  for (let count = 0; count < HEAD_BOXES; count += 1) {
    const box = await boxAt(file, offset)
    if (box === null || box.type === 'moof') break
    if (box.type === 'moov') {
      tracks = readTracks(await bodyOf(file, box))
      initEnd = box.offset + box.sizeBytes
    } else if (box.type === 'sidx') {
      sidxes.push(readSidx(await bodyOf(file, box), box.offset + box.sizeBytes))
    }
    offset = box.offset + box.sizeBytes
  }
  if (tracks === null) throw new Fmp4IndexError('The file has no moov box before its first fragment.')
  const main = tracks.find((track) => track.width !== null) ?? tracks[0]
  const sidx = sidxes.find((one) => one.trackId === main?.id)
  if (!main || !sidx) throw new Fmp4IndexError('The file has no segment index (sidx).')
  const { width, height } = main
  return {
    initRange: { offset: 0, sizeBytes: initEnd },
    segments: segmentsOf(sidx, sidxes),
    pictureSeconds: endSeconds(sidx) - sidx.earliest / sidx.timescale,
    codecs: tracks.map((track) => track.codec),
    width,
    height,
  }
}

function segmentsOf(sidx: Sidx, all: readonly Sidx[]): Fmp4Segment[] {
  let { offset } = sidx
  const segments = sidx.references.map(({ sizeBytes, duration }) => {
    const segment = { offset, sizeBytes, durationSeconds: duration / sidx.timescale }
    offset += sizeBytes
    return segment
  })
  // Sound that goes on after the last picture lies in the last segment.
  const tailSeconds = Math.max(...all.map(endSeconds)) - endSeconds(sidx)
  const last = segments.at(-1)
  if (last && tailSeconds > 0.1) last.durationSeconds += tailSeconds
  return segments
}

function endSeconds(sidx: Sidx): number {
  const duration = sidx.references.reduce((sum, reference) => sum + reference.duration, 0)
  return (sidx.earliest + duration) / sidx.timescale
}

async function boxAt(file: FileHandle, offset: number): Promise<Box | null> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, offset)
  if (bytesRead < 8) return null
  const sizeBytes = buffer.readUInt32BE(0)
  if (sizeBytes < 8) throw new Fmp4IndexError('The file is damaged: a box is smaller than its header.')
  return { type: buffer.toString('latin1', 4, 8), offset, sizeBytes }
}

async function bodyOf(file: FileHandle, box: Box): Promise<Buffer> {
  const length = box.sizeBytes - 8
  if (length > LARGEST_BOX_BYTES) throw new Fmp4IndexError(`The ${box.type} box is impossibly large.`)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, box.offset + 8)
  if (bytesRead < length) throw new Fmp4IndexError(`The file ends inside its ${box.type} box.`)
  return buffer
}

type Sidx = {
  trackId: number
  timescale: number
  earliest: number
  /** Of the first segment in the file. */
  offset: number
  references: { sizeBytes: number; duration: number }[]
}

function readSidx(body: Buffer, boxEnd: number): Sidx {
  const isLong = body.readUInt8(0) === 1
  const trackId = body.readUInt32BE(4)
  const timescale = body.readUInt32BE(8)
  const earliest = isLong ? Number(body.readBigUInt64BE(12)) : body.readUInt32BE(12)
  const firstOffset = isLong ? Number(body.readBigUInt64BE(20)) : body.readUInt32BE(16)
  const countAt = isLong ? 30 : 22
  const references = Array.from({ length: body.readUInt16BE(countAt) }, (_, index) => {
    const at = countAt + 2 + index * 12
    // The top bit says whether another sidx follows; ours never do that.
    return { sizeBytes: body.readUInt32BE(at) & 0x7fffffff, duration: body.readUInt32BE(at + 4) }
  })
  return { trackId, timescale, earliest, offset: boxEnd + firstOffset, references }
}

type Track = { id: number; codec: string; width: number | null; height: number | null }

function readTracks(moov: Buffer): Track[] {
  return childrenOf(moov, 'trak').map((trak) => {
    const header = childrenOf(trak, 'tkhd')[0]
    const description = ['mdia', 'minf', 'stbl', 'stsd'].reduce<Buffer | undefined>(
      (parent, type) => parent && childrenOf(parent, type)[0],
      trak,
    )
    if (!header || !description) throw new Fmp4IndexError('A track of the file is not described.')
    const id = header.readUInt32BE(header.readUInt8(0) === 1 ? 20 : 12)
    // Version, flags and the number of entries come first.
    const video = childrenOf(description.subarray(8), 'avc1')[0]
    if (!video) return { id, codec: 'mp4a.40.2', width: null, height: null }
    const avcC = childrenOf(video.subarray(78), 'avcC')[0]
    if (!avcC) throw new Fmp4IndexError('The video track lacks its decoder configuration.')
    const codec = `avc1.${avcC.toString('hex', 1, 4)}`
    return { id, codec, width: video.readUInt16BE(24), height: video.readUInt16BE(26) }
  })
}

/** The bodies of all boxes of one type directly inside `parent`. */
function childrenOf(parent: Buffer, type: string): Buffer[] {
  const found: Buffer[] = []
  let offset = 0
  while (offset + 8 <= parent.length) {
    const sizeBytes = parent.readUInt32BE(offset)
    if (sizeBytes < 8) break
    if (parent.toString('latin1', offset + 4, offset + 8) === type) {
      found.push(parent.subarray(offset + 8, offset + sizeBytes))
    }
    offset += sizeBytes
  }
  return found
}
