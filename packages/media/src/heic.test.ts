import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isOriginalPlayerCompatible } from './original-playback.ts'
import { probeFile } from './probe.ts'
import { renderStills } from './render-stills.ts'
import { testTools } from './test-clips.ts'
import type { MediaTools } from './tools.ts'

let tools: MediaTools
let folder: string
beforeAll(async () => {
  tools = await testTools()
  folder = await mkdtemp(path.join(os.tmpdir(), 'heic-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('a HEIC picture of a phone gets all stills', async () => {
  const file = path.join(folder, 'phone.heic')
  await writeFile(file, await heicFile(128, 96))
  const probe = await probeFile(tools, file, { tempFolder: folder })
  if (probe.kind !== 'image') throw new Error(`an image was expected, not ${probe.kind}`)
  expect(probe).toMatchObject({ width: 128, height: 96, contentType: 'image/heic', decoder: 'libheif' })
  expect(isOriginalPlayerCompatible(probe)).toBe(false)
  const { made, failed } = await renderStills(tools, { inputPath: file, probe, outDir: folder })
  expect(failed).toEqual([])
  expect(made.map(({ kind }) => kind)).toEqual([
    'thumb',
    'cover',
    'thumb_540',
    'thumb_orig_ar_540',
    'image_small',
    'image_high',
    'image_full',
  ])
  const full = made.find(({ kind }) => kind === 'image_full')
  expect(full).toMatchObject({ width: 128, height: 96, contentType: 'image/jpeg' })
  expect(await differenceOf(path.join(folder, 'key-frame.png'), full?.path ?? '')).toBeLessThan(12)
})

test('a HEIC picture that breaks off is unreadable, with a reason', async () => {
  const whole = await heicFile(128, 96)
  const file = path.join(folder, 'cut.heic')
  await writeFile(file, whole.subarray(0, whole.length - 2000))
  await expect(probeFile(tools, file, { tempFolder: folder })).rejects.toThrow(/picture file is damaged/)
})

/** Mean difference of two pictures of one size, 0 to 255. */
async function differenceOf(one: string, other: string): Promise<number> {
  const [a, b] = await Promise.all([one, other].map((file) => sharp(file).removeAlpha().raw().toBuffer()))
  if (a === undefined || b === undefined || a.length !== b.length) throw new Error('not of one size')
  return a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] ?? 0)), 0) / a.length
}

/** One HEVC key frame in the boxes of ISO/IEC 23008-12; nothing installed here writes such files. */
async function heicFile(width: number, height: number): Promise<Buffer> {
  const clip = path.join(folder, 'key-frame.mp4')
  const args = `-v error -y -f lavfi -i testsrc2=size=${width}x${height} -frames:v 1 -c:v libx265 -x265-params log-level=error -pix_fmt yuv420p -tag:v hvc1`
  await promisify(execFile)(tools.ffmpegPath, [...args.split(' '), clip])
  // The same picture without HEIC, to compare with.
  await promisify(execFile)(tools.ffmpegPath, [
    '-v',
    'error',
    '-y',
    '-i',
    clip,
    path.join(folder, 'key-frame.png'),
  ])
  const coded = await readFile(clip)
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
          box('ipco', configuration, fullBox('ispe', 0, u32(width), u32(height))),
          fullBox('ipma', 0, u32(1), u16(1), Buffer.from([2, 0x81, 2])),
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
