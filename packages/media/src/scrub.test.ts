import { assert, integer, property } from 'fast-check'
import { expect, test } from 'vitest'
import { scrubFrameOf, scrubLayout, scrubTileAt } from './scrub.ts'

test('a film gets a hundred tiles in ten columns, a short clip one for each frame', () => {
  expect(scrubLayout({ width: 1920, height: 1080, frameCount: 5000 })).toEqual({
    tileCount: 100,
    columns: 10,
    rows: 10,
    tileWidth: 160,
    tileHeight: 90,
  })
  expect(scrubLayout({ width: 1080, height: 1920, frameCount: 12 })).toMatchObject({
    tileCount: 12,
    rows: 2,
    tileHeight: 284,
  })
})

test('no shape of picture makes a sheet too tall for a JPEG', () => {
  const { rows, tileHeight } = scrubLayout({ width: 2, height: 60_000, frameCount: 1000 })
  expect(rows * tileHeight).toBeLessThan(65_500)
})

test('a place in the video falls on its tile, and outside on the nearest', () => {
  expect(scrubTileAt(0, 100)).toEqual({ index: 0, column: 0, row: 0 })
  expect(scrubTileAt(0.355, 100)).toEqual({ index: 35, column: 5, row: 3 })
  expect([scrubTileAt(1, 100).index, scrubTileAt(7, 100).index]).toEqual([99, 99])
  expect([scrubTileAt(-1, 100).index, scrubTileAt(Number.NaN, 100).index]).toEqual([0, 0])
})

test('the frame of a tile lies in the stretch the tile stands for', () => {
  assert(
    property(integer({ min: 1, max: 100 }), integer({ min: 0, max: 100_000 }), (tileCount, extra) => {
      const frameCount = tileCount + extra
      for (let index = 0; index < tileCount; index += 1) {
        const frame = scrubFrameOf(index, tileCount, frameCount)
        expect(scrubTileAt((frame + 0.5) / frameCount, tileCount).index).toBe(index)
      }
    }),
  )
})
