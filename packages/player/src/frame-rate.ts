// Frames and seconds. Frames are the truth for places in a video; seconds are only what a media element understands.

/** Frames per second as a fraction, so that 29.97 is exact. */
export interface FrameRate {
  num: number
  den: number
}

/**
 * What places in sound are counted in. Sound has no frames, and comments of the V2 API are counted in nothing else
 * (v2-platform.md 8.5): thirtieths of a second, which every program for cutting knows as a rate.
 */
export const SOUND_RATE: FrameRate = { num: 30, den: 1 }

/** How far a written rate may be from the one it means: the API rounds to three decimals. */
const WRITTEN_TOLERANCE = 0.006

/** The exact rate behind a rounded one: 23.976 is 24000/1001. Null when there is no rate to speak of. */
export function frameRateFromFps(fps: number | null | undefined): FrameRate | null {
  if (fps === null || fps === undefined || !Number.isFinite(fps) || fps <= 0) return null
  const whole = Math.round(fps)
  if (Math.abs(fps - whole) < 1e-6) return { num: whole, den: 1 }
  const ntsc = Math.round((fps * 1001) / 1000)
  if (Math.abs(fps - (ntsc * 1000) / 1001) < WRITTEN_TOLERANCE) return { num: ntsc * 1000, den: 1001 }
  return { num: Math.round(fps * 1000), den: 1000 }
}

/** The frame that is on screen at a time. Rounds down, with room for what a double loses. */
export function frameAtSeconds(seconds: number, { num, den }: FrameRate): number {
  return Math.max(0, Math.floor((seconds * num) / den + 1e-6))
}

/** The frame whose presentation time a browser reports (requestVideoFrameCallback); containers round that time. */
export function frameOfMediaTime(mediaTimeSeconds: number, { num, den }: FrameRate): number {
  return Math.max(0, Math.round((mediaTimeSeconds * num) / den))
}

/**
 * Where to seek to see a frame: its middle. At its start, containers that round times show the frame before it
 * (measured: 16 of 40 seeks wrong at 23.976; none at the middle).
 */
export function seekSecondsOf(frameIndex: number, { num, den }: FrameRate): number {
  return ((frameIndex + 0.5) * den) / num
}
