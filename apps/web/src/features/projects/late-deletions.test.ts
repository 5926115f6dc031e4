import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLateDeletions } from './late-deletions.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function setUp(remove: (id: string) => Promise<unknown> = async () => undefined) {
  const removed: string[] = []
  const failures: unknown[] = []
  const late = createLateDeletions({
    remove: async (id) => {
      await remove(id)
      removed.push(id)
    },
    onRemoved: async () => undefined,
    onFailed: (error) => failures.push(error),
  })
  return { late, removed, failures }
}

test('a project is off the screen at once, and deleted when it can be taken back no more', async () => {
  const { late, removed } = setUp()
  late.start('p')
  expect([...late.getIds()]).toEqual(['p'])
  expect(removed).toEqual([])
  await vi.advanceTimersByTimeAsync(10_000)
  expect(removed).toEqual(['p'])
  expect([...late.getIds()]).toEqual([])
})

test('what was taken back is never deleted', async () => {
  const { late, removed } = setUp()
  late.start('p')
  late.takeBack('p')
  expect([...late.getIds()]).toEqual([])
  await vi.advanceTimersByTimeAsync(10_000)
  late.flush()
  expect(removed).toEqual([])
})

test('leaving the page deletes what waits, once', async () => {
  const { late, removed } = setUp()
  late.start('p')
  late.start('q')
  late.flush()
  late.flush()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(removed).toEqual(['p', 'q'])
})

test('a project that could not be deleted comes back, with the reason', async () => {
  const reason = new Error('no')
  const { late, failures } = setUp(async () => {
    throw reason
  })
  late.start('p')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(failures).toEqual([reason])
  expect([...late.getIds()]).toEqual([])
})
