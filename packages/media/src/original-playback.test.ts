import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MediaProbe } from './media-probe.ts'
import { isOriginalPlayerCompatible } from './original-playback.ts'
import { probeFile } from './probe.ts'
import { makeClip, makeFile, testTools } from './test-clips.ts'
import type { MediaTools } from './tools.ts'

let tools: MediaTools
let folder: string
beforeAll(async () => {
  tools = await testTools()
  folder = await mkdtemp(path.join(os.tmpdir(), 'original-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

let clipNumber = 0
async function probeClip(extension: string, options: string): Promise<MediaProbe> {
  clipNumber += 1
  const name = `clip-${clipNumber}.${extension}`
  const clip = await makeClip(tools, folder, name, {
    frames: 4,
    options: options.split(' ').filter((one) => one !== ''),
  })
  return probeFile(tools, clip, { tempFolder: folder })
}

test.each([
  ['H.264 with AAC in MP4', 'mp4', ''],
  ['H.264 with AAC in MOV', 'mov', ''],
  ['H.264 with MP3 in MP4', 'mp4', '-c:a libmp3lame'],
  ['silent H.264', 'mp4', '-an'],
  ['VP8 with Opus in WebM', 'webm', '-c:v libvpx -deadline realtime -c:a libopus'],
  ['VP9 in MP4', 'mp4', '-c:v libvpx-vp9 -deadline realtime'],
])('%s plays as it is', async (_, extension, options) => {
  expect(isOriginalPlayerCompatible(await probeClip(extension, options))).toBe(true)
})

test.each([
  ['H.264 in 10 bits', 'mp4', '-pix_fmt yuv420p10le'],
  ['H.264 in 4:2:2', 'mp4', '-pix_fmt yuv422p'],
  ['H.264 in Matroska', 'mkv', ''],
  ['H.264 in a transport stream', 'ts', ''],
  ['H.264 with PCM in MOV', 'mov', '-c:a pcm_s16le'],
  ['HEVC', 'mp4', '-c:v libx265 -x265-params log-level=error'],
  ['ProRes', 'mov', '-c:v prores_ks'],
  ['MPEG-2 in MXF', 'mxf', '-c:v mpeg2video -c:a pcm_s16le'],
])('%s does not', async (_, extension, options) => {
  expect(isOriginalPlayerCompatible(await probeClip(extension, options))).toBe(false)
})

test('interlaced, HDR and late starting pictures would not match their notes', async () => {
  const probe = await probeClip('mp4', '')
  expect(isOriginalPlayerCompatible(probe)).toBe(true)
  if (probe.kind !== 'video') throw new Error('a video was expected')
  expect(isOriginalPlayerCompatible({ ...probe, interlaced: true })).toBe(false)
  expect(isOriginalPlayerCompatible({ ...probe, isHdr: true })).toBe(false)
  expect(isOriginalPlayerCompatible({ ...probe, startsAtFirstPicture: false })).toBe(false)
})

test.each([
  ['wav', true],
  ['mp3', true],
  ['flac', true],
  ['m4a', true],
  ['ogg', true],
  ['aiff', false],
  ['wma', false],
])('sound in %s: %s', async (extension, plays) => {
  const file = await makeFile(tools, folder, `tone.${extension}`, '-f lavfi -i sine=duration=0.5')
  expect(isOriginalPlayerCompatible(await probeFile(tools, file, { tempFolder: folder }))).toBe(plays)
})

test.each([
  ['jpg', true],
  ['png', true],
  ['webp', true],
  ['gif', true],
  ['tiff', false],
  ['dpx', false],
])('a picture in %s: %s', async (extension, shows) => {
  const file = await makeFile(
    tools,
    folder,
    `still.${extension}`,
    '-f lavfi -i testsrc2=size=64x48 -frames:v 1',
  )
  expect(isOriginalPlayerCompatible(await probeFile(tools, file, { tempFolder: folder }))).toBe(shows)
})

test('pictures may come a little early or late, but none may be missing', async () => {
  const late = 'settb=1/90000,setpts=PTS+0.004*random(1)/TB'
  const options = '-vsync vfr -enc_time_base 1:90000 -video_track_timescale 90000'.split(' ')
  const spec = { frames: 40, sound: false, options }
  const uneven = await makeClip(tools, folder, 'uneven.mp4', { ...spec, filters: late })
  const filters = `select='not(eq(n,20))',${late}`
  const missing = await makeClip(tools, folder, 'missing.mp4', { ...spec, filters })
  const probes = await Promise.all(
    [uneven, missing].map((clip) => probeFile(tools, clip, { tempFolder: folder })),
  )
  expect(probes).toMatchObject([{ isVariableFrameRate: true }, { isVariableFrameRate: true }])
  expect(probes.map(isOriginalPlayerCompatible)).toEqual([true, false])
})
