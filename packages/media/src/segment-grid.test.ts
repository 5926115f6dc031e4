import { expect, test } from 'vitest'
import fc from 'fast-check'
import { gridPlaylist } from './hls-playlist.ts'
import {
  AAC_FRAME_SAMPLES,
  frameClock,
  framesOfSegment,
  PREVIEW_SAMPLE_RATE,
  segmentGrid,
  segmentSeconds,
  soundOfSegment,
  type SegmentGrid,
} from './segment-grid.ts'

const RATES = [
  [24_000, 1001],
  [24, 1],
  [25, 1],
  [30_000, 1001],
  [30, 1],
  [50, 1],
  [60_000, 1001],
  [60, 1],
  [25, 2],
  [1, 50],
] as const

const gridOf = (num: number, den: number, frameCount: number): SegmentGrid =>
  segmentGrid({ kind: 'video', frameRate: { num, den }, frameCount, audio: [{}] })
const indexes = (grid: SegmentGrid) => Array.from({ length: grid.segmentCount }, (_, index) => index)

test.each(RATES)('at %d/%d every frame and every piece of sound lies in exactly one segment', (num, den) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), (frameCount) => {
      const grid = gridOf(num, den, frameCount)
      let nextFrame = 0
      let nextSound = 0
      for (const index of indexes(grid)) {
        const frames = framesOfSegment(grid, index)
        const sound = soundOfSegment(grid, index)
        expect(frames.first).toBe(nextFrame)
        expect(frames.count).toBeGreaterThan(0)
        expect(sound.first).toBe(nextSound)
        // The sound starts with the picture, or less than a piece later.
        const lateSamples = sound.first * AAC_FRAME_SAMPLES - (frames.first * PREVIEW_SAMPLE_RATE * den) / num
        expect(lateSamples).toBeGreaterThanOrEqual(-0.001)
        expect(lateSamples).toBeLessThan(AAC_FRAME_SAMPLES)
        nextFrame = frames.first + frames.count
        nextSound = sound.first + sound.count
      }
      expect(nextFrame).toBe(frameCount)
    }),
    { numRuns: 20 },
  )
})

test.each(RATES)('at %d/%d a frame has an exact time', (num, den) => {
  const { timescale, frameTicks } = frameClock({ num, den })
  expect(timescale * den).toBe(frameTicks * num)
})

test('the playlist is as long as the film, to the microsecond, and names every segment once', () => {
  for (const [num, den] of RATES) {
    const grid = gridOf(num, den, 1234)
    const playlist = gridPlaylist(grid, '../quick')
    const lengths = [...playlist.matchAll(/#EXTINF:([\d.]+),\n\.\.\/quick\/(\d+)\.m4s/g)]
    expect(lengths.map(([, , index]) => Number(index))).toEqual(indexes(grid))
    const seconds = lengths.reduce((sum, [, length]) => sum + Number(length), 0)
    expect(Math.abs(seconds - (1234 * den) / num)).toBeLessThan(1e-6 * grid.segmentCount)
    const target = Number(/TARGETDURATION:(\d+)/.exec(playlist)?.[1])
    for (const index of indexes(grid)) expect(segmentSeconds(grid, index)).toBeLessThanOrEqual(target)
  }
})

test('days of frames are counted without rounding', () => {
  const grid = gridOf(120_000, 1001, 14 * 24 * 3600 * 119)
  const last = grid.segmentCount - 1
  const { first } = framesOfSegment(grid, last)
  const exact = (BigInt(first) * 1001n * 48_000n + 120_000n * 1024n - 1n) / (120_000n * 1024n)
  expect(BigInt(soundOfSegment(grid, last).first)).toBe(exact)
})
