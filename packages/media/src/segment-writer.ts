// Puts samples together to one media segment (ISO/IEC 14496-12, 8.8) with times counted from the grid, so that segments
// of different runs fit each other to the tick.
import {
  AAC_FRAME_SAMPLES,
  frameClock,
  framesOfSegment,
  soundOfSegment,
  type SegmentGrid,
} from './segment-grid.ts'

/** As the init numbers them: the picture first, where there is one. */
export const PICTURE_TRACK = 1
export const soundTrackOf = ({ hasPicture }: SegmentGrid): number => (hasPicture ? 2 : 1)

const SYNC_SAMPLE = 0x0200_0000
const DEPENDENT_SAMPLE = 0x0101_0000

/** Segment `index` of the grid. `pictures` starts with a key frame; one of both may be empty. */
export function writeSegment(
  grid: SegmentGrid,
  index: number,
  pictures: readonly Buffer[],
  sounds: readonly Buffer[],
): Buffer {
  const { frameTicks } = frameClock(grid.rate)
  const tracks: Track[] = [
    {
      id: PICTURE_TRACK,
      samples: pictures,
      startTicks: BigInt(framesOfSegment(grid, index).first) * BigInt(frameTicks),
      sampleTicks: frameTicks,
      defaultFlags: DEPENDENT_SAMPLE,
    },
    {
      id: soundTrackOf(grid),
      samples: sounds,
      startTicks: BigInt(soundOfSegment(grid, index).first) * BigInt(AAC_FRAME_SAMPLES),
      sampleTicks: AAC_FRAME_SAMPLES,
      defaultFlags: SYNC_SAMPLE,
    },
  ].filter(({ samples }) => samples.length > 0)
  const sequence = box('mfhd', u32(0), u32(index + 1))
  const moofBytes = box('moof', sequence, ...trackBoxes(tracks, 0)).length
  const data = tracks.flatMap(({ samples }) => samples)
  return Buffer.concat([
    box('styp', Buffer.from('msdh'), u32(0), Buffer.from('msdhmsix')),
    box('moof', sequence, ...trackBoxes(tracks, moofBytes + 8)),
    box('mdat', ...data),
  ])
}

type Track = {
  id: number
  samples: readonly Buffer[]
  startTicks: bigint
  sampleTicks: number
  defaultFlags: number
}

/** `dataOffset`: of the first sample, from the start of the moof. */
function trackBoxes(tracks: readonly Track[], dataOffset: number): Buffer[] {
  let offset = dataOffset
  return tracks.map(({ id, samples, startTicks, sampleTicks, defaultFlags }) => {
    const traf = box(
      'traf',
      // Base is the moof; default duration and flags are stated.
      box('tfhd', u32(0x02_0028), u32(id), u32(sampleTicks), u32(defaultFlags)),
      box('tfdt', u32(0x0100_0000), u64(startTicks)),
      // Offset, flags of the first sample, sizes.
      box(
        'trun',
        u32(0x0205),
        u32(samples.length),
        u32(offset),
        u32(SYNC_SAMPLE),
        ...samples.map((sample) => u32(sample.length)),
      ),
    )
    offset += samples.reduce((sum, sample) => sum + sample.length, 0)
    return traf
  })
}

function box(type: string, ...parts: readonly Buffer[]): Buffer {
  const size = parts.reduce((sum, part) => sum + part.length, 8)
  return Buffer.concat([u32(size), Buffer.from(type, 'latin1'), ...parts])
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(value)
  return bytes
}
