import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { probeFile } from './probe.ts'
import { findRawPreview } from './raw-preview.ts'
import { renderStills } from './render-stills.ts'
import { testTools } from './test-clips.ts'
import { makeRawPhoto } from './test-pictures.ts'
import type { MediaTools } from './tools.ts'

let tools: MediaTools
let folder: string
beforeAll(async () => {
  tools = await testTools()
  folder = await mkdtemp(path.join(os.tmpdir(), 'raw-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function written(name: string, bytes: Uint8Array): Promise<string> {
  const file = path.join(folder, name)
  await writeFile(file, bytes)
  return file
}

test.each(['DNG', 'NEF', 'CR2'] as const)(
  'a %s file shows the large picture inside it, upright',
  async (kind) => {
    const file = await written(`upright.${kind}`, await makeRawPhoto(kind, 480, 320, 6))
    const probe = await probeFile(tools, file, { tempFolder: folder })
    if (probe.kind !== 'image') throw new Error(`an image was expected, not ${probe.kind}`)
    expect(probe).toMatchObject({
      width: 320,
      height: 480,
      codedWidth: 480,
      rotation: 90,
      decoder: 'preview',
    })
    const { made, failed } = await renderStills(tools, { inputPath: file, probe, outDir: folder })
    expect(failed).toEqual([])
    const full = made.find((still) => still.kind === 'image_full')
    expect(full).toMatchObject({ width: 320, height: 480 })
    // Turned to the right, what was above is at the right: red there, blue at the left.
    const { data, info } = await sharp(full?.path).raw().toBuffer({ resolveWithObject: true })
    const colourAt = (column: number) => [
      ...data.subarray(column * info.channels, column * info.channels + 3),
    ]
    expect(Math.max(...difference(colourAt(10), [0, 0, 255]))).toBeLessThan(20)
    expect(Math.max(...difference(colourAt(310), [255, 0, 0]))).toBeLessThan(20)
  },
)

const difference = (one: number[], other: number[]) =>
  one.map((value, index) => Math.abs(value - (other[index] ?? 0)))

test('a plain TIFF is no raw file', async () => {
  const tiff = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .tiff({ compression: 'jpeg' })
    .toBuffer()
  expect(await findRawPreview(await written('plain.tif', tiff))).toBeNull()
})

test('a RAF file names the place of its picture in its head', async () => {
  const jpeg = await sharp({ create: { width: 90, height: 60, channels: 3, background: 'green' } })
    .jpeg()
    .toBuffer()
  const head = Buffer.alloc(128)
  head.write('FUJIFILMCCD-RAW 0201', 'latin1')
  head.writeUInt32BE(128, 84)
  head.writeUInt32BE(jpeg.length, 88)
  const file = await written('camera.raf', Buffer.concat([head, jpeg]))
  const probe = await probeFile(tools, file, { tempFolder: folder })
  expect(probe).toMatchObject({ kind: 'image', container: 'raw', width: 90, height: 60, decoder: 'preview' })
})

test('directories that lead in circles or out of the file end the search', async () => {
  const whole = Buffer.from(await makeRawPhoto('DNG', 480, 320))
  for (let cut = 8; cut < whole.length; cut += 97)
    await findRawPreview(await written('cut.dng', whole.subarray(0, cut)))
  const circle = Buffer.from('II*\0\x08\0\0\0\x01\0\x4a\x01\x04\0\x01\0\0\0\x08\0\0\0\x08\0\0\0', 'latin1')
  expect(await findRawPreview(await written('circle.dng', circle))).toBeNull()
})
