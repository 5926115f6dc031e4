import { expect, it } from 'vitest'
import { createTokenGuesses } from './token-guesses.ts'

const LIMIT = 300
const WINDOW_MS = 15 * 60_000

function guesses() {
  let nowMs = 0
  return { throttle: createTokenGuesses(() => nowMs), pass: (ms: number) => (nowMs += ms) }
}

it('stops listening to an address after many wrong tokens, and listens again later', () => {
  const { throttle, pass } = guesses()
  const thief = { ip: '203.0.113.9', kind: 'developer' } as const
  for (let count = 0; count < LIMIT; count += 1) {
    expect(throttle.mayTry(thief, `guess ${String(count)}`)).toBe(true)
    throttle.failed(thief)
  }
  expect(throttle.mayTry(thief, 'one more')).toBe(false)
  pass(WINDOW_MS)
  expect(throttle.mayTry(thief, 'one more')).toBe(true)
})

it('goes on serving neighbours of a thief: known tokens, sessions, other addresses', () => {
  const { throttle } = guesses()
  const thief = { ip: '203.0.113.9', kind: 'developer' } as const
  throttle.succeeded('a colleague')
  for (let count = 0; count < LIMIT; count += 1) throttle.failed(thief)
  expect(throttle.mayTry(thief, 'a colleague')).toBe(true)
  expect(throttle.mayTry({ ip: thief.ip, kind: 'session' }, 'a browser')).toBe(true)
  expect(throttle.mayTry({ ip: '203.0.113.10', kind: 'developer' }, 'elsewhere')).toBe(true)
})
