// Stills that no program here writes, made by hand for tests: HEIC, PSD and cameras' raw files.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { testTools } from './test-clips.ts'

const run = promisify(execFile)

/**
 * One HEVC key frame in the boxes of ISO/IEC 23008-12, and the same picture as PNG to compare with. `colours` is the body
 * of the box that says which colours are meant.
 */
export async function makeHeic(
  width: number,
  height: number,
  { source = 'testsrc2', colours }: { source?: string; colours?: Buffer } = {},
): Promise<{ file: Buffer; png: Buffer }> {
  const { ffmpegPath } = await testTools()
  const folder = await mkdtemp(path.join(tmpdir(), 'heic-'))
  try {
    const [clip, png] = [path.join(folder, 'key-frame.mp4'), path.join(folder, 'key-frame.png')]
    const picture = `${source}${source.includes('=') ? ':' : '='}size=${width}x${height}`
    const args = `-v error -y -f lavfi -i ${picture} -frames:v 1 -c:v libx265 -x265-params log-level=error -pix_fmt yuv420p -tag:v hvc1`
    await run(ffmpegPath, [...args.split(' '), clip])
    await run(ffmpegPath, ['-v', 'error', '-y', '-i', clip, png])
    return { file: heicOf(await readFile(clip), width, height, colours), png: await readFile(png) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function heicOf(coded: Buffer, width: number, height: number, stated: Buffer | undefined): Buffer {
  const colours = stated === undefined ? [] : [box('colr', stated)]
  const configuration = boxIn(coded, 'hvcC')
  const frame = boxIn(coded, 'mdat').subarray(8)
  const head = (dataOffset: number) =>
    Buffer.concat([
      box('ftyp', text('heic'), u32(0), text('mif1heic')),
      fullBox(
        'meta',
        0,
        fullBox('hdlr', 0, u32(0), text('pict'), Buffer.alloc(13)),
        fullBox('pitm', 0, u16(1)),
        fullBox('iloc', 0, u16(0x4400), u16(1), u16(1), u16(0), u16(1), u32(dataOffset), u32(frame.length)),
        fullBox('iinf', 0, u16(1), fullBox('infe', 2, u16(1), u16(0), text('hvc1'), Buffer.alloc(1))),
        box(
          'iprp',
          box('ipco', configuration, fullBox('ispe', 0, u32(width), u32(height)), ...colours),
          fullBox(
            'ipma',
            0,
            u32(1),
            u16(1),
            Buffer.from(colours.length === 0 ? [2, 0x81, 2] : [3, 0x81, 2, 3]),
          ),
        ),
      ),
    ])
  const size = head(0).length
  return Buffer.concat([head(size + 8), box('mdat', frame)])
}

/** The first box of a type, header included. */
function boxIn(file: Buffer, type: string): Buffer {
  const start = file.indexOf(type, 0, 'latin1') - 4
  return file.subarray(start, start + file.readUInt32BE(start))
}

function box(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([u32(body.length + 8), text(type), body])
}

function fullBox(type: string, version: number, ...parts: Buffer[]): Buffer {
  return box(type, Buffer.from([version, 0, 0, 0]), ...parts)
}

/** A Photoshop file that is its merged picture alone: bands of red, green and blue, not compressed. */
export function makePsd(width: number, height: number): Uint8Array<ArrayBuffer> {
  const head = [text('8BPS'), u16(1), Buffer.alloc(6), u16(3), u32(height), u32(width), u16(8), u16(3)]
  const nothing = [u32(0), u32(0), u32(0), u16(0)]
  const planes = [0, 1, 2].map((plane) => {
    const pixels = Buffer.alloc(width * height)
    const band = Math.floor(height / 3) * width
    return pixels.fill(255, plane * band, (plane + 1) * band)
  })
  return new Uint8Array(Buffer.concat([...head, ...nothing, ...planes]))
}

export type RawKind = 'DNG' | 'NEF' | 'CR2'

/**
 * A raw file as cameras lay it out: a small picture first, the sensor's data, and a large JPEG, red above and blue below.
 * Where each of them hangs differs.
 */
export async function makeRawPhoto(
  kind: RawKind,
  width: number,
  height: number,
  orientation = 1,
): Promise<Uint8Array<ArrayBuffer>> {
  const below = { create: { width, height: Math.ceil(height / 2), channels: 3 as const, background: 'blue' } }
  const large = await sharp({ create: { width, height, channels: 3, background: 'red' } })
    .composite([{ input: await sharp(below).png().toBuffer(), gravity: 'south' }])
    .jpeg({ quality: 90 })
    .toBuffer()
  const file = new TiffWriter(kind === 'CR2' ? 16 : 8)
  const strips = (bytes: Buffer) => [short(273, file.add(bytes), 4), short(279, bytes.length, 4)]
  const sides = (across: number, down: number) => [short(256, across, 4), short(257, down, 4)]
  const sensor = [
    ...sides(64, 48),
    short(258, 16),
    short(259, 1),
    ...(kind === 'CR2' ? [] : [short(262, 32_803)]),
    ...strips(Buffer.alloc(64 * 48 * 2, 0x40)),
  ]
  const small = [...sides(16, 12), short(259, 1), short(262, 2), ...strips(Buffer.alloc(16 * 12 * 3, 0x80))]
  const jpegStrip = [
    ...sides(width, height),
    short(259, kind === 'CR2' ? 6 : 7),
    short(262, 6),
    ...strips(large),
  ]
  const turned = short(274, orientation)
  let first: number
  if (kind === 'CR2') {
    first = file.directory([...jpegStrip, turned], file.directory(sensor, 0))
  } else if (kind === 'DNG') {
    const below1 = file.add(
      Buffer.concat([le32(file.directory(sensor, 0)), le32(file.directory(jpegStrip, 0))]),
    )
    first = file.directory([...small, turned, [330, 4, 2, below1], [50_706, 1, 4, 0x0401]], 0)
  } else {
    const jpegPlace = [short(513, file.add(large), 4), short(514, large.length, 4)]
    const below1 = file.add(
      Buffer.concat([le32(file.directory(jpegPlace, 0)), le32(file.directory(sensor, 0))]),
    )
    first = file.directory([...small, turned, [330, 4, 2, below1]], 0)
  }
  return file.finish(first, kind === 'CR2' ? 'CR\x02\0' : '')
}

/** Tag, type, count, value or its place. */
type TiffEntry = [number, number, number, number]
const short = (tag: number, value: number, type = 3): TiffEntry => [tag, type, 1, value]

/** Lays the pieces of a little-endian TIFF out one after the other. */
class TiffWriter {
  readonly #pieces: Buffer[] = []
  #size: number
  readonly #headBytes: number
  constructor(headBytes: number) {
    this.#headBytes = headBytes
    this.#size = headBytes
  }
  /** Returns where it lies. */
  add(bytes: Buffer): number {
    const at = this.#size
    const padded = Buffer.concat([bytes, Buffer.alloc(bytes.length % 2)])
    this.#pieces.push(padded)
    this.#size += padded.length
    return at
  }
  directory(entries: readonly TiffEntry[], next: number): number {
    const rows = entries
      .toSorted(([one], [other]) => one - other)
      .map(([tag, type, count, value]) => Buffer.concat([le16(tag), le16(type), le32(count), le32(value)]))
    return this.add(Buffer.concat([le16(entries.length), ...rows, le32(next)]))
  }
  finish(first: number, mark: string): Uint8Array<ArrayBuffer> {
    const head = Buffer.concat([text('II*\0'), le32(first), text(mark)])
    const padding = Buffer.alloc(this.#headBytes - head.length)
    return new Uint8Array(Buffer.concat([head, padding, ...this.#pieces]))
  }
}

function text(value: string): Buffer {
  return Buffer.from(value, 'latin1')
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function le16(value: number): Buffer {
  return u16(value).reverse()
}

function le32(value: number): Buffer {
  return u32(value).reverse()
}
