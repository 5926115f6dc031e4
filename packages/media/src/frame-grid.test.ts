import { expect, test } from 'vitest'
import { chooseFrameGrid, framesOnGrid, parseRate } from './frame-grid.ts'

const grid = (rFrameRate: string, avgFrameRate: string, interlaced = false) =>
  chooseFrameGrid({ rFrameRate, avgFrameRate, interlaced })

test.each([
  ['25/1', '25/1', { num: 25, den: 1 }],
  ['24000/1001', '24000/1001', { num: 24_000, den: 1001 }],
  ['2997/100', '2997/100', { num: 30_000, den: 1001 }],
  ['2997/125', '2997/125', { num: 24_000, den: 1001 }],
  ['24/1', '24/1', { num: 24, den: 1 }],
  ['240/1', '240/1', { num: 240, den: 1 }],
  ['1/2', '1/2', { num: 1, den: 2 }],
])('a constant rate stated as %s and %s is taken as it was meant', (r, average, rate) => {
  expect(grid(r, average)).toEqual({ rate, isVariable: false })
})

test.each([
  ['a phone that meant 30', '30/1', '1781/60', { num: 30, den: 1 }],
  ['a phone with a jittery clock', '60/1', '299/10', { num: 30, den: 1 }],
  ['a clip with dropped frames', '25/1', '193/10', { num: 25, den: 1 }],
  ['a screen recording', '60/1', '16/5', { num: 30, den: 1 }],
  ['a busy screen recording', '60/1', '58/1', { num: 60, den: 1 }],
  ['a browser recording with a millisecond clock', '1000/1', '25/1', { num: 30, den: 1 }],
  ['nothing usable', '0/0', '0/0', { num: 30, den: 1 }],
  ['a time-base for a rate', '90000/1', '0/0', { num: 30, den: 1 }],
])('a variable rate gets the grid it was meant to have: %s', (_, r, average, rate) => {
  expect(grid(r, average)).toEqual({ rate, isVariable: true })
})

test('the field rate of interlaced material is halved', () => {
  expect(grid('50/1', '25/1', true)).toEqual({ rate: { num: 25, den: 1 }, isVariable: false })
  expect(grid('60000/1001', '30000/1001', true).rate).toEqual({ num: 30_000, den: 1001 })
})

test('the stated number of frames counts while the duration agrees with it', () => {
  const rate = { num: 25, den: 1 }
  expect(framesOnGrid({ rate, isVariable: false, statedFrames: 250, durationSeconds: 10.02 })).toBe(250)
  // An edit list hides fifty of them.
  expect(framesOnGrid({ rate, isVariable: false, statedFrames: 250, durationSeconds: 8 })).toBe(200)
})

test('without a stated number, a duration off the grid asks for counting', () => {
  const rate = { num: 25, den: 1 }
  expect(framesOnGrid({ rate, isVariable: false, statedFrames: null, durationSeconds: 10 })).toBe(250)
  expect(framesOnGrid({ rate, isVariable: false, statedFrames: null, durationSeconds: 9.98 })).toBeNull()
  expect(framesOnGrid({ rate, isVariable: false, statedFrames: null, durationSeconds: null })).toBeNull()
})

test('impossible lengths and rates are refused', () => {
  const rate = { num: 25, den: 1 }
  expect(framesOnGrid({ rate, isVariable: true, statedFrames: null, durationSeconds: 1e12 })).toBeNull()
  expect(['0/0', '25/0', 'x', undefined, '1000000/1'].map(parseRate)).toEqual([null, null, null, null, null])
  expect(parseRate('50/2')).toEqual({ num: 25, den: 1 })
})
