// The constant grid of frames a file is reviewed on. For most files it is simply their frame rate; for variable-rate
// ones it is the rate they were meant to have.
import type { FrameRate } from './media-probe.ts'

/** Rates pictures are really made at. A measured rate this near to one of them is that one, written badly. */
const STANDARD_RATES: readonly FrameRate[] = [
  { num: 10, den: 1 },
  { num: 12, den: 1 },
  { num: 25, den: 2 },
  { num: 15, den: 1 },
  { num: 20, den: 1 },
  { num: 24_000, den: 1001 },
  { num: 24, den: 1 },
  { num: 25, den: 1 },
  { num: 30_000, den: 1001 },
  { num: 30, den: 1 },
  { num: 48_000, den: 1001 },
  { num: 48, den: 1 },
  { num: 50, den: 1 },
  { num: 60_000, den: 1001 },
  { num: 60, den: 1 },
  { num: 100, den: 1 },
  { num: 120_000, den: 1001 },
  { num: 120, den: 1 },
]
/** 24 and 23.976 differ by 1e-3; what muxers make of one of them by rounding stays below this. */
const SAME_RATE = 2e-4
/** How far the average of a variable-rate file may be from the rate it was meant to have. */
const NEAR_RATE = 0.015
const FASTEST_PLAUSIBLE = 300
const SLOWEST_PLAUSIBLE = 0.02
/** A grid finer than this only repeats pictures when the average is far below it, as in screen recordings. */
const USUAL_RATE = 30

/** Two weeks at 120 frames per second. A header that states more is damaged. */
export const MOST_FRAMES = 14 * 24 * 3600 * 120

export type FrameGrid = { rate: FrameRate; isVariable: boolean }

/**
 * Chooses the grid from ffprobe's two rates: `r_frame_rate`, the coarsest grid all time stamps fit on (a guess, and the
 * field rate for interlaced material), and `avg_frame_rate`, pictures per second over the whole file.
 */
export function chooseFrameGrid(stated: {
  rFrameRate: string | undefined
  avgFrameRate: string | undefined
  interlaced: boolean
}): FrameGrid {
  const grid = parseRate(stated.rFrameRate)
  const average = parseRate(stated.avgFrameRate)
  if (!grid && !average) return { rate: { num: USUAL_RATE, den: 1 }, isVariable: true }
  if (!average) return { rate: snapped(grid ?? { num: USUAL_RATE, den: 1 }), isVariable: true }
  if (!grid) return { rate: nominalRate(average, null), isVariable: true }
  if (isNear(grid, average, SAME_RATE)) return { rate: snapped(grid), isVariable: false }
  if (stated.interlaced && isNear({ num: average.num * 2, den: average.den }, grid, NEAR_RATE)) {
    return { rate: snapped({ num: grid.num, den: grid.den * 2 }), isVariable: false }
  }
  return { rate: nominalRate(average, grid), isVariable: true }
}

/** The rate a variable-rate file was meant to have. */
function nominalRate(average: FrameRate, grid: FrameRate | null): FrameRate {
  const averageFps = value(average)
  if (
    grid &&
    value(grid) <= 60 &&
    value(grid) >= averageFps * (1 - NEAR_RATE) &&
    value(grid) < averageFps * 1.9
  ) {
    const standard = STANDARD_RATES.find((rate) => isNear(rate, grid, SAME_RATE))
    if (standard) return standard
  }
  const wantedFps = Math.max(averageFps, Math.min(grid ? value(grid) : USUAL_RATE, USUAL_RATE))
  const nearest = STANDARD_RATES.toSorted(
    (one, other) => Math.abs(value(one) - wantedFps) - Math.abs(value(other) - wantedFps),
  )[0]
  if (nearest && Math.abs(value(nearest) / wantedFps - 1) < NEAR_RATE) return nearest
  // Upwards, so that no picture is lost.
  return STANDARD_RATES.find((rate) => value(rate) > wantedFps) ?? reduced(Math.round(wantedFps), 1)
}

export type GridLength = {
  rate: FrameRate
  isVariable: boolean
  /** As stated by the container; may count pictures an edit list hides. */
  statedFrames: number | null
  /** Length of the video stream. Seconds. */
  durationSeconds: number | null
}

/**
 * Frames on the grid, or null when the packets have to be counted first. Variable rate: duration x rate, rounded.
 * Constant rate: the stated number when the duration agrees, else the duration when it falls on the grid by itself.
 */
export function framesOnGrid(length: GridLength): number | null {
  const { rate, isVariable, statedFrames, durationSeconds } = length
  if (durationSeconds === null || durationSeconds <= 0) return null
  const frames = durationSeconds * value(rate)
  if (frames > MOST_FRAMES) return null
  if (isVariable) return Math.max(1, Math.round(frames))
  if (statedFrames !== null && Math.abs(statedFrames - frames) < 0.6) return statedFrames
  // A millisecond clock (Matroska) is off by up to half a millisecond at each end.
  const slack = 0.001 * value(rate) + 0.01
  const whole = Math.max(1, Math.round(frames))
  return statedFrames !== null || Math.abs(frames - whole) <= slack ? whole : null
}

/** `30000/1001` or `25/1`; null for `0/0`, nonsense, and rates no camera or screen has. */
export function parseRate(text: string | undefined): FrameRate | null {
  const match = /^(\d+)\/(\d+)$/.exec(text ?? '')
  const num = Number(match?.[1])
  const den = Number(match?.[2])
  if (!Number.isSafeInteger(num) || !Number.isSafeInteger(den) || num <= 0 || den <= 0) return null
  const fps = num / den
  return fps < SLOWEST_PLAUSIBLE || fps > FASTEST_PLAUSIBLE ? null : reduced(num, den)
}

function snapped(rate: FrameRate): FrameRate {
  return STANDARD_RATES.find((standard) => isNear(standard, rate, SAME_RATE)) ?? rate
}

function isNear(one: FrameRate, other: FrameRate, tolerance: number): boolean {
  return Math.abs(value(one) / value(other) - 1) < tolerance
}

function value(rate: FrameRate): number {
  return rate.num / rate.den
}

function reduced(num: number, den: number): FrameRate {
  let [a, b] = [num, den]
  while (b > 0) [a, b] = [b, a % b]
  return { num: num / a, den: den / a }
}
