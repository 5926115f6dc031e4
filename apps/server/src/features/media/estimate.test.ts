import { expect, test } from 'vitest'
import { estimateOf } from './estimate.ts'

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 12, 0, seconds))
const startedAt = at(0).toISOString()

test('a quarter of a minute of film in five seconds: three times as fast as it plays, fifteen seconds to go', () => {
  const estimate = estimateOf({ progress: 0.25, startedAt, durationSeconds: 60 }, at(5))
  expect(estimate).toEqual({ speed: 3, endsAt: at(20) })
})

test('says nothing before anything is known', () => {
  const unknown = { speed: null, endsAt: null }
  expect(estimateOf({ progress: 0, startedAt, durationSeconds: 60 }, at(5))).toEqual(unknown)
  expect(estimateOf({ progress: 0.5, startedAt: null, durationSeconds: 60 }, at(5))).toEqual(unknown)
  expect(estimateOf({ progress: 0.5, startedAt, durationSeconds: 60 }, at(0))).toEqual(unknown)
})

test('what has no length has an end all the same', () => {
  const estimate = estimateOf({ progress: 0.5, startedAt, durationSeconds: null }, at(4))
  expect(estimate).toEqual({ speed: null, endsAt: at(8) })
})
