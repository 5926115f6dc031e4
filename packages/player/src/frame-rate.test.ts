import { describe, expect, test } from 'vitest'
import { frameAtSeconds, frameOfMediaTime, frameRateFromFps, seekSecondsOf } from './frame-rate.ts'

describe('frameRateFromFps', () => {
  test.each([
    [25, { num: 25, den: 1 }],
    [24, { num: 24, den: 1 }],
    [23.976, { num: 24_000, den: 1001 }],
    [23.98, { num: 24_000, den: 1001 }],
    [29.97, { num: 30_000, den: 1001 }],
    [59.94, { num: 60_000, den: 1001 }],
    [119.88, { num: 120_000, den: 1001 }],
    [12.5, { num: 12_500, den: 1000 }],
  ])('%d is exactly the rate it stands for', (fps, rate) => {
    expect(frameRateFromFps(fps)).toEqual(rate)
  })

  test.each([null, undefined, 0, -1, Number.NaN, Number.POSITIVE_INFINITY])('%s is no rate', (fps) => {
    expect(frameRateFromFps(fps)).toBeNull()
  })
})

describe('frames and seconds', () => {
  const rates = [
    { num: 25, den: 1 },
    { num: 24_000, den: 1001 },
    { num: 30_000, den: 1001 },
    { num: 60_000, den: 1001 },
  ]

  test('seeking to a frame lands inside of it, hours into a file', () => {
    for (const rate of rates)
      for (let frame = 0; frame < 400_000; frame += 997)
        expect(frameAtSeconds(seekSecondsOf(frame, rate), rate)).toBe(frame)
  })

  test('a presentation time rounded to milliseconds still names its frame', () => {
    for (const rate of rates)
      for (let frame = 0; frame < 400_000; frame += 997) {
        const rounded = Math.round(((frame * rate.den) / rate.num) * 1000) / 1000
        expect(frameOfMediaTime(rounded, rate)).toBe(frame)
      }
  })
})
