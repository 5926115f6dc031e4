import { expect, test } from 'vitest'
import { FITTED, moveBy, zoomAt } from './picture-zoom.ts'

test('what lies under the pointer stays there', () => {
  const point = { x: 120, y: -40 }
  const before = { scale: 2, x: 10, y: 5 }
  const after = zoomAt(before, 1.7, point)
  const under = (zoom: typeof before) => ({
    x: (point.x - zoom.x) / zoom.scale,
    y: (point.y - zoom.y) / zoom.scale,
  })
  expect(under(after).x).toBeCloseTo(under(before).x)
  expect(under(after).y).toBeCloseTo(under(before).y)
})

test('never smaller than fitted, and fitted is in the middle', () => {
  expect(zoomAt({ scale: 1.2, x: 30, y: 30 }, 0.1, { x: 5, y: 5 })).toEqual(FITTED)
  expect(moveBy(FITTED, 10, 10)).toEqual(FITTED)
})
