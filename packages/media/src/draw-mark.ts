// Draws a watermark: white letters with a soft shadow, readable on light and dark. Runs in the picture process.
import { fileURLToPath } from 'node:url'
import sharp, { type OverlayOptions } from 'sharp'
import type { Mark, MarkBlock } from './mark.ts'

/** The letters of most scripts; what it lacks is taken from the fonts of the machine. */
const FONT_FILE = fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'))
/** Shares of the short side of the picture. */
const LETTERS = 1 / 16
const MARGIN = 1 / 20
/** Text that is longer gets smaller. Shares of width and height. */
const WIDEST = 0.92
const HIGHEST = 0.4
/** Blurring thins it; this much fills it up again. */
const SHADOW_DEPTH = 1.6

type Size = { width: number; height: number }

/** A PNG of this size, transparent but for the mark. */
export async function drawMark(mark: Mark, size: Size): Promise<Buffer> {
  const layers = await Promise.all(mark.map((block) => drawBlock(block, size)))
  return sharp({ create: { ...size, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
    .composite(layers)
    .png()
    .toBuffer()
}

async function drawBlock({ lines, alpha, position }: MarkBlock, size: Size): Promise<OverlayOptions> {
  const letters = Math.max(6, Math.round(Math.min(size.width, size.height) * LETTERS))
  const text = await sharp({
    text: {
      text: `<span foreground="white">${escaped(lines.join('\n'))}</span>`,
      font: `DejaVu Sans Bold ${String(letters)}`,
      fontfile: FONT_FILE,
      align: 'center',
      // A point is a pixel.
      dpi: 72,
      rgba: true,
    },
  })
    .png()
    .toBuffer()
  const box = { width: Math.round(size.width * WIDEST), height: Math.round(size.height * HIGHEST) }
  const fitted = await sharp(text)
    .resize({ ...box, fit: 'inside', withoutEnlargement: true })
    .png()
    .toBuffer({ resolveWithObject: true })
  const { width, height } = fitted.info
  const softness = Math.max(0.5, letters / 16)
  const room = Math.ceil(softness * 3)
  const canvas = { width: width + 2 * room, height: height + 2 * room }
  const letterLayer = await padded(fitted.data, room)
  const softEdge = await sharp(letterLayer)
    .extractChannel('alpha')
    .blur(softness)
    .linear(SHADOW_DEPTH, 0)
    .png()
    .toBuffer()
  const shadow = await sharp({ create: { ...canvas, channels: 3, background: 'black' } })
    .joinChannel(softEdge)
    .png()
    .toBuffer()
  const whole = await sharp(shadow)
    .composite([{ input: letterLayer }])
    .png()
    .toBuffer()
  const input = await sharp(whole).linear([1, 1, 1, alpha], [0, 0, 0, 0]).png().toBuffer()
  // The soft edge of the shadow may reach over the edge of a tiny picture.
  return inside(input, size, {
    left: Math.round((size.width - canvas.width) / 2),
    top: topOf(position, size, canvas.height),
  })
}

function padded(picture: Buffer, room: number): Promise<Buffer> {
  return sharp(picture)
    .extend({ top: room, bottom: room, left: room, right: room, background: { r: 0, g: 0, b: 0, alpha: 0 } })
    .png()
    .toBuffer()
}

function topOf(position: MarkBlock['position'], size: Size, height: number): number {
  const margin = Math.round(Math.min(size.width, size.height) * MARGIN)
  if (position === 'top') return margin
  if (position === 'bottom') return size.height - height - margin
  return Math.round((size.height - height) / 2)
}

/** What lies outside of the picture is cut off: layers must not be larger than what they lie on. */
async function inside(
  input: Buffer,
  size: Size,
  { left, top }: { left: number; top: number },
): Promise<OverlayOptions> {
  const { width, height } = await sharp(input).metadata()
  const cut = { left: Math.max(0, -left), top: Math.max(0, -top) }
  const shown = {
    width: Math.min(width - cut.left, size.width - Math.max(0, left)),
    height: Math.min(height - cut.top, size.height - Math.max(0, top)),
  }
  const layer = await sharp(input)
    .extract({ ...cut, ...shown })
    .png()
    .toBuffer()
  return { input: layer, left: Math.max(0, left), top: Math.max(0, top) }
}

/** Text for Pango, which reads markup. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
