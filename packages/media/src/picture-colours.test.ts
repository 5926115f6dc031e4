// Stills show the colours that their file means, whichever way it says so.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { probeFile } from './probe.ts'
import { renderStills } from './render-stills.ts'
import { makeFile, testTools } from './test-clips.ts'
import { makeHeic } from './test-pictures.ts'
import type { MediaTools } from './tools.ts'

const GREEN = '0x40a060'
/** Primaries of Display P3, the curve of sRGB, the matrix of BT.601 (ITU-T H.273). */
const P3_NUMBERS = Buffer.from('nclx\0\x0c\0\x0d\0\x06\0', 'latin1')

let tools: MediaTools
let folder: string
beforeAll(async () => {
  tools = await testTools()
  folder = await mkdtemp(path.join(os.tmpdir(), 'colours-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test.each(['by its profile', 'by their numbers alone'])(
  'the colours of a phone are those that are stated %s',
  async (how) => {
    const file = path.join(folder, 'p3.heic')
    const colours =
      how === 'by its profile' ? Buffer.concat([Buffer.from('prof'), await displayP3()]) : P3_NUMBERS
    const { file: heic, png } = await makeHeic(128, 96, { source: `color=c=${GREEN}`, colours })
    await writeFile(file, heic)
    expect(await distanceFromDisplayP3(file, await meansOf(png))).toBeLessThan(4)
  },
)

test('the colours of an AVIF are those that are stated by their numbers alone', async () => {
  const source = `-f lavfi -i color=c=${GREEN}:size=64x48 -frames:v 1 -pix_fmt yuv420p10le`
  const encoder = '-c:v libaom-av1 -cpu-used 8 -still-picture 1'
  const plain = await makeFile(tools, folder, 'plain.avif', `${source} ${encoder}`)
  const stated = '-color_primaries smpte432 -color_trc iec61966-2-1 -colorspace smpte170m'
  const file = await makeFile(tools, folder, 'p3.avif', `${source} ${encoder} ${stated}`)
  expect(await distanceFromDisplayP3(file, await meansOf(await fullStillOf(plain)))).toBeLessThan(4)
})

test('a picture with 16 bits and a profile is shown in its colours', async () => {
  const file = path.join(folder, 'p3-16.png')
  const blank = { width: 8, height: 8, channels: 3 as const, background: '#40a060' }
  const deep = sharp({ create: blank }).toColourspace('rgb16').withIccProfile('p3')
  await deep.png().toFile(file)
  const shown = await meansOf(await fullStillOf(file))
  for (const [index, value] of [0x40, 0xa0, 0x60].entries())
    expect(Math.abs((shown[index] ?? 0) - value)).toBeLessThan(4)
})

test('an AVIF in HDR gets stills that screens without it show', async () => {
  const source = '-f lavfi -i color=c=0xbababa:size=64x48 -frames:v 1 -pix_fmt yuv420p10le'
  const stated = '-color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc'
  const encoder = '-c:v libaom-av1 -cpu-used 8 -still-picture 1'
  const file = await makeFile(tools, folder, 'hdr.avif', `${source} ${encoder} ${stated}`)
  const [red = 0, green = 0, blue = 0] = await meansOf(await fullStillOf(file))
  // 0.73 of the scale are about 840 cd/m²: near the top of what is graded, and no longer a middle grey.
  expect(green).toBeGreaterThan(235)
  expect(Math.max(Math.abs(red - green), Math.abs(blue - green))).toBeLessThan(4)
})

/** How far a still is from what the colour means in Display P3; as sRGB it would be paler by more than 15. */
async function distanceFromDisplayP3(file: string, plain: readonly number[]): Promise<number> {
  const shown = await meansOf(await fullStillOf(file))
  return Math.max(...fromDisplayP3(plain).map((value, index) => Math.abs((shown[index] ?? 0) - value)))
}

async function fullStillOf(file: string): Promise<string> {
  const probe = await probeFile(tools, file, { tempFolder: folder })
  if (probe.kind !== 'image') throw new Error(`an image was expected, not ${probe.kind}`)
  const outDir = await mkdtemp(path.join(folder, 'stills-'))
  const { made, failed } = await renderStills(tools, { inputPath: file, probe, outDir })
  expect(failed).toEqual([])
  return made.find(({ kind }) => kind === 'image_full')?.path ?? ''
}

async function meansOf(picture: string | Buffer): Promise<number[]> {
  return (await sharp(picture).removeAlpha().stats()).channels.map(({ mean }) => mean)
}

async function displayP3(): Promise<Buffer> {
  const blank = { width: 8, height: 8, channels: 3 as const, background: 'white' }
  const tagged = await sharp({ create: blank }).withIccProfile('p3').png().toBuffer()
  const { icc } = await sharp(tagged).metadata()
  if (icc === undefined) throw new Error('sharp brings the profile of Display P3')
  return icc
}

/** Display P3 to sRGB, 0 to 255: one curve for both, between them the primaries (SMPTE EG 432-1, IEC 61966-2-1). */
function fromDisplayP3(colour: readonly number[]): number[] {
  const [red = 0, green = 0, blue = 0] = colour.map((value) => {
    const part = value / 255
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return [
    1.2249 * red - 0.2247 * green,
    -0.042 * red + 1.0419 * green,
    -0.0196 * red - 0.0786 * green + 1.0979 * blue,
  ].map((light) => {
    const part = Math.max(0, Math.min(1, light))
    return 255 * (part <= 0.003_130_8 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055)
  })
}
