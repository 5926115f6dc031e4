import { expect, test } from 'vitest'
import { createPacketClock } from './packet-scan.ts'

function scanned(mayRestart: boolean, times: readonly (readonly [number, number])[]) {
  const clock = createPacketClock(mayRestart)
  for (const [ptsSeconds, dtsSeconds] of times) clock.add({ ptsSeconds, dtsSeconds, durationSeconds: 0.5 })
  return clock.result()
}

const inOrder = (times: readonly number[]) => times.map((time) => [time, time] as const)

test('pictures count from the first shown to the end of the last shown, in whatever order they are coded', () => {
  const coded = [
    [2, 1],
    [3.5, 1.5],
    [2.5, 2],
    [3, 2.5],
  ] as const
  expect(scanned(true, coded)).toEqual({ count: 4, firstSeconds: 2, endSeconds: 4 })
})

test('a clock that starts anew goes on where it was, in formats that do such things', () => {
  const joined = inOrder([7, 7.5, 8, 7, 7.5, 8])
  expect(scanned(true, joined)).toEqual({ count: 6, firstSeconds: 7, endSeconds: 10 })
  expect(scanned(false, joined)).toEqual({ count: 6, firstSeconds: 7, endSeconds: 8.5 })
})

test('a leap of hours is a new recording, a pause of seconds is not', () => {
  expect(scanned(true, inOrder([0, 0.5, 9000, 9000.5]))).toMatchObject({ endSeconds: 2 })
  expect(scanned(true, inOrder([0, 0.5, 5, 5.5]))).toMatchObject({ endSeconds: 6 })
})

test('packets without a time count, and nothing else makes no length', () => {
  expect(scanned(true, inOrder([0, Number.NaN, 0.5]))).toEqual({ count: 3, firstSeconds: 0, endSeconds: 1 })
  expect(scanned(true, inOrder([Number.NaN]))).toBeNull()
})
