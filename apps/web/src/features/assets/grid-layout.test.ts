import { expect, test } from 'vitest'
import { gridLayout } from './grid-layout.ts'

test('cards fill the width exactly', () => {
  for (const width of [375, 768, 1384, 2500])
    for (const cardSize of [0, 0.4, 1]) {
      const { columns, cardWidth, gap } = gridLayout(width, cardSize)
      expect(columns * cardWidth + (columns - 1) * gap).toBeCloseTo(width)
    }
})

test('larger cards mean fewer columns, and never none', () => {
  expect(gridLayout(1384, 0).columns).toBeGreaterThan(gridLayout(1384, 1).columns)
  expect(gridLayout(10, 1).columns).toBe(1)
})

test('a phone shows two columns, or one', () => {
  expect(gridLayout(362, 0.4).columns).toBe(2)
  expect(gridLayout(362, 1).columns).toBe(1)
})
