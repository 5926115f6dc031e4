import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { planRenditions } from './plan.ts'
import { probeFile } from './probe.ts'
import { makeClip, makeFile, testTools } from './test-clips.ts'
import { makePdf } from './test-documents.ts'
import type { MediaTools } from './tools.ts'

let tools: MediaTools
let folder: string
beforeAll(async () => {
  tools = await testTools()
  folder = await mkdtemp(path.join(os.tmpdir(), 'plan-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const planOf = async (file: string) => planRenditions(await probeFile(tools, file, { tempFolder: folder }))
const STILLS = ['thumb', 'cover', 'thumb_540', 'thumb_orig_ar_540', 'image_small', 'image_full']

test('a film is seen first and played next, with a waveform only when it has sound', async () => {
  const spec = { frames: 2, width: 960, height: 540 }
  const playable = ['h264_360', 'h264_540', 'video_h264_180', 'thumb_scrub']
  expect(await planOf(await makeClip(tools, folder, 'sound.mp4', spec))).toEqual([
    { task: 'stills', kinds: STILLS },
    { task: 'ladder', kinds: [...playable, 'waveform'] },
    { task: 'tracks', kinds: ['audio_track_1'] },
  ])
  expect(await planOf(await makeClip(tools, folder, 'silent.mp4', { ...spec, sound: false }))).toEqual([
    { task: 'stills', kinds: STILLS },
    { task: 'ladder', kinds: playable },
  ])
})

test('sound gets segments and a waveform, a picture its stills, a document its first page', async () => {
  const tone = await makeFile(tools, folder, 'tone.wav', '-f lavfi -i sine=duration=0.2')
  expect(await planOf(tone)).toEqual([
    { task: 'ladder', kinds: ['audio', 'waveform'] },
    { task: 'tracks', kinds: ['audio_track_1'] },
  ])
  const picture = await makeFile(tools, folder, 'picture.png', '-f lavfi -i testsrc2=size=64x48 -frames:v 1')
  expect(await planOf(picture)).toEqual([
    { task: 'stills', kinds: [...STILLS.slice(0, 5), 'image_high', 'image_full'] },
  ])
  const paper = path.join(folder, 'paper.pdf')
  await writeFile(paper, makePdf([{ width: 20, height: 30, rgb: [0, 0, 0] }]))
  const pages = ['page_thumb', 'page_small', 'page_high', 'page_full']
  expect(await planOf(paper)).toEqual([{ task: 'stills', kinds: [...STILLS.slice(0, 4), ...pages] }])
})
