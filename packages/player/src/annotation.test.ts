import { expect, test } from 'vitest'
import {
  arrowHeadPath,
  freehandPath,
  isTooSmall,
  parseAnnotation,
  serializeAnnotation,
  shapeBetween,
} from './annotation.ts'

const red = { color: '#FF0000', size: 4 }

test('what was drawn reads back the same', () => {
  const shapes = [
    shapeBetween('rect', { x: 0.5, y: 0.75 }, { x: 0.25, y: 0.25 }, red),
    shapeBetween('arrow', { x: 0.5, y: 0.5 }, { x: 0.25, y: 0.75 }, red),
    shapeBetween('line', { x: 0, y: 0 }, { x: 1, y: 1 }, red),
    { tool: 'freehand', ...red, points: [[0.1, 0.2, 0.5]] } as const,
    { tool: 'text', ...red, x: 0.1, y: 0.2, text: 'Darker <here>' } as const,
  ]
  expect(parseAnnotation(serializeAnnotation(shapes))).toEqual(shapes)
  expect(shapes[0]).toMatchObject({ x: 0.25, y: 0.25, w: 0.25, h: 0.5 })
  expect(shapes[1]).toMatchObject({ x: 0.5, y: 0.5, w: -0.25, h: 0.25 })
})

test('nothing drawn is no drawing', () => {
  expect(serializeAnnotation([])).toBeNull()
})

test.each([
  [null],
  [''],
  ['no json'],
  ['{"tool":"rect"}'],
  ['[null, 7, "rect", {"tool":"rect","x":1}, {"tool":"lasso"}, {"tool":"freehand","points":"all"}]'],
  [
    '[{"tool":"text","x":0.5,"y":0.5,"text":"  "},{"tool":"text","x":0.5,"y":0.5,"text":7},{"tool":"text","text":"a"}]',
  ],
  ['[{"tool":"line","x1":"0","y1":0,"x2":1,"y2":1}]'],
])('shows nothing of %j', (text) => {
  expect(parseAnnotation(text)).toEqual([])
})

test('a drawing cannot bring in more than a colour, and no endless coordinates', () => {
  const [shape] = parseAnnotation(
    '[{"tool":"rect","x":1e300,"y":0,"w":1,"h":1,"size":1e9,"color":"url(https://elsewhere.example)"}]',
  )
  expect(shape).toMatchObject({ x: 1000, size: 100, color: '#FF5A4F' })
})

test('a click draws nothing', () => {
  expect(isTooSmall(shapeBetween('line', { x: 0.5, y: 0.5 }, { x: 0.501, y: 0.5 }, red))).toBe(true)
  expect(isTooSmall(shapeBetween('rect', { x: 0.5, y: 0.5 }, { x: 0.6, y: 0.5 }, red))).toBe(false)
  expect(isTooSmall({ tool: 'freehand', ...red, points: [[0, 0, 1]] })).toBe(true)
})

test('a stroke goes through its first and last point, an arrow ends at its tip', () => {
  const path = freehandPath(
    [
      [0, 0, 1],
      [0.5, 0.5, 1],
      [1, 0, 1],
    ],
    100,
    50,
  )
  expect(path).toBe('M0.00,0.00Q50.00,25.00 75.00,12.50L100.00,0.00')
  expect(arrowHeadPath({ x: 0, y: 0 }, { x: 10, y: 0 }, 1)).toContain('L10.00,0.00L')
})
