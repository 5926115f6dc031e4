import { expect, test } from 'vitest'
import { count } from './count.ts'
import { formatBytes } from './format-bytes.ts'
import { formatSpan, formatTimeAgo, formatTimeLeft } from './format-time.ts'

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1000, '1 kB'],
  [1_500_000, '1.5 MB'],
  [999_600, '1 MB'],
  [123_456_789, '123 MB'],
  [12_884_901_888, '12.9 GB'],
  [5_497_558_138_880, '5.5 TB'],
])('%d bytes read as %s', (sizeBytes, text) => {
  expect(formatBytes(sizeBytes)).toBe(text)
})

test('ages grow coarser as they grow', () => {
  const now = Date.parse('2026-06-15T12:00:00.000000Z')
  expect(formatTimeAgo('2026-06-15T11:59:40.000000Z', now)).toBe('just now')
  expect(formatTimeAgo('2026-06-15T11:48:00.000000Z', now)).toBe('12 min. ago')
  expect(formatTimeAgo('2026-06-15T07:00:00.000000Z', now)).toBe('5 hr. ago')
  expect(formatTimeAgo('2026-06-14T10:00:00.000000Z', now)).toBe('yesterday')
  expect(formatTimeAgo('2026-05-01T10:00:00.000000Z', now)).toBe('May 1, 2026')
  expect(formatTimeAgo('not a time', now)).toBe('')
})

test('time left and spans', () => {
  expect(formatTimeLeft(3)).toBe('a few seconds left')
  expect(formatTimeLeft(42)).toBe('40 s left')
  expect(formatTimeLeft(600)).toBe('10 min left')
  expect(formatTimeLeft(7800)).toBe('2 h 10 min left')
  expect(formatTimeLeft(Number.POSITIVE_INFINITY)).toBe('')
  expect(formatSpan(0.42)).toBe('0.4 s')
  expect(formatSpan(185)).toBe('3 min 5 s')
})

test('one is singular', () => {
  expect(count(1, 'item')).toBe('1 item')
  expect(count(1204, 'item')).toBe('1,204 items')
})
