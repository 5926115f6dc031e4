// From the coded picture to the one that is meant to be seen.
import type { FfprobeStream } from './ffprobe-report.ts'
import type { Colour } from './media-probe.ts'

export type Rotation = 0 | 90 | 180 | 270

/** Larger than any real picture; more is an attack or damage. Pixels per side. */
const LONGEST_SIDE = 65_500

/** Size, rotation, depth and colour of a video stream. `null` when it states no possible size. */
export function pictureOf(stream: FfprobeStream) {
  const codedWidth = stream.width ?? 0
  const codedHeight = stream.height ?? 0
  if (codedWidth < 1 || codedHeight < 1 || codedWidth > LONGEST_SIDE || codedHeight > LONGEST_SIDE)
    return null
  const rotation = rotationOf(stream)
  const aspect = pixelAspect(stream.sample_aspect_ratio)
  // Wide pixels widen the picture, narrow ones make it taller by being few: no coded line is ever dropped.
  const squareWidth = aspect >= 1 ? Math.round(codedWidth * aspect) : codedWidth
  const squareHeight = aspect >= 1 ? codedHeight : Math.round(codedHeight / aspect)
  const isTurned = rotation === 90 || rotation === 270
  const colour = colourOf(stream)
  return {
    width: isTurned ? squareHeight : squareWidth,
    height: isTurned ? squareWidth : squareHeight,
    codedWidth,
    codedHeight,
    rotation,
    pixFmt: stream.pix_fmt ?? null,
    bitDepth: bitDepthOf(stream),
    colour,
    isHdr: colour.transfer === 'smpte2084' || colour.transfer === 'arib-std-b67',
    is360: sideData(stream, 'Spherical Mapping') !== undefined,
  }
}

function sideData(stream: FfprobeStream, type: string) {
  return stream.side_data_list?.find((entry) => entry.side_data_type === type)
}

function rotationOf(stream: FfprobeStream): Rotation {
  // The display matrix turns counter-clockwise, the old tag of 2018's ffmpeg clockwise.
  const matrix = sideData(stream, 'Display Matrix')?.rotation
  const clockwise = matrix === undefined ? Number.parseInt(stream.tags?.['rotate'] ?? '0', 10) : -matrix
  const quarterTurns = Math.round((Number.isFinite(clockwise) ? clockwise : 0) / 90)
  const rotations = [0, 90, 180, 270] as const
  return rotations[((quarterTurns % 4) + 4) % 4] ?? 0
}

function pixelAspect(text: string | undefined): number {
  const [num = Number.NaN, den = Number.NaN] = (text ?? '').split(':').map(Number)
  const aspect = num / den
  // Beyond 1:4 it is damage, not anamorphic glass.
  return Number.isFinite(aspect) && aspect > 0.25 && aspect < 4 ? aspect : 1
}

function bitDepthOf(stream: FfprobeStream): number | null {
  const stated = Number.parseInt(stream.bits_per_raw_sample ?? '', 10)
  if (stated > 0 && stated <= 32) return stated
  const format = stream.pix_fmt ?? ''
  // yuv420p10le, gbrp12be, gray16le, p010le, rgb48le, gbrpf32le
  const planar = /(?:p|gray|gbrp|gbrap)f?(\d{1,2})(?:le|be)?$/.exec(format)?.[1]
  if (planar) return Number.parseInt(planar, 10)
  if (/^(?:rgb|bgr)48|^(?:rgba|bgra)64/.test(format)) return 16
  return format === '' ? null : 8
}

function colourOf(stream: FfprobeStream): Colour {
  const range = stream.color_range
  return {
    primaries: known(stream.color_primaries),
    transfer: known(stream.color_transfer),
    matrix: known(stream.color_space),
    range: range === 'tv' || range === 'pc' ? range : null,
  }
}

function known(name: string | undefined): string | null {
  return name === undefined || name === 'unknown' || name === 'reserved' ? null : name
}
