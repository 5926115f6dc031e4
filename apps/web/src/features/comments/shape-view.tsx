import { arrowHeadPath, freehandPath, REFERENCE_WIDTH_PIXELS, TEXT_SIZES } from '@rushes/player/annotation'
import type { Shape } from '@rushes/player/annotation'

/** One shape of a drawing, in the pixels of a picture of this size. */
export function ShapeView({ shape, width, height }: { shape: Shape; width: number; height: number }) {
  const strokePixels = Math.max(1.5, (shape.size * width) / REFERENCE_WIDTH_PIXELS)
  const stroke = {
    stroke: shape.color,
    strokeWidth: strokePixels,
    strokeLinecap: 'round',
    strokeLinejoin: 'round',
    fill: 'none',
  } as const
  switch (shape.tool) {
    case 'freehand':
      return <path d={freehandPath(shape.points, width, height)} {...stroke} />
    case 'line':
      return (
        <line
          x1={shape.x1 * width}
          y1={shape.y1 * height}
          x2={shape.x2 * width}
          y2={shape.y2 * height}
          {...stroke}
        />
      )
    case 'arrow': {
      const from = { x: shape.x * width, y: shape.y * height }
      const tip = { x: (shape.x + shape.w) * width, y: (shape.y + shape.h) * height }
      return (
        <g {...stroke}>
          <line x1={from.x} y1={from.y} x2={tip.x} y2={tip.y} />
          <path d={arrowHeadPath(from, tip, strokePixels)} />
        </g>
      )
    }
    case 'text':
      return (
        <text
          className="drawing-text"
          x={shape.x * width}
          y={shape.y * height}
          fontSize={strokePixels * TEXT_SIZES}
          fill={shape.color}
        >
          {shape.text}
        </text>
      )
    case 'rect':
      // Some programs draw from right to left and say so with negative lengths.
      return (
        <rect
          x={Math.min(shape.x, shape.x + shape.w) * width}
          y={Math.min(shape.y, shape.y + shape.h) * height}
          width={Math.abs(shape.w) * width}
          height={Math.abs(shape.h) * height}
          rx={Math.max(0, shape.radius)}
          {...stroke}
        />
      )
  }
}
