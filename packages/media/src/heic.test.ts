import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isOriginalPlayerCompatible } from './original-playback.ts'
import { probeFile } from './probe.ts'
import { renderStills } from './render-stills.ts'
import { testTools } from './test-clips.ts'
import { makeHeic } from './test-pictures.ts'
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
  const { file: heic, png } = await makeHeic(128, 96)
  await writeFile(file, heic)
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
  expect(await differenceOf(png, full?.path ?? '')).toBeLessThan(12)
})

test('the colours of a phone are those its profile means', async () => {
  const file = path.join(folder, 'p3.heic')
  const blank = { width: 8, height: 8, channels: 3 as const, background: 'white' }
  const tagged = await sharp({ create: blank }).withIccProfile('p3').png().toBuffer()
  const { icc: profile } = await sharp(tagged).metadata()
  if (profile === undefined) throw new Error('sharp brings the profile of Display P3')
  const { file: heic, png } = await makeHeic(128, 96, { source: 'color=c=0x40a060', profile })
  await writeFile(file, heic)
  const probe = await probeFile(tools, file, { tempFolder: folder })
  if (probe.kind !== 'image') throw new Error(`an image was expected, not ${probe.kind}`)
  const { made } = await renderStills(tools, { inputPath: file, probe, outDir: folder })
  const full = made.find(({ kind }) => kind === 'image_full')
  const means = async (picture: string | Buffer) =>
    (await sharp(picture).removeAlpha().stats()).channels.map(({ mean }) => mean)
  const shown = await means(full?.path ?? '')
  const wanted = fromDisplayP3(await means(png))
  for (const [index, value] of wanted.entries()) expect(Math.abs((shown[index] ?? 0) - value)).toBeLessThan(4)
  // As sRGB it would be paler by far more than that.
  expect(Math.abs((wanted[0] ?? 0) - ((await means(png))[0] ?? 0))).toBeGreaterThan(15)
})

test('a HEIC picture that breaks off is unreadable, with a reason', async () => {
  const { file: whole } = await makeHeic(128, 96)
  const file = path.join(folder, 'cut.heic')
  await writeFile(file, whole.subarray(0, whole.length - 2000))
  await expect(probeFile(tools, file, { tempFolder: folder })).rejects.toThrow(/picture file is damaged/)
})

/** Mean difference of two pictures of one size, 0 to 255. */
async function differenceOf(one: Buffer, other: string): Promise<number> {
  const [a, b] = await Promise.all([one, other].map((file) => sharp(file).removeAlpha().raw().toBuffer()))
  if (a === undefined || b === undefined || a.length !== b.length) throw new Error('not of one size')
  return a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] ?? 0)), 0) / a.length
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
