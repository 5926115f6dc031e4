import { expect, test } from 'vitest'
import { createSignInThrottle } from './sign-in-throttle.ts'

test('refuses after ten failures for a person from one address, and lets the person in from another', () => {
  const throttle = createSignInThrottle(() => 0)
  const tries = Array.from({ length: 12 }, () => throttle.begin('ann@example.org', '10.0.0.1'))
  expect(tries.filter(Boolean)).toHaveLength(10)
  expect(throttle.begin('ann@example.org', '10.0.0.2')).toBe(true)
})

test('refuses a person guessed at from many addresses, and an address that guesses at many people', () => {
  const throttle = createSignInThrottle(() => 0)
  const fromMany = Array.from({ length: 300 }, (_, index) => throttle.begin('ann@example.org', `a${index}`))
  expect(fromMany.filter(Boolean)).toHaveLength(200)
  const atMany = Array.from({ length: 60 }, (_, index) => throttle.begin(`p${index}@example.org`, 'b'))
  expect(atMany.filter(Boolean)).toHaveLength(50)
})

test('forgets failures when the right password comes, and after a while', () => {
  let nowMs = 0
  const throttle = createSignInThrottle(() => nowMs)
  for (let times = 0; times < 9; times += 1) throttle.begin('ann@example.org', '10.0.0.1')
  throttle.succeeded('ann@example.org', '10.0.0.1')
  for (let times = 0; times < 10; times += 1) expect(throttle.begin('ann@example.org', '10.0.0.1')).toBe(true)
  expect(throttle.begin('ann@example.org', '10.0.0.1')).toBe(false)
  nowMs = 16 * 60_000
  expect(throttle.begin('ann@example.org', '10.0.0.1')).toBe(true)
})
