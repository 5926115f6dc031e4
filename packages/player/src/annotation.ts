// Drawings on a picture in V2's annotation format (v2-platform.md 8.5): a JSON array in one string, coordinates in
// fractions of the picture from its top left. Freehand's points and text are ours (design 14). Tools and keys we do not know are kept as
// they came.

/** [x, y, pressure]; pressure is 0 to 1. */
export type FreehandPoint = readonly [number, number, number]

interface Stroke {
  /** #RRGGBB */
  color: string
  /** Pixels on a picture {@link REFERENCE_WIDTH_PIXELS} wide. */
  size: number
}

export type Shape =
  | (Stroke & { tool: 'freehand'; points: readonly FreehandPoint[] })
  | (Stroke & { tool: 'line'; x1: number; y1: number; x2: number; y2: number })
  | (Stroke & { tool: 'arrow'; x: number; y: number; w: number; h: number })
  | (Stroke & { tool: 'rect'; x: number; y: number; w: number; h: number; radius: number })
  /** One line that begins at x with its baseline at y, {@link TEXT_SIZES} times as high as a stroke is thick. */
  | (Stroke & { tool: 'text'; x: number; y: number; text: string })

export type Tool = Shape['tool']

/** `size` means this many pixels of width, so that a stroke is as bold on a phone as on a wall. */
export const REFERENCE_WIDTH_PIXELS = 1280
/** A hostile drawing must not stop a page. */
const MAX_SHAPES = 2000
const MAX_POINTS = 20_000
/** Of a text that is written into a picture. */
export const MAX_TEXT_CHARACTERS = 200
/** Height of letters in thicknesses of a stroke. */
export const TEXT_SIZES = 8
const DEFAULT_STROKE: Stroke = { color: '#FF5A4F', size: 5 }

export interface Point {
  x: number
  y: number
}

/** What of a drawing can be shown; what cannot is left out. Never throws. */
export function parseAnnotation(text: string | null): Shape[] {
  if (text === null || text === '') return []
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    // Programs may have written anything here; it is theirs, and there is nothing to show.
    if (cause instanceof SyntaxError) return []
    throw cause
  }
  return Array.isArray(value) ? value.slice(0, MAX_SHAPES).flatMap(shapeOf) : []
}

/** The string to send; null where nothing was drawn. */
export function serializeAnnotation(shapes: readonly Shape[]): string | null {
  return shapes.length === 0 ? null : JSON.stringify(shapes.map(rounded))
}

/** A shape begun at one point and drawn to another. */
export function shapeBetween(
  tool: Exclude<Tool, 'freehand' | 'text'>,
  from: Point,
  to: Point,
  stroke: Stroke,
): Shape {
  if (tool === 'line') return { tool, ...stroke, x1: from.x, y1: from.y, x2: to.x, y2: to.y }
  if (tool === 'arrow') return { tool, ...stroke, x: from.x, y: from.y, w: to.x - from.x, h: to.y - from.y }
  return {
    tool,
    ...stroke,
    x: Math.min(from.x, to.x),
    y: Math.min(from.y, to.y),
    w: Math.abs(to.x - from.x),
    h: Math.abs(to.y - from.y),
    radius: 0,
  }
}

/** True for what shows nothing: a click, shorter than a few pixels of a picture, or no letter. */
export function isTooSmall(shape: Shape): boolean {
  const least = 0.004
  if (shape.tool === 'freehand') return shape.points.length < 2
  if (shape.tool === 'text') return shape.text.trim() === ''
  if (shape.tool === 'line') return Math.hypot(shape.x2 - shape.x1, shape.y2 - shape.y1) < least
  return Math.hypot(shape.w, shape.h) < least
}

/** An SVG path through the points, smooth: each point is the handle of the curve between its neighbours' middles. */
export function freehandPath(points: readonly FreehandPoint[], width: number, height: number): string {
  const [first, ...rest] = points.map(([x, y]) => ({ x: x * width, y: y * height }))
  if (first === undefined) return ''
  const parts = [`M${at(first)}`]
  for (const [index, point] of rest.entries()) {
    const next = rest[index + 1]
    if (next === undefined) parts.push(`L${at(point)}`)
    else parts.push(`Q${at(point)} ${at({ x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 })}`)
  }
  if (rest.length === 0) parts.push(`L${at(first)}`)
  return parts.join('')
}

/** The two barbs of an arrow's head, in pixels, as an SVG path that ends at its tip. */
export function arrowHeadPath(from: Point, tip: Point, strokePixels: number): string {
  const angle = Math.atan2(tip.y - from.y, tip.x - from.x)
  const length = Math.min(strokePixels * 4.5, Math.hypot(tip.x - from.x, tip.y - from.y))
  const barb = (turn: number) => ({
    x: tip.x - length * Math.cos(angle + turn),
    y: tip.y - length * Math.sin(angle + turn),
  })
  const spread = Math.PI / 6
  return `M${at(barb(spread))}L${at(tip)}L${at(barb(-spread))}`
}

function at({ x, y }: Point): string {
  return `${x.toFixed(2)},${y.toFixed(2)}`
}

function shapeOf(value: unknown): Shape[] {
  if (typeof value !== 'object' || value === null) return []
  const given = value as Record<string, unknown>
  const number = (key: string) => finite(given[key])
  const stroke = {
    color: isColor(given['color']) ? given['color'] : DEFAULT_STROKE.color,
    size: Math.max(1, Math.min(100, number('size') ?? DEFAULT_STROKE.size)),
  }
  const numbers = (...keys: string[]) => {
    const found = keys.map(number)
    return found.some((entry) => entry === null) ? null : (found as number[])
  }
  switch (given['tool']) {
    case 'freehand': {
      const points = pointsOf(given['points'])
      return points.length === 0 ? [] : [{ tool: 'freehand', ...stroke, points }]
    }
    case 'line': {
      const [x1, y1, x2, y2] = numbers('x1', 'y1', 'x2', 'y2') ?? []
      if (x1 === undefined || y1 === undefined || x2 === undefined || y2 === undefined) return []
      return [{ tool: 'line', ...stroke, x1, y1, x2, y2 }]
    }
    case 'arrow':
    case 'rect': {
      const [x, y, w, h] = numbers('x', 'y', 'w', 'h') ?? []
      if (x === undefined || y === undefined || w === undefined || h === undefined) return []
      return given['tool'] === 'arrow'
        ? [{ tool: 'arrow', ...stroke, x, y, w, h }]
        : [{ tool: 'rect', ...stroke, x, y, w, h, radius: number('radius') ?? 0 }]
    }
    case 'text': {
      const [x, y] = numbers('x', 'y') ?? []
      const text = given['text']
      if (x === undefined || y === undefined || typeof text !== 'string' || text.trim() === '') return []
      return [{ tool: 'text', ...stroke, x, y, text: text.slice(0, MAX_TEXT_CHARACTERS) }]
    }
    default:
      return []
  }
}

function pointsOf(value: unknown): FreehandPoint[] {
  if (!Array.isArray(value)) return []
  return value.slice(0, MAX_POINTS).flatMap((point: unknown): FreehandPoint[] => {
    if (!Array.isArray(point)) return []
    const [x, y, pressure] = [finite(point[0]), finite(point[1]), finite(point[2])]
    return x === null || y === null ? [] : [[x, y, pressure ?? 0.5]]
  })
}

/** Far outside of the picture is nonsense, and slow to draw. */
function finite(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? Math.max(-1000, Math.min(1000, value)) : null
}

function isColor(value: unknown): value is string {
  return typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value)
}

/** A ten-thousandth of the picture is finer than a pixel of any of them. */
function rounded(shape: Shape): Shape {
  return JSON.parse(
    JSON.stringify(shape, (_key, value: unknown) =>
      typeof value === 'number' ? Math.round(value * 1e4) / 1e4 : value,
    ),
  ) as Shape // What came in, with shorter numbers.
}
