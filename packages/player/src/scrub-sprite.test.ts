import { expect, test } from 'vitest'
import { spriteTileAt, tileCountOf } from './scrub-sprite.ts'

test('a sheet has a picture for every frame of a short clip and a hundred at most', () => {
  expect(tileCountOf(7)).toBe(7)
  expect(tileCountOf(5000)).toBe(100)
  expect(tileCountOf(0)).toBe(1)
})

test('the middle of a long clip is at the start of the sixth row', () => {
  expect(spriteTileAt(0.5, 5000)).toEqual({
    index: 50,
    sheetWidthPercent: 1000,
    sheetHeightPercent: 1000,
    xPercent: 0,
    yPercent: (5 / 9) * 100,
  })
})

test('places outside of the clip show its ends', () => {
  expect(spriteTileAt(-1, 5000).index).toBe(0)
  expect(spriteTileAt(1, 5000).index).toBe(99)
  expect(spriteTileAt(2, 5000).index).toBe(99)
  expect(spriteTileAt(Number.NaN, 5000).index).toBe(0)
})

test('a sheet of one row does not move up or down', () => {
  const tile = spriteTileAt(0.99, 8)
  expect(tile).toMatchObject({ index: 7, yPercent: 0, sheetHeightPercent: 100 })
  expect(tile.xPercent).toBeCloseTo((7 / 9) * 100)
})
