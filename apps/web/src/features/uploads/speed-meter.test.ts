import { expect, test } from 'vitest'
import { createSpeedMeter } from './speed-meter.ts'

test('tells the speed of the last seconds', () => {
  const meter = createSpeedMeter()
  for (let second = 0; second <= 20; second += 1)
    meter.note(second < 10 ? second * 1000 : 10_000 + (second - 10) * 5000, second * 1000)
  expect(meter.bytesPerSecond(20_000)).toBe(5000)
})

test('says nothing of what it cannot know yet, and nothing after a stop', () => {
  const meter = createSpeedMeter()
  meter.note(1000, 0)
  expect(meter.bytesPerSecond(100)).toBe(0)
  meter.note(2000, 1000)
  expect(meter.bytesPerSecond(1000)).toBe(1000)
  expect(meter.bytesPerSecond(60_000)).toBe(0)
  meter.reset()
  expect(meter.bytesPerSecond(1000)).toBe(0)
})
