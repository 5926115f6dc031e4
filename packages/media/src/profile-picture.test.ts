import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeProfilePicture } from './profile-picture.ts'
import { testTools } from './test-clips.ts'
import type { MediaTools } from './tools.ts'

let tools: MediaTools
let parent: string
beforeAll(async () => {
  tools = await testTools()
  parent = await mkdtemp(path.join(os.tmpdir(), 'profile-pictures-'))
})
afterAll(() => rm(parent, { recursive: true, force: true }))

async function made(bytes: Buffer | string) {
  const folder = await mkdtemp(path.join(parent, 'one-'))
  await writeFile(path.join(folder, 'input'), bytes)
  return makeProfilePicture(tools, folder)
}

const flat = (width: number, height: number, background = '#c02020') =>
  sharp({ create: { width, height, channels: 3, background } })

test('a picture becomes squares of every size, cut from its middle, the right way up and without its metadata', async () => {
  // Left third blue, the rest red; the camera was held sideways.
  const left = await flat(100, 200, '#2020c0').png().toBuffer()
  const bytes = await flat(300, 200)
    .composite([{ input: left, left: 0, top: 0 }])
    .withExif({ IFD0: { Copyright: 'a place nobody need know' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  const picture = await made(bytes)
  if (!picture.ok) throw new Error(picture.problem)
  const sizes = await Promise.all(
    picture.files.map(async ({ name, path: file }) => {
      const { width, height, format, exif, orientation } = await sharp(file).metadata()
      expect({ format, exif, orientation }).toEqual({
        format: 'jpeg',
        exif: undefined,
        orientation: undefined,
      })
      return `${name}: ${String(width)}x${String(height)}`
    }),
  )
  expect(sizes).toEqual(['32: 32x32', '64: 64x64', '128: 128x128', '256: 256x256', 'original: 200x200'])
  // Turned clockwise, what was left is on top: a quarter of the square that is cut out.
  const colourAt = async (top: number) => {
    const region = { left: 128, top, width: 4, height: 4 }
    const { channels } = await sharp(await sharp(picture.files[3]!.path).extract(region).toBuffer()).stats()
    return channels.map(({ mean }) => Math.round(mean / 64))
  }
  expect(await colourAt(10)).toEqual([1, 1, 3])
  expect(await colourAt(200)).toEqual([3, 1, 1])
})

test('what is see-through stands on white', async () => {
  const clear = { r: 0, g: 0, b: 0, alpha: 0 }
  const picture = await made(
    await sharp({ create: { width: 64, height: 64, channels: 4, background: clear } })
      .png()
      .toBuffer(),
  )
  if (!picture.ok) throw new Error(picture.problem)
  const { channels } = await sharp(picture.files[0]!.path).stats()
  expect(channels.map(({ mean }) => Math.round(mean))).toEqual([255, 255, 255])
})

test.each<[string, () => Promise<Buffer | string>, RegExp]>([
  ['text', async () => 'not a picture', /must be a JPEG/],
  ['nothing', async () => '', /must be a JPEG/],
  [
    'a drawing that could run scripts',
    async () => '<svg xmlns="http://www.w3.org/2000/svg"/>',
    /must be a JPEG/,
  ],
  [
    'a thread',
    () => flat(1, 16_000).png().toBuffer(),
    /at least 32 pixels wide and high, this one is 1 x 16000/,
  ],
  ['a bomb', () => flat(12_000, 6_000).png().toBuffer(), /fewer than 60 million pixels/],
  [
    'a picture cut off',
    async () => (await flat(400, 400).jpeg().toBuffer()).subarray(0, 900),
    /cannot be used/,
  ],
  [
    'a name and no picture',
    async () => Buffer.from('\x89PNG\r\n\x1a\nnothing follows', 'latin1'),
    /cannot be used/,
  ],
  [
    'an animation',
    async () => {
      const frames = await Promise.all(['red', 'blue'].map((colour) => flat(40, 40, colour).png().toBuffer()))
      return sharp(frames, { join: { animated: true } })
        .gif()
        .toBuffer()
    },
    /must stand still/,
  ],
])('%s is refused with a sentence', async (_name, bytes, problem) => {
  expect(await made(await bytes())).toEqual({
    ok: false,
    problem: expect.stringMatching(problem) as string,
    isRetryable: false,
  })
})
