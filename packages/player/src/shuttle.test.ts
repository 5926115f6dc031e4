import { expect, test } from 'vitest'
import { shuttleRateAfter } from './shuttle.ts'

function press(keys: ('J' | 'K' | 'L')[]): number {
  return keys.reduce((rate, key) => shuttleRateAfter(key, rate), 0)
}

test('each press doubles the speed, up to eight times', () => {
  expect(press(['L'])).toBe(1)
  expect(press(['L', 'L', 'L'])).toBe(4)
  expect(press(['L', 'L', 'L', 'L', 'L', 'L'])).toBe(8)
  expect(press(['J', 'J'])).toBe(-2)
})

test('K stops and the other direction turns round at once', () => {
  expect(press(['L', 'L', 'K'])).toBe(0)
  expect(press(['L', 'L', 'L', 'J'])).toBe(-1)
  expect(press(['J', 'J', 'L'])).toBe(1)
})
