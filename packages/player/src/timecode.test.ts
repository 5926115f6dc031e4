import { describe, expect, test } from 'vitest'
import { formatSeconds, formatTimecode, parseTimecode, timecodeClock } from './timecode.ts'

const PAL = { num: 25, den: 1 }
const FILM = { num: 24_000, den: 1001 }
const NTSC = { num: 30_000, den: 1001 }
const NTSC_60 = { num: 60_000, den: 1001 }

describe('formatTimecode', () => {
  test('counts from zero when the source has no timecode', () => {
    expect(formatTimecode(0, timecodeClock(null, PAL))).toBe('00:00:00:00')
    expect(formatTimecode(26, timecodeClock(null, PAL))).toBe('00:00:01:01')
  })

  test('counts from the source timecode', () => {
    expect(formatTimecode(12, timecodeClock('10:24:13:08', FILM))).toBe('10:24:13:20')
  })

  test('leaves out two numbers each minute but the tenth with drop-frame', () => {
    const clock = timecodeClock('00:00:59;29', NTSC)
    expect(formatTimecode(0, clock)).toBe('00:00:59;29')
    expect(formatTimecode(1, clock)).toBe('00:01:00;02')
    const tenth = timecodeClock('00:09:59;29', NTSC)
    expect(formatTimecode(1, tenth)).toBe('00:10:00;00')
  })

  test('leaves out four numbers at 59.94', () => {
    expect(formatTimecode(1, timecodeClock('00:00:59;59', NTSC_60))).toBe('00:01:00;04')
  })

  test('counts every number at 29.97 when the source says non-drop', () => {
    expect(formatTimecode(1, timecodeClock('00:00:59:29', NTSC))).toBe('00:01:00:00')
  })

  test('keeps pace with the clock on the wall at 29.97 without a source timecode', () => {
    const framesOfAnHour = Math.round((3600 * NTSC.num) / NTSC.den)
    expect(formatTimecode(framesOfAnHour, timecodeClock(null, NTSC))).toBe('01:00:00;00')
  })

  test('starts again at midnight', () => {
    expect(formatTimecode(1, timecodeClock('23:59:59:24', PAL))).toBe('00:00:00:00')
    expect(formatTimecode(1, timecodeClock('23:59:59;29', NTSC))).toBe('00:00:00;00')
  })

  test('starts at zero when the source timecode makes no sense', () => {
    expect(formatTimecode(0, timecodeClock('99:99:99:99', PAL))).toBe('00:00:00:00')
    expect(formatTimecode(0, timecodeClock('reel 4', PAL))).toBe('00:00:00:00')
  })

  test('never shows a number that drop-frame leaves out', () => {
    const clock = timecodeClock(null, NTSC)
    const shown = Array.from({ length: 40_000 }, (_, frame) => formatTimecode(frame, clock))
    expect(shown.filter((text) => /:\d[1-9]:00;0[01]$/.test(text))).toEqual([])
  })
})

describe('parseTimecode', () => {
  test('is the way back from what is shown', () => {
    for (const clock of [timecodeClock('00:59:50;00', NTSC), timecodeClock('10:00:00:00', PAL)])
      for (let frame = 0; frame < 60_000; frame += 61)
        expect(parseTimecode(formatTimecode(frame, clock), clock)).toBe(frame)
  })

  test('gives null for what is no timecode', () => {
    expect(parseTimecode('soon', timecodeClock(null, PAL))).toBeNull()
    expect(parseTimecode('', timecodeClock(null, PAL))).toBeNull()
  })
})

test('seconds read as a clock', () => {
  expect(formatSeconds(5)).toBe('0:05')
  expect(formatSeconds(65.9)).toBe('1:05')
  expect(formatSeconds(3661)).toBe('1:01:01')
  expect(formatSeconds(4.25, { withMilliseconds: true })).toBe('0:04.250')
  expect(formatSeconds(Number.NaN)).toBe('0:00')
})
