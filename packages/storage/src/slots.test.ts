import { assert, integer, maxSafeNat, property } from 'fast-check'
import { expect, test } from 'vitest'
import { blobKey } from './blob-key.ts'
import type { PartReceipt, UploadPlan } from './blob-store.ts'
import { receiptsInOrder, slotOf } from './slots.ts'
import { UploadDamagedError, UploadIncompleteError } from './storage-errors.ts'

const plan = (declaredSizeBytes: number, partCount: number): UploadPlan => ({
  key: blobKey('media', 'x'),
  partCount,
  declaredSizeBytes,
})

const slotReceipt = (number: number, sizeBytes: number): PartReceipt => ({
  number,
  sizeBytes,
  place: { kind: 'slot' },
})

test('splits the documented example of 21,136,250 bytes into two halves', () => {
  expect(slotOf(plan(21_136_250, 2), 1)).toEqual({ offsetBytes: 0, lengthBytes: 10_568_125 })
  expect(slotOf(plan(21_136_250, 2), 2)).toEqual({ offsetBytes: 10_568_125, lengthBytes: 10_568_125 })
})

test('gives the last part what is left', () => {
  expect(slotOf(plan(50_645_990, 3), 1).lengthBytes).toBe(16_881_997)
  expect(slotOf(plan(50_645_990, 3), 3).lengthBytes).toBe(50_645_990 - 2 * 16_881_997)
})

test('gives parts behind the end empty slots', () => {
  expect(slotOf(plan(10, 7), 6)).toEqual({ offsetBytes: 10, lengthBytes: 0 })
})

test('covers every size exactly and without overlap, up to the largest integer', () => {
  assert(
    property(maxSafeNat(), integer({ min: 1, max: 200 }), (sizeBytes, partCount) => {
      let endBytes = 0
      for (let number = 1; number <= partCount; number += 1) {
        const slot = slotOf(plan(sizeBytes, partCount), number)
        expect(slot.offsetBytes).toBe(endBytes)
        endBytes += slot.lengthBytes
      }
      expect(endBytes).toBe(sizeBytes)
    }),
  )
})

test.each([0, 3, -1, 1.5, NaN, Infinity])('knows no part %d of two', (number) => {
  expect(() => slotOf(plan(10, 2), number)).toThrow(RangeError)
})

test.each([
  [10, 0],
  [10, 1e9],
  [-1, 1],
  [Infinity, 1],
  [NaN, 1],
])('refuses a plan of %d bytes in %d parts', (sizeBytes, partCount) => {
  expect(() => slotOf(plan(sizeBytes, partCount), 1)).toThrow(RangeError)
})

test('sorts receipts into part order', () => {
  const receipts = [slotReceipt(3, 2), slotReceipt(1, 4), slotReceipt(2, 4)]
  expect(receiptsInOrder(plan(10, 3), receipts).map(({ number }) => number)).toEqual([1, 2, 3])
})

test('counts the parts that are missing', () => {
  expect(() => receiptsInOrder(plan(10, 3), [slotReceipt(2, 4)])).toThrow(new UploadIncompleteError(2, 3))
})

test('needs no part for 0 bytes, but all of them once one came', () => {
  expect(receiptsInOrder(plan(0, 2), [])).toEqual([])
  expect(() => receiptsInOrder(plan(0, 2), [slotReceipt(1, 0)])).toThrow(UploadIncompleteError)
})

test.each([
  ['two receipts for one part', [slotReceipt(1, 4), slotReceipt(1, 4)]],
  ['a slot of the wrong size', [slotReceipt(1, 5)]],
  ['a size that is no number', [{ ...slotReceipt(1, NaN), place: { kind: 'staged', name: 'x' } } as const]],
])('refuses receipts with %s', (_, receipts) => {
  expect(() => receiptsInOrder(plan(10, 3), receipts)).toThrow(UploadDamagedError)
})
