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
