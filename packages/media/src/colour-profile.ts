// An ICC profile (ICC.1:2001-04, a monitor by matrix and curve) for colours that a file states by number alone, so that
// sharp converts them as it does those of any profile.
import type { StatedColours } from './nclx.ts'

type Triple = readonly [number, number, number]
type Matrix = readonly [Triple, Triple, Triple]

/** Chromaticities x, y of red, green and blue by their number in ITU-T H.273, table 2; their white is D65. */
const PRIMARIES: ReadonlyMap<number, Matrix> = new Map([
  [1, chromaticities([0.64, 0.33], [0.3, 0.6], [0.15, 0.06])],
  [9, chromaticities([0.708, 0.292], [0.17, 0.797], [0.131, 0.046])],
  [12, chromaticities([0.68, 0.32], [0.265, 0.69], [0.15, 0.06])],
])
const [SRGB_PRIMARIES, PQ, HLG] = [1, 16, 18]
const D65: Triple = [0.950_47, 1, 1.088_83]
const D50: Triple = [0.9642, 1, 0.8249]
/** Bradford: the eye's three kinds of cones, as ICC adapts from one white to another (ICC.1:2010, annex E). */
const CONES: Matrix = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
]
const CURVE_POINTS = 4096
/** Peak of the displays that HDR is graded on, in units of 100 cd/m²: what is white in SDR. */
const HDR_PEAK = 10

/** Null where the numbers mean what a file without a profile means anyway, or nothing that is known here. */
export function profileOf({ primaries, transfer }: StatedColours): Buffer | null {
  const colours = PRIMARIES.get(primaries)
  const isHdr = transfer === PQ || transfer === HLG
  if (colours === undefined || (primaries === SRGB_PRIMARIES && !isHdr)) return null
  const [red, green, blue] = columnsOf(toD50(scaledToWhite(colours)))
  const curve = curveTag(transfer)
  return profileWith([
    ['desc', descriptionTag('Stated colours')],
    ['cprt', Buffer.from('text\0\0\0\0No copyright\0', 'latin1')],
    ['wtpt', xyzTag(D50)],
    ['rXYZ', xyzTag(red)],
    ['gXYZ', xyzTag(green)],
    ['bXYZ', xyzTag(blue)],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ])
}

/** Light from 0 to 1 for a code from 0 to 1. HDR is brought down as it is in films (colour-filters.ts). */
function lightOf(code: number, transfer: number): number {
  if (transfer === PQ) return hable(pqLight(code)) / hable(HDR_PEAK)
  if (transfer === HLG) return hable(HDR_PEAK * hlgLight(code) ** 1.2) / hable(HDR_PEAK)
  return code <= 0.040_45 ? code / 12.92 : ((code + 0.055) / 1.055) ** 2.4
}

/** SMPTE ST 2084, in units of 100 cd/m², up to the peak. */
function pqLight(code: number): number {
  const root = code ** (1 / 78.843_75)
  const light = Math.max(0, root - 0.835_937_5) / (18.851_562_5 - 18.6875 * root)
  return Math.min(HDR_PEAK, 100 * light ** (1 / 0.159_301_757_812_5))
}

/** Light of the scene, 0 to 1 (ITU-R BT.2100, table 5). */
function hlgLight(code: number): number {
  return code <= 0.5 ? code ** 2 / 3 : (Math.exp((code - 0.559_910_73) / 0.178_832_77) + 0.284_668_92) / 12
}

/** The curve of John Hable's "Filmic worlds", the numbers those of ffmpeg's filter tonemap. */
function hable(light: number): number {
  const above = light * (light * 0.15 + 0.05) + 0.004
  return above / (light * (light * 0.15 + 0.5) + 0.06) - 0.02 / 0.3
}

function chromaticities(...corners: [number, number][]): Matrix {
  const [red = [0, 0], green = [0, 0], blue = [0, 0]] = corners
  const xyz = ([x, y]: [number, number]): Triple => [x / y, 1, (1 - x - y) / y]
  return columnsOf([xyz(red), xyz(green), xyz(blue)])
}

/** The primaries together make white. */
function scaledToWhite(colours: Matrix): Matrix {
  const [red, green, blue] = times(inverse(colours), D65)
  return mapRows(colours, ([r, g, b]) => [r * red, g * green, b * blue])
}

function toD50(colours: Matrix): Matrix {
  const [from, to] = [times(CONES, D65), times(CONES, D50)]
  const [long, middle, short] = CONES
  const scaled: Matrix = [
    scale(long, to[0] / from[0]),
    scale(middle, to[1] / from[1]),
    scale(short, to[2] / from[2]),
  ]
  const adapt = (colour: Triple) => times(inverse(CONES), times(scaled, colour))
  const [red, green, blue] = columnsOf(colours)
  return columnsOf([adapt(red), adapt(green), adapt(blue)])
}

function inverse([[a, b, c], [d, e, f], [g, h, i]]: Matrix): Matrix {
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
  const adjugate: Matrix = [
    [e * i - f * h, c * h - b * i, b * f - c * e],
    [f * g - d * i, a * i - c * g, c * d - a * f],
    [d * h - e * g, b * g - a * h, a * e - b * d],
  ]
  return mapRows(adjugate, (row) => scale(row, 1 / determinant))
}

function times([x, y, z]: Matrix, colour: Triple): Triple {
  const dot = (row: Triple) => row[0] * colour[0] + row[1] * colour[1] + row[2] * colour[2]
  return [dot(x), dot(y), dot(z)]
}

function columnsOf([x, y, z]: Matrix): Matrix {
  return [
    [x[0], y[0], z[0]],
    [x[1], y[1], z[1]],
    [x[2], y[2], z[2]],
  ]
}

function mapRows([x, y, z]: Matrix, change: (row: Triple) => Triple): Matrix {
  return [change(x), change(y), change(z)]
}

function scale([x, y, z]: Triple, by: number): Triple {
  return [x * by, y * by, z * by]
}

function curveTag(transfer: number): Buffer {
  const tag = Buffer.alloc(12 + 2 * CURVE_POINTS)
  tag.write('curv', 0, 'latin1')
  tag.writeUInt32BE(CURVE_POINTS, 8)
  for (let point = 0; point < CURVE_POINTS; point += 1) {
    const light = Math.max(0, Math.min(1, lightOf(point / (CURVE_POINTS - 1), transfer)))
    tag.writeUInt16BE(Math.round(light * 65_535), 12 + 2 * point)
  }
  return tag
}

function xyzTag(colour: Triple): Buffer {
  const tag = Buffer.alloc(20)
  tag.write('XYZ ', 0, 'latin1')
  for (const [index, value] of colour.entries()) tag.writeInt32BE(Math.round(value * 65_536), 8 + 4 * index)
  return tag
}

/** In ASCII; the two other ways to say it are left empty. */
function descriptionTag(name: string): Buffer {
  const tag = Buffer.alloc(12 + name.length + 1 + 78)
  tag.write('desc', 0, 'latin1')
  tag.writeUInt32BE(name.length + 1, 8)
  tag.write(name, 12, 'latin1')
  return tag
}

function profileWith(tags: readonly (readonly [string, Buffer])[]): Buffer {
  const head = Buffer.alloc(128)
  head.writeUInt32BE(0x02_40_00_00, 8)
  head.write('mntrRGB XYZ ', 12, 'latin1')
  head.write('acsp', 36, 'latin1')
  for (const [index, value] of D50.entries()) head.writeInt32BE(Math.round(value * 65_536), 68 + 4 * index)
  const table = Buffer.alloc(4 + 12 * tags.length)
  table.writeUInt32BE(tags.length)
  const bodies: Buffer[] = []
  let at = head.length + table.length
  for (const [index, [name, tag]] of tags.entries()) {
    const body = Buffer.concat([tag, Buffer.alloc((4 - (tag.length % 4)) % 4)])
    table.write(name, 4 + 12 * index, 'latin1')
    table.writeUInt32BE(at, 8 + 12 * index)
    table.writeUInt32BE(tag.length, 12 + 12 * index)
    bodies.push(body)
    at += body.length
  }
  head.writeUInt32BE(at)
  return Buffer.concat([head, table, ...bodies])
}
