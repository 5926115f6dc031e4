// Reads a fragmented MP4 as it comes out of ffmpeg and gives its samples, in order, track by track.

export type Mp4Sample = { trackId: number; bytes: Buffer }

/** The stream is no fragmented MP4. Cannot happen with a sound ffmpeg. */
export class FragmentError extends Error {
  override readonly name = 'FragmentError'
}

/** A fragment holds one picture; the largest of a preview are far below this. */
const LARGEST_BOX_BYTES = 64 * 2 ** 20

export type FragmentReader = {
  /** Takes the next bytes. Throws `FragmentError`. */
  add: (chunk: Buffer) => void
  /** ftyp and moov, once they have come. */
  init: () => Buffer | null
}

/** Calls `onSample` for every sample as soon as its fragment is complete. */
export function createFragmentReader(onSample: (sample: Mp4Sample) => void): FragmentReader {
  let pending: Buffer[] = []
  let pendingBytes = 0
  let neededBytes = 8
  let moof: Buffer | null = null
  const head: Buffer[] = []
  let hasMoov = false

  function takeBox(box: Buffer): void {
    const type = box.toString('latin1', 4, 8)
    if (type === 'ftyp' || type === 'moov') head.push(box)
    if (type === 'moov') hasMoov = true
    if (type === 'moof') moof = box
    if (type === 'mdat' && moof !== null) {
      for (const sample of samplesOf(moof, box)) onSample(sample)
      moof = null
    }
  }

  return {
    add: (chunk) => {
      pending.push(chunk)
      pendingBytes += chunk.length
      if (pendingBytes < neededBytes) return
      let bytes = Buffer.concat(pending)
      neededBytes = 8
      while (bytes.length >= 8) {
        const size = bytes.readUInt32BE(0)
        if (size < 8 || size > LARGEST_BOX_BYTES) throw new FragmentError(`A box of ${String(size)} bytes.`)
        if (bytes.length < size) {
          neededBytes = size
          break
        }
        takeBox(bytes.subarray(0, size))
        bytes = bytes.subarray(size)
      }
      // A copy, so that the large buffer can go.
      pending = [Buffer.from(bytes)]
      pendingBytes = bytes.length
    },
    init: () => (hasMoov ? Buffer.concat(head) : null),
  }
}

/** `mdat` follows `moof` at once, and offsets count from the start of `moof` (default_base_moof). */
function samplesOf(moof: Buffer, mdat: Buffer): Mp4Sample[] {
  return boxesIn(moof, 8)
    .filter(({ type }) => type === 'traf')
    .flatMap(({ bytes }) => {
      const parts = boxesIn(bytes, 8)
      const header = parts.find(({ type }) => type === 'tfhd')?.bytes
      if (header === undefined) throw new FragmentError('A track fragment without a header.')
      const { trackId, defaultSize } = readTrackHeader(header)
      return parts
        .filter(({ type }) => type === 'trun')
        .flatMap(({ bytes: run }) => {
          const { dataOffset, sizes } = readRun(run, defaultSize)
          let at = dataOffset - moof.length
          return sizes.map((size) => {
            const sample = { trackId, bytes: Buffer.from(mdat.subarray(at, at + size)) }
            if (sample.bytes.length !== size)
              throw new FragmentError('A sample lies outside of its fragment.')
            at += size
            return sample
          })
        })
    })
}

function boxesIn(parent: Buffer, from: number): { type: string; bytes: Buffer }[] {
  const boxes: { type: string; bytes: Buffer }[] = []
  for (let at = from; at + 8 <= parent.length;) {
    const size = parent.readUInt32BE(at)
    if (size < 8 || at + size > parent.length) throw new FragmentError('A box is larger than its parent.')
    boxes.push({ type: parent.toString('latin1', at + 4, at + 8), bytes: parent.subarray(at, at + size) })
    at += size
  }
  return boxes
}

/** tfhd, ISO/IEC 14496-12, 8.8.7. */
function readTrackHeader(box: Buffer): { trackId: number; defaultSize: number } {
  const flags = box.readUIntBE(9, 3)
  const before = (flags & 0x1 ? 8 : 0) + (flags & 0x2 ? 4 : 0) + (flags & 0x8 ? 4 : 0)
  return { trackId: box.readUInt32BE(12), defaultSize: flags & 0x10 ? box.readUInt32BE(16 + before) : 0 }
}

/** trun, ISO/IEC 14496-12, 8.8.8. */
function readRun(box: Buffer, defaultSize: number): { dataOffset: number; sizes: number[] } {
  const flags = box.readUIntBE(9, 3)
  const count = box.readUInt32BE(12)
  let at = 16
  let dataOffset = 0
  if (flags & 0x1) {
    dataOffset = box.readInt32BE(at)
    at += 4
  }
  if (flags & 0x4) at += 4
  const sizeAt = flags & 0x100 ? 4 : 0
  const entryBytes = 4 * [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag).length
  const sizes = Array.from({ length: count }, (_, index) =>
    flags & 0x200 ? box.readUInt32BE(at + index * entryBytes + sizeAt) : defaultSize,
  )
  return { dataOffset, sizes }
}
