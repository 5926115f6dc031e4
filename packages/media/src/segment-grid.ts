// The grid of the quick preview: which frames and which sound lie in which segment. Known from the probe alone, so that
// its playlist exists before anything is encoded. Pure.
import { framesPerSecond, type AudioProbe, type FrameRate, type VideoProbe } from './media-probe.ts'

/** Every segment starts with a key frame and can be made without its neighbours. */
export type SegmentGrid = {
  rate: FrameRate
  /** Of sound alone the frames are those of AAC. */
  hasPicture: boolean
  /** Frames of the whole film. */
  frameCount: number
  /** Frames of every segment but the last, which has the rest. */
  framesPerSegment: number
  segmentCount: number
  hasSound: boolean
}

export type Stretch = { first: number; count: number }

/** Of the sound of every preview. Samples per second. */
export const PREVIEW_SAMPLE_RATE = 48_000
/** Samples in one AAC frame. */
export const AAC_FRAME_SAMPLES = 1024

/** AAC frames a second: 48,000 / 1024. */
export const SOUND_RATE: FrameRate = { num: 375, den: 8 }
/** About two seconds, which are made as soon as one is. */
const SOUND_FRAMES_PER_SEGMENT = 96

type FilmFacts = Pick<VideoProbe, 'kind' | 'frameRate' | 'frameCount'> & { audio: readonly unknown[] }
type SoundFacts = Pick<AudioProbe, 'kind' | 'durationSeconds'>

/** The grid of a video: segments of about a second, so that the first one is there soon (one-second segments took three quarters of the time of two-second ones). Of sound alone: of AAC frames. */
export function segmentGrid(probe: FilmFacts | SoundFacts): SegmentGrid {
  if (probe.kind === 'audio') {
    const frameCount = Math.max(1, Math.ceil(probe.durationSeconds * framesPerSecond(SOUND_RATE)))
    return {
      rate: SOUND_RATE,
      hasPicture: false,
      frameCount,
      framesPerSegment: SOUND_FRAMES_PER_SEGMENT,
      segmentCount: Math.ceil(frameCount / SOUND_FRAMES_PER_SEGMENT),
      hasSound: true,
    }
  }
  const framesPerSegment = Math.max(1, Math.round(framesPerSecond(probe.frameRate)))
  return {
    rate: probe.frameRate,
    hasPicture: true,
    frameCount: probe.frameCount,
    framesPerSegment,
    segmentCount: Math.ceil(probe.frameCount / framesPerSegment),
    hasSound: probe.audio.length > 0,
  }
}

/** The frames of segment `index`; `count` is 0 behind the end. */
export function framesOfSegment({ frameCount, framesPerSegment }: SegmentGrid, index: number): Stretch {
  const first = Math.min(frameCount, index * framesPerSegment)
  return { first, count: Math.min(frameCount, first + framesPerSegment) - first }
}

/** The AAC frames of segment `index`: those that start while it is shown, so that each one lies in exactly one segment. */
export function soundOfSegment(grid: SegmentGrid, index: number): Stretch {
  const { first: from, count } = framesOfSegment(grid, index)
  const first = soundFrameAt(grid.rate, from)
  return { first, count: soundFrameAt(grid.rate, from + count) - first }
}

/** The first AAC frame that does not start before picture `frame`. */
function soundFrameAt({ num, den }: FrameRate, frame: number): number {
  // Days of frames times odd rates leave the safe integers.
  const samples = BigInt(frame) * BigInt(den) * BigInt(PREVIEW_SAMPLE_RATE)
  const perFrame = BigInt(num) * BigInt(AAC_FRAME_SAMPLES)
  return Number((samples + perFrame - 1n) / perFrame)
}

/** Length of segment `index`. Seconds. */
export function segmentSeconds(grid: SegmentGrid, index: number): number {
  return (framesOfSegment(grid, index).count * grid.rate.den) / grid.rate.num
}

/** Ticks of a second, and of a frame, in which every frame has an exact time. */
export function frameClock({ num, den }: FrameRate): { timescale: number; frameTicks: number } {
  return den === 1 ? { timescale: num * 1000, frameTicks: 1000 } : { timescale: num, frameTicks: den }
}
