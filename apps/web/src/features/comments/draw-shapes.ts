// A drawing on a canvas, as the room shows it in SVG (shape-view.tsx).
import { arrowHeadPath, freehandPath, REFERENCE_WIDTH_PIXELS, TEXT_SIZES } from '@rushes/player/annotation'
import type { Shape } from '@rushes/player/annotation'

const FONTS = '"Inter Variable", sans-serif'

/** Draws into the whole of the canvas. */
export function drawShapes(canvas: OffscreenCanvas, shapes: readonly Shape[]): void {
  const context = canvas.getContext('2d')
  if (context === null) return
  const { width, height } = canvas
  context.lineCap = 'round'
  context.lineJoin = 'round'
  for (const shape of shapes) {
    const strokePixels = Math.max(1.5, (shape.size * width) / REFERENCE_WIDTH_PIXELS)
    if (shape.tool === 'text') {
      context.fillStyle = shape.color
      context.font = `600 ${String(strokePixels * TEXT_SIZES)}px ${FONTS}`
      context.fillText(shape.text, shape.x * width, shape.y * height)
      continue
    }
    context.strokeStyle = shape.color
    context.lineWidth = strokePixels
    context.stroke(pathOf(shape, width, height, strokePixels))
  }
}

function pathOf(
  shape: Exclude<Shape, { tool: 'text' }>,
  width: number,
  height: number,
  strokePixels: number,
): Path2D {
  switch (shape.tool) {
    case 'freehand':
      return new Path2D(freehandPath(shape.points, width, height))
    case 'line': {
      const path = new Path2D()
      path.moveTo(shape.x1 * width, shape.y1 * height)
      path.lineTo(shape.x2 * width, shape.y2 * height)
      return path
    }
    case 'arrow': {
      const from = { x: shape.x * width, y: shape.y * height }
      const tip = { x: (shape.x + shape.w) * width, y: (shape.y + shape.h) * height }
      const path = new Path2D(arrowHeadPath(from, tip, strokePixels))
      path.moveTo(from.x, from.y)
      path.lineTo(tip.x, tip.y)
      return path
    }
    case 'rect': {
      const path = new Path2D()
      path.roundRect(
        Math.min(shape.x, shape.x + shape.w) * width,
        Math.min(shape.y, shape.y + shape.h) * height,
        Math.abs(shape.w) * width,
        Math.abs(shape.h) * height,
        Math.max(0, shape.radius),
      )
      return path
    }
  }
}
