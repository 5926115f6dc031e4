import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFramePictures } from './frame-picture.ts'
import { probeFile } from './probe.ts'
import { makeClip, readFrameNumbers, testTools } from './test-clips.ts'
import type { MediaTools } from './tools.ts'

let tools: MediaTools
let folder: string
beforeAll(async () => {
  tools = await testTools()
  folder = await mkdtemp(path.join(os.tmpdir(), 'frames-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test.each([
  ['30000/1001', 'mov'],
  ['60000/1001', 'mkv'],
])('is the very frame at %s in %s', async (rate, container) => {
  const inputPath = await makeClip(tools, folder, `clip.${container}`, { rate, frames: 130, sound: false })
  const probe = await probeFile(tools, inputPath, { tempFolder: folder })
  if (probe.kind !== 'video') throw new Error('a video was expected')
  const pictures = createFramePictures(tools, folder)
  const wanted = [0, 50, 51, 129]
  const seen = await Promise.all(
    wanted.map(async (frame) => {
      const file = path.join(folder, `${String(frame)}.png`)
      await writeFile(file, await pictures({ inputPath, probe, frame, as: 'png' }))
      return readFrameNumbers(tools, file)
    }),
  )
  expect(seen.flat()).toEqual(wanted)
  const small = await pictures({ inputPath, probe, frame: 7, as: 'jpeg', longestSide: 160 })
  expect(small.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]))
})
