// Sound with no picture: known from the probe, made in pieces, whole when put together.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { gridPlaylist, masterPlaylist } from './hls-playlist.ts'
import { SegmentFailedError } from './make-segments.ts'
import type { AudioProbe } from './media-probe.ts'
import { previewVariant } from './preview-rung.ts'
import { probeFile } from './probe.ts'
import { renderLadder } from './render-ladder.ts'
import { segmentGrid } from './segment-grid.ts'
import { makeFile, testTools } from './test-clips.ts'
import { assembled, pieces, samplesOf, signalToNoiseDecibels } from './test-segments.ts'
import type { MediaTools } from './tools.ts'

/** A tone that rises: no moment is like another, so that sound in the wrong place is noise. */
const RISING = '-f lavfi -i aevalsrc=0.4*sin(2*PI*(200*t+90*t*t)):s=48000:d=4.5'

let tools: MediaTools
let folder: string
beforeAll(async () => {
  tools = await testTools()
  folder = await mkdtemp(path.join(os.tmpdir(), 'sound-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function probeSound(file: string): Promise<AudioProbe> {
  const probe = await probeFile(tools, file, { tempFolder: folder })
  if (probe.kind !== 'audio') throw new Error('sound was expected')
  return probe
}

test.concurrent.each([
  { name: 'deep.mka', options: '-c:a flac -sample_fmt s32 -ar 96000' },
  { name: 'air.ac3', options: '-c:a ac3 -b:a 384k -ac 2' },
  { name: 'phone.m4a', options: '-c:a alac -ar 44100' },
])('$name is heard without a seam, wherever it is cut', async ({ name, options }) => {
  const sound = await makeFile(tools, folder, name, `${RISING} ${options}`)
  const probe = await probeSound(sound)
  expect(segmentGrid(probe).segmentCount).toBe(3)
  const whole = await samplesOf(tools, await assembled(tools, sound, probe))
  const wanted = await samplesOf(tools, sound)
  // One lies inside a run, the other between two.
  for (const border of [2.048, 4.096]) {
    const middle = Math.round(border * 48_000)
    const decibels = signalToNoiseDecibels(wanted, whole, middle - 2400, middle + 2400)
    console.log(`${name}, cut at ${border} s: ${decibels.toFixed(1)} dB`)
    expect(decibels, `at ${border} s`).toBeGreaterThan(22)
  }
})

test.concurrent('its playlists are known from the probe, to the tick of its sound', async () => {
  const probe = await probeSound(await makeFile(tools, folder, 'tick.aiff', RISING))
  const master = masterPlaylist([{ uri: 'quick.m3u8', index: previewVariant(probe), frameRate: null }])
  expect(master).toContain('#EXT-X-STREAM-INF:BANDWIDTH=256000,AVERAGE-BANDWIDTH=128000,CODECS="mp4a.40.2"\n')
  const lengths = [...gridPlaylist(segmentGrid(probe), '../quick').matchAll(/#EXTINF:([\d.]+)/g)]
  // 4.5 s are 211 pieces of 1,024 samples, the last of them not full.
  expect(lengths.map(([, length]) => Number(length))).toEqual([2.048, 2.048, 0.405333])
})

test.concurrent('of ten microphones without a place each one is heard, at once and for good', async () => {
  const silence = '-f lavfi -i anullsrc=cl=7.1:r=48000:d=4.5'
  const options = '-filter_complex [0]pan=stereo|c1=c0[a];[1][a]amerge -c:a pcm_s24le'
  const recording = await makeFile(tools, folder, 'field.wav', `${RISING} ${silence} ${options}`)
  const probe = await probeSound(recording)
  expect(probe.audio[0]?.channels).toBe(10)
  const outDir = await mkdtemp(path.join(folder, 'out-'))
  const { made, failed } = await renderLadder(tools, { inputPath: recording, probe, outDir })
  expect(failed).toEqual([])
  const proxy = made.find(({ kind }) => kind === 'audio')?.path ?? ''
  const quick = await assembled(tools, recording, probe)
  for (const file of [proxy, quick]) {
    const heard = await samplesOf(tools, file)
    const loudest = heard.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
    // 0.4 of full scale, as one of ten.
    expect(loudest).toBeGreaterThan(0.1 * 32_768)
    expect(loudest).toBeLessThan(0.15 * 32_768)
  }
})

test.concurrent('sound that cannot be read says why', async () => {
  const sound = await makeFile(tools, folder, 'broken.flac', RISING)
  const probe = await probeSound(sound)
  await writeFile(sound, Buffer.alloc(60_000, 7))
  const failed = await pieces(tools, sound, probe, 2, 3).catch((error: unknown) => error)
  expect(failed).toBeInstanceOf(SegmentFailedError)
  expect((failed as SegmentFailedError).message).toMatch(/^[A-Z].*\.$/)
})
