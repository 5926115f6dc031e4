import { describe, expect, test } from 'vitest'
import { endsFirst, retryDelayMs, wantedPartCount } from './part-plan.ts'

describe('wantedPartCount', () => {
  test('leaves small files to the server', () => {
    expect(wantedPartCount(0)).toBeNull()
    expect(wantedPartCount(8_000_000)).toBeNull()
  })

  test.each([
    [10_000_000, 8_000_000],
    [90_000_001, 8_000_000],
    [280_000_000, 8_000_000],
    [4_000_000_000, 64_000_000],
    [600_000_000_000, 64_000_000],
  ])('no part of %d bytes is larger than %d', (sizeBytes, mostBytes) => {
    const parts = wantedPartCount(sizeBytes) ?? 1
    expect(Math.ceil(sizeBytes / parts)).toBeLessThanOrEqual(mostBytes)
  })

  test('never asks for more parts than the server gives', () => {
    expect(wantedPartCount(5_497_558_138_880)).toBe(10_000)
  })
})

describe('endsFirst', () => {
  const part = (number: number) => ({ number, start: 0, endExclusive: 1, url: '' })
  const order = (count: number) =>
    endsFirst(Array.from({ length: count }, (_, index) => part(index + 1))).map(({ number }) => number)

  test('sends the first part, then the last, then the rest', () => {
    expect(order(5)).toEqual([1, 5, 2, 3, 4])
  })

  test('sends every part once, however few there are', () => {
    expect(order(0)).toEqual([])
    expect(order(1)).toEqual([1])
    expect(order(2)).toEqual([1, 2])
  })
})

test('waits longer each time, and never longer than about half a minute', () => {
  expect(retryDelayMs(0, 0.5)).toBe(1000)
  expect(retryDelayMs(3, 0.5)).toBe(8000)
  expect(retryDelayMs(40, 1)).toBe(37_500)
})
