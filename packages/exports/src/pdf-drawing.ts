// A drawing as lines on a page of a PDF, as the room shows it.
import { arrowHeadPath, freehandPath, REFERENCE_WIDTH_PIXELS, TEXT_SIZES } from '@rushes/player/annotation'
import type { Shape } from '@rushes/player/annotation'
import type { Letters, Page } from './pdf-letters.ts'
import { writeLine } from './pdf-text.ts'

/** Points. */
interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** Thinner lines vanish in print. */
const LEAST_STROKE = 0.8

export function drawOnPage(letters: Letters, shapes: readonly Shape[], { x, y, width, height }: Box): void {
  if (shapes.length === 0) return
  const { doc } = letters
  doc.save().rect(x, y, width, height).clip().translate(x, y).lineCap('round').lineJoin('round')
  for (const shape of shapes) {
    const stroke = Math.max(LEAST_STROKE, (shape.size * width) / REFERENCE_WIDTH_PIXELS)
    if (shape.tool === 'text') {
      const style = { weight: 'bold', size: stroke * TEXT_SIZES, color: shape.color } as const
      writeLine(letters, shape.text, style, { x: shape.x * width, baseline: shape.y * height })
      continue
    }
    doc.lineWidth(stroke).strokeColor(shape.color)
    trace(doc, shape, width, height, stroke)
    doc.stroke()
  }
  doc.restore()
}

function trace(
  doc: Page,
  shape: Exclude<Shape, { tool: 'text' }>,
  width: number,
  height: number,
  stroke: number,
): void {
  switch (shape.tool) {
    case 'freehand':
      doc.path(freehandPath(shape.points, width, height))
      return
    case 'line':
      doc.moveTo(shape.x1 * width, shape.y1 * height).lineTo(shape.x2 * width, shape.y2 * height)
      return
    case 'arrow': {
      const from = { x: shape.x * width, y: shape.y * height }
      const tip = { x: (shape.x + shape.w) * width, y: (shape.y + shape.h) * height }
      doc
        .moveTo(from.x, from.y)
        .lineTo(tip.x, tip.y)
        .path(arrowHeadPath(from, tip, stroke))
      return
    }
    case 'rect':
      doc.rect(
        Math.min(shape.x, shape.x + shape.w) * width,
        Math.min(shape.y, shape.y + shape.h) * height,
        Math.abs(shape.w) * width,
        Math.abs(shape.h) * height,
      )
  }
}
