// What a timecode display shows for a frame, and the frame for what a person types.
import Timecode from 'smpte-timecode'
import type { FrameRate } from './frame-rate.ts'

/** How the frames of one file are numbered. */
export interface TimecodeClock {
  rate: FrameRate
  /** Frames since midnight that frame 0 stands for. */
  startFrame: number
  isDropFrame: boolean
}

/**
 * The clock of a file. `startTimecode` as the source has it, with ";" before the frames for drop-frame. Without one,
 * or with one that makes no sense, frame 0 is 00:00:00:00; at 29.97 and 59.94 drop-frame then, so that the readout
 * keeps pace with the clock on the wall.
 */
export function timecodeClock(startTimecode: string | null, rate: FrameRate): TimecodeClock {
  const canDrop = canDropFrames(rate)
  if (startTimecode === null) return { rate, startFrame: 0, isDropFrame: canDrop }
  const isDropFrame = canDrop && /[;.]\d+$/.test(startTimecode)
  const startFrame = frameCountOf(startTimecode, rate, isDropFrame)
  return startFrame === null
    ? { rate, startFrame: 0, isDropFrame: canDrop }
    : { rate, startFrame, isDropFrame }
}

/** "01:00:03:12", or with ";" when frames are dropped. Wraps at midnight. */
export function formatTimecode(frameIndex: number, { rate, startFrame, isDropFrame }: TimecodeClock): string {
  const frames = (startFrame + Math.max(0, Math.round(frameIndex))) % framesPerDay(rate, isDropFrame)
  return new Timecode(frames, countingRate(rate), isDropFrame).toString()
}

/** The frame a typed timecode names, or null when it is none. May lie outside of the file; the caller clamps. */
export function parseTimecode(text: string, { rate, startFrame, isDropFrame }: TimecodeClock): number | null {
  const typed = frameCountOf(text.trim(), rate, isDropFrame)
  return typed === null ? null : typed - startFrame
}

/** Seconds as "4:05", "1:04:05", or with milliseconds as "0:04.250". For media without frames. */
export function formatSeconds(seconds: number, { withMilliseconds = false } = {}): string {
  const totalMs = Math.max(0, Math.floor(Number.isFinite(seconds) ? seconds * 1000 + 1e-6 : 0))
  const hours = Math.floor(totalMs / 3_600_000)
  const minutes = Math.floor(totalMs / 60_000) % 60
  const wholeSeconds = Math.floor(totalMs / 1000) % 60
  const clock =
    hours > 0
      ? `${String(hours)}:${padded(minutes, 2)}:${padded(wholeSeconds, 2)}`
      : `${String(minutes)}:${padded(wholeSeconds, 2)}`
  return withMilliseconds ? `${clock}.${padded(totalMs % 1000, 3)}` : clock
}

function frameCountOf(text: string, rate: FrameRate, isDropFrame: boolean): number | null {
  try {
    return new Timecode(text, countingRate(rate), isDropFrame).frameCount
  } catch (cause) {
    // The constructor's only way to say that the text is no timecode.
    if (cause instanceof Error) return null
    throw cause
  }
}

/** Timecode counts whole frames per second; rates that are neither whole nor NTSC count at the nearest whole one. */
function countingRate({ num, den }: FrameRate): [number, number] {
  if (den === 1 || den === 1001) return [num, den]
  return [Math.max(1, Math.round(num / den)), 1]
}

/** Drop-frame exists for 29.97 and 59.94 only (SMPTE 12M). */
function canDropFrames({ num, den }: FrameRate): boolean {
  return den === 1001 && (num === 30_000 || num === 60_000)
}

function framesPerDay(rate: FrameRate, isDropFrame: boolean): number {
  const [num, den] = countingRate(rate)
  const nominal = Math.round(num / den)
  // Two (four at 59.94) numbers are left out in nine of ten minutes.
  const dropped = isDropFrame ? (nominal / 15) * 9 * 6 * 24 : 0
  return nominal * 86_400 - dropped
}

function padded(number: number, digits: number): string {
  return String(number).padStart(digits, '0')
}
