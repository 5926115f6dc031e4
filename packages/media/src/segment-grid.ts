// The grid of the quick preview: which frames and which sound lie in which segment. Known from the probe alone, so that
// its playlist exists before anything is encoded. Pure.
import { framesPerSecond, type FrameRate, type VideoProbe } from './media-probe.ts'

/** Every segment starts with a key frame and can be made without its neighbours. */
export type SegmentGrid = {
  rate: FrameRate
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

/** The grid of a video: segments of about a second, so that the first one is there soon (one-second segments took three quarters of the time of two-second ones). */
export function segmentGrid(
  probe: Pick<VideoProbe, 'frameRate' | 'frameCount'> & { audio: readonly unknown[] },
): SegmentGrid {
  const framesPerSegment = Math.max(1, Math.round(framesPerSecond(probe.frameRate)))
  return {
    rate: probe.frameRate,
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
