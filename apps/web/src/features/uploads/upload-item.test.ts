import { expect, test } from 'vitest'
import { summarise } from './upload-item.ts'
import type { UploadItem, UploadState } from './upload-item.ts'

function item(state: UploadState, sizeBytes: number, sentBytes: number, bytesPerSecond = 0): UploadItem {
  return { id: '', name: '', projectId: '', assetId: null, sizeBytes, sentBytes, bytesPerSecond, state }
}

test('adds up what is left over everything that can still arrive', () => {
  const failed = item({ kind: 'failed', reason: 'No.' }, 5000, 10)
  const items = [item({ kind: 'done' }, 1000, 1000), item({ kind: 'sending' }, 1000, 500, 100), failed]
  expect(summarise(items)).toEqual({
    total: 3,
    done: 1,
    failed: 1,
    active: 1,
    paused: 0,
    fraction: 0.75,
    secondsLeft: 5,
  })
})

test('says nothing of the time while nothing moves', () => {
  expect(summarise([item({ kind: 'paused' }, 1000, 500)]).secondsLeft).toBeNull()
})

test('empty files count as done, not as nothing', () => {
  expect(summarise([item({ kind: 'done' }, 0, 0)]).fraction).toBe(1)
  expect(summarise([item({ kind: 'waiting' }, 0, 0)]).fraction).toBe(0)
})
