import type { Watermark } from '@rushes/contract/watermark'
import { useId } from 'react'

type MarkText = NonNullable<Watermark['text']>
export type MarkPosition = MarkText['position']

/** The sample picture and, in shares of its height, what the engine draws by (packages/media/src/draw-mark.ts). */
const WIDTH = 640
const HEIGHT = 360
const LETTERS = HEIGHT / 16
const MARGIN = HEIGHT / 20
const LINE = LETTERS * 1.17
/** Of the mean bold letter, in letter heights: near enough for a sample. */
const LETTER_WIDTH = 0.66

/** How a watermark looks over a picture with light and dark in it. */
export function WatermarkSample({ blocks }: { blocks: readonly MarkText[] }) {
  const sky = useId()
  return (
    <svg
      className="watermark-sample"
      viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
      role="img"
      aria-label={blocks.length === 0 ? 'A picture without a watermark' : 'A picture with the watermark'}
    >
      <defs>
        <linearGradient id={sky} x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#2b4a78" />
          <stop offset="0.55" stopColor="#d59a78" />
          <stop offset="0.75" stopColor="#f6e3c4" />
        </linearGradient>
      </defs>
      <rect width={WIDTH} height={HEIGHT} fill={`url(#${sky})`} />
      <circle cx="452" cy="208" r="30" fill="#fff4dc" />
      <path
        d="M0 262 L110 190 L190 236 L300 160 L420 246 L520 204 L640 258 L640 360 L0 360 Z"
        fill="#54556e"
      />
      <path d="M0 300 C120 262 220 322 340 292 S560 270 640 306 L640 360 L0 360 Z" fill="#1f2430" />
      {blocks.map((block) => (
        <Block key={block.position} {...block} />
      ))}
    </svg>
  )
}

function Block({ lines, position, alpha }: MarkText) {
  const longest = Math.max(1, ...lines.map((line) => line.length))
  const scale = Math.min(
    1,
    (WIDTH * 0.92) / (longest * LETTERS * LETTER_WIDTH),
    (HEIGHT * 0.4) / (Math.max(1, lines.length) * LINE),
  )
  const line = LINE * scale
  const height = lines.length * line
  const tops = { top: MARGIN, center: (HEIGHT - height) / 2, bottom: HEIGHT - height - MARGIN }
  return (
    <g className="watermark-letters" opacity={alpha} fontSize={LETTERS * scale}>
      {lines.map((text, index) => (
        // Lines have no other name than their place.
        <text key={index} x={WIDTH / 2} y={tops[position] + (index + 0.8) * line}>
          {text}
        </text>
      ))}
    </g>
  )
}
