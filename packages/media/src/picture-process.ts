// The program behind `pictures.ts`: opens one picture with sharp, in a process of its own because image decoders meet
// hostile files too and must neither take the server down nor outlive their request. It is started for every picture, so
// it loads little: what few pictures need comes when it is asked for.
import { readFile, writeFile } from 'node:fs/promises'
import sharp, { type Sharp, type SharpOptions } from 'sharp'
import type { Pixels } from './decode-heic.ts'
import { readStatedColours } from './nclx.ts'
import { readRawPreview } from './raw-preview.ts'
import { taggedPixels } from './tagged-pixels.ts'
import type { PictureJob, PictureLine, PictureSource, StillSize } from './picture-job.ts'

/** 24,000 x 20,000; scans of posters stay below. */
const MOST_PIXELS = 480_000_000
const LARGEST_SVG_BYTES = 32 * 2 ** 20
/** Vectors have no size of their own worth keeping: they are drawn this wide or high. Pixels. */
const SVG_LONG_SIDE = 2560
/** The most sharp takes. Dots per inch. */
const MOST_DENSITY = 100_000
const JPEG_QUALITY = 84
/** How many times longer than its box a picture has to be for that to matter. */
const LONG = 16

/** Bits per sample of libvips' sample formats. */
const BITS: Readonly<Record<string, number>> = {
  uchar: 8,
  char: 8,
  ushort: 16,
  short: 16,
  float: 32,
  double: 64,
}

sharp.cache(false)
sharp.concurrency(1)
// Only what an upload may be; libvips has loaders for raw dumps and scripts as well.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Tiff', 'Nsgif', 'Heif', 'Svg'].map((name) => `VipsForeignLoad${name}`),
})

await run(JSON.parse(await readFile('job.json', 'utf8')) as PictureJob)

async function run(job: PictureJob): Promise<void> {
  if (job.task === 'mark') {
    await markOf(job)
    return
  }
  let open: Opener
  try {
    if (job.task === 'describe' && job.source.from === 'pdf') {
      say({ said: 'described', picture: await describePdf(job.source) })
      return
    }
    open = await opener(job)
    if (job.task === 'describe') {
      say({ said: 'described', picture: await describe(open.asStated()) })
      return
    }
  } catch (error) {
    say({ said: 'failed', kind: null, message: messageOf(error) })
    return
  }
  for (const { kind, name, size } of job.outputs) {
    try {
      const picture = await sized(open.forViewing(), size, job.source.from === 'pdf' ? 'top' : 'centre')
      const { width, height } = await encoded(picture, name).toFile(name)
      say({ said: 'made', kind, width, height })
    } catch (error) {
      say({ said: 'failed', kind, message: messageOf(error) })
    }
  }
}

async function markOf({ blocks, size, name }: Extract<PictureJob, { task: 'mark' }>): Promise<void> {
  try {
    const { drawMark } = await import('./draw-mark.ts')
    await writeFile(name, await drawMark(blocks, size))
    say({ said: 'made', kind: 'mark', ...size })
  } catch (error) {
    say({ said: 'failed', kind: 'mark', message: messageOf(error) })
  }
}

/** Two ways to open the same picture; they differ for vectors only. */
type Opener = { asStated: () => Sharp; forViewing: () => Sharp }

async function opener(job: Exclude<PictureJob, { task: 'mark' }>): Promise<Opener> {
  const { source } = job
  const options: SharpOptions = {
    limitInputPixels: MOST_PIXELS,
    failOn: job.task === 'stills' && job.isStrict === true ? 'error' : 'none',
    sequentialRead: true,
  }
  if (source.from === 'rgb') {
    const raw = { width: source.width, height: source.height, channels: 3 as const }
    const pixels = await readFile(source.name)
    const openPixels = () => sharp(pixels, { ...options, raw })
    return { asStated: openPixels, forViewing: openPixels }
  }
  if (source.from === 'heic') return heicOpener(source.name, options)
  if (source.from === 'pdf') {
    const { openPdfPage } = await import('./pdf-pages.ts')
    const page = await openPdfPage(await readFile(source.name), source.page)
    return pixelOpener(await page.draw())
  }
  if (source.from === 'raw') {
    const isOriented = async (jpeg: Buffer) =>
      (await sharp(jpeg, options).metadata()).orientation !== undefined
    const jpeg = await readRawPreview(source.name, source.preview, isOriented)
    const openPreview = () => sharp(jpeg, options)
    return { asStated: openPreview, forViewing: openPreview }
  }
  if (!source.isSvg) {
    const openFile = () => sharp(source.name, options)
    const forViewing = job.task === 'stills' ? await inItsColours(source.name, openFile, options) : openFile
    return { asStated: openFile, forViewing }
  }
  // From memory, so that references inside the drawing have no folder to start from.
  const drawing = await readFile(source.name)
  if (drawing.length > LARGEST_SVG_BYTES) throw new Error('The drawing is larger than 32 MiB.')
  const asStated = () => sharp(drawing, options)
  const { width, height } = await asStated().metadata()
  const density = Math.min(MOST_DENSITY, Math.max(1, (72 * SVG_LONG_SIDE) / Math.max(width, height)))
  return { asStated, forViewing: () => sharp(drawing, { ...options, density }) }
}

/** The colours of phones are those of Display P3; as sRGB they would look pale. */
async function heicOpener(name: string, options: SharpOptions): Promise<Opener> {
  const { decodeHeic } = await import('./decode-heic.ts')
  const pixels = pixelOpener(await decodeHeic(await readFile(name), MOST_PIXELS))
  const { icc } = await sharp(name, options).metadata()
  const profile = icc ?? (await profileByNumber(name))
  if (profile === null) return pixels
  const png = await taggedPixels(pixels.asStated(), profile)
  const open = () => sharp(png, options)
  return { asStated: open, forViewing: open }
}

/**
 * Sharp heeds a profile by itself, with two exceptions: it knows none that are stated by number, and what has 16 bits it
 * leaves in the colours of Display P3, whatever it is told of the target, unless that is told as a profile.
 */
async function inItsColours(
  name: string,
  openFile: () => Sharp,
  options: SharpOptions,
): Promise<() => Sharp> {
  const { icc, space } = await openFile().metadata()
  if (icc !== undefined)
    return space === 'rgb16' ? () => openFile().withIccProfile('srgb', { attach: false }) : openFile
  const profile = await profileByNumber(name)
  if (profile === null) return openFile
  const png = await taggedPixels(openFile().autoOrient().toColourspace('rgb16'), profile)
  return () => sharp(png, options).withIccProfile('srgb', { attach: false })
}

/** For colours that the file states by number, which sharp does not heed. */
async function profileByNumber(name: string): Promise<Buffer | null> {
  const colours = await readStatedColours(name)
  if (colours === null) return null
  const { profileOf } = await import('./colour-profile.ts')
  return profileOf(colours)
}

function pixelOpener({ data, width, height }: Pixels): Opener {
  const open = () => sharp(data, { raw: { width, height, channels: 4 }, limitInputPixels: false })
  return { asStated: open, forViewing: open }
}

async function describePdf({ name, page }: Extract<PictureSource, { from: 'pdf' }>) {
  const { openPdfPage } = await import('./pdf-pages.ts')
  const { width, height, pageCount } = await openPdfPage(await readFile(name), page)
  return { format: 'pdf', width, height, orientation: 1, bitDepth: null, space: null, pageCount }
}

async function describe(picture: Sharp) {
  const { format, width, height, orientation, depth, space, pages } = await picture.metadata()
  const bits = BITS[depth ?? ''] ?? null
  return {
    format,
    width,
    height,
    orientation: orientation ?? 1,
    bitDepth: bits,
    space: space ?? null,
    pageCount: pages ?? 1,
  }
}

async function sized(picture: Sharp, size: StillSize, position: 'top' | 'centre'): Promise<Sharp> {
  const box = { width: size.width ?? undefined, height: size.height ?? undefined }
  return size.fit === 'crop'
    ? (await cutToShape(picture.autoOrient(), size, position)).resize({ ...box, fit: 'cover', position })
    : picture.autoOrient().resize({ ...box, fit: 'inside', withoutEnlargement: true })
}

/** A picture far longer than the box is cut first: made as wide as the box and cut then, it would be enlarged by all its length. */
async function cutToShape(
  picture: Sharp,
  box: { width: number; height: number },
  position: 'top' | 'centre',
): Promise<Sharp> {
  const { width, height } = (await picture.metadata()).autoOrient
  const part = {
    width: Math.min(width, Math.ceil((height * box.width) / box.height)),
    height: Math.min(height, Math.ceil((width * box.height) / box.width)),
  }
  if (part.width * part.height * LONG > width * height) return picture
  const top = position === 'top' ? 0 : Math.floor((height - part.height) / 2)
  return picture.extract({ left: Math.floor((width - part.width) / 2), top, ...part })
}

function encoded(picture: Sharp, name: string): Sharp {
  const plain = picture.flatten({ background: 'white' }).toColourspace('srgb')
  return name.endsWith('.png') ? plain.png() : plain.jpeg({ quality: JPEG_QUALITY })
}

function say(line: PictureLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 2000)
}
