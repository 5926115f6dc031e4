import { expect, test } from 'vitest'
import { daysLeft } from './days-left.ts'

test('thirty days are counted down to none', () => {
  const deletedAt = '2026-06-01T12:00:00.000000Z'
  const at = (text: string) => daysLeft(deletedAt, Date.parse(text))
  expect(at('2026-06-01T12:00:00Z')).toBe(30)
  expect(at('2026-06-02T13:00:00Z')).toBe(29)
  expect(at('2026-07-01T11:00:00Z')).toBe(1)
  expect(at('2026-08-01T12:00:00Z')).toBe(0)
})
