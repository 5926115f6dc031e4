import { describe, expect, it } from 'vitest'
import { createRateLimiter } from './rate-limit.ts'

const FIVE_A_SECOND = { calls: 5, windowMs: 1000 }
const FEW = { calls: 60, windowMs: 60_000 }

describe('what is left of the limits', () => {
  it('is told of every endpoint somebody called, as it is now, and takes nothing', () => {
    let nowMs = 0
    const limiter = createRateLimiter('original', () => nowMs)
    for (let call = 0; call < 4; call += 1) limiter.take('mia', 'GET /v2/teams', FIVE_A_SECOND)
    limiter.take('mia', 'GET /v2/me', FEW)
    limiter.take('jon', 'GET /v2/accounts', FEW)
    const shown = limiter.statesOf('mia')
    expect(shown).toEqual([
      { endpoint: 'GET /v2/me', limit: 60, remaining: 59, windowMs: 60_000 },
      { endpoint: 'GET /v2/teams', limit: 5, remaining: 1, windowMs: 1000 },
    ])
    expect(limiter.statesOf('mia')).toEqual(shown)

    nowMs = 400
    expect(limiter.statesOf('mia')[1]).toMatchObject({ remaining: 3 })
    nowMs = 5000
    expect(limiter.statesOf('mia')[1]).toMatchObject({ remaining: 5 })
    nowMs = 11 * 60_000
    expect(limiter.statesOf('mia')).toEqual([])
  })

  it('is nothing where there are no limits', () => {
    const limiter = createRateLimiter('off', () => 0)
    limiter.take('mia', 'GET /v2/teams', FIVE_A_SECOND)
    expect(limiter.statesOf('mia')).toEqual([])
  })
})
