// Which H.264 renditions a video gets, and how large they are.
import { framesPerSecond, type FrameRate, type VideoProbe } from './media-probe.ts'

/** In the order they are offered: smallest first (v2-assets.md 4.2). */
export const RUNG_KINDS = ['h264_360', 'h264_540', 'h264_720', 'h264_1080_best', 'h264_2160'] as const
export type RungKind = (typeof RUNG_KINDS)[number]

export type Rung = {
  kind: RungKind | 'video_h264_180'
  /** Even, as 4:2:0 needs. Pixels. */
  width: number
  height: number
  /** Highest rate over a few seconds. Bits per second. */
  maxBitrate: number
}

/** About 4 Mb/s for HD and 2.2 Mb/s for SD (v2-assets.md 4.4); UHD has four times the pixels of HD, in larger areas. */
const RUNGS: readonly { kind: RungKind; lines: number; maxBitrate: number }[] = [
  { kind: 'h264_360', lines: 360, maxBitrate: 2_200_000 },
  { kind: 'h264_540', lines: 540, maxBitrate: 2_200_000 },
  { kind: 'h264_720', lines: 720, maxBitrate: 4_000_000 },
  { kind: 'h264_1080_best', lines: 1080, maxBitrate: 4_000_000 },
  { kind: 'h264_2160', lines: 2160, maxBitrate: 14_000_000 },
]
const HOVER = { kind: 'video_h264_180', lines: 180, maxBitrate: 500_000 } as const

type Size = { width: number; height: number }

/** The rungs of a video, smallest first: those no larger than the source, or one at the source's own size. */
export function ladderFor(probe: Pick<VideoProbe, 'width' | 'height'>): Rung[] {
  const lines = linesOf(probe)
  const fitting = RUNGS.filter((rung) => rung.lines <= lines)
  if (fitting.length > 0) {
    return fitting.map(({ kind, maxBitrate, lines: rungLines }) => ({
      kind,
      maxBitrate,
      ...scaledTo(probe, rungLines),
    }))
  }
  const [smallest] = RUNGS
  return smallest ? [{ kind: smallest.kind, maxBitrate: smallest.maxBitrate, ...evenSize(probe) }] : []
}

/** The silent preview shown under the pointer. */
export function hoverPreviewFor(probe: Pick<VideoProbe, 'width' | 'height'>): Rung {
  const { kind, maxBitrate, lines } = HOVER
  const size = linesOf(probe) > lines ? scaledTo(probe, lines) : evenSize(probe)
  return { kind, maxBitrate, ...size }
}

/** Frames between key frames, which are also the segment borders of every rung: about two seconds. */
export function keyframeInterval(rate: FrameRate): number {
  return Math.max(1, Math.round(framesPerSecond(rate) * 2))
}

/**
 * The class of a picture in lines: its height, or its short side when upright. A picture wider than 16:9 counts as the
 * 16:9 picture it was cut from, so that a 1920x804 film gets its 1080 rung at full width.
 */
function linesOf({ width, height }: Size): number {
  const short = Math.min(width, height)
  const long = Math.max(width, height)
  return Math.max(short, Math.round((long * 9) / 16))
}

function scaledTo(source: Size, lines: number): Size {
  const factor = lines / linesOf(source)
  const even = (side: number) => Math.max(2, 2 * Math.round((side * factor) / 2))
  return { width: even(source.width), height: even(source.height) }
}

function evenSize(source: Size): Size {
  const even = (side: number) => Math.max(2, 2 * Math.floor(side / 2))
  return { width: even(source.width), height: even(source.height) }
}
