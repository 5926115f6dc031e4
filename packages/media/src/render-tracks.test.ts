import { mkdtemp, readFile, rm, truncate } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { VideoProbe } from './media-probe.ts'
import { probeFile } from './probe.ts'
import { renderTracks } from './render-tracks.ts'
import { makeFile, testTools } from './test-clips.ts'
import type { MediaTools } from './tools.ts'

let tools: MediaTools
let folder: string
beforeAll(async () => {
  tools = await testTools()
  folder = await mkdtemp(path.join(os.tmpdir(), 'tracks-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const FILM =
  '-f lavfi -i testsrc2=size=64x36:rate=25 -f lavfi -i sine=sample_rate=48000 -t 0.4 -c:v mpeg4 -c:a pcm_s16le'

async function probeVideo(file: string): Promise<VideoProbe> {
  const probe = await probeFile(tools, file, { tempFolder: folder })
  if (probe.kind !== 'video') throw new Error(`The probe says ${probe.kind}.`)
  return probe
}

test('brings out sound with its channels, and what cannot be brought out says why', async () => {
  const file = await makeFile(tools, folder, 'film.mov', `${FILM} -map 0 -map 1 -map 1 -ac:a:1 6`)
  const probe = await probeVideo(file)
  const [first, second] = probe.audio
  if (first === undefined || second === undefined) throw new Error('There are not two tracks.')
  const missing = { ...second, index: 7 }
  const report = await renderTracks(tools, {
    inputPath: file,
    probe: { ...probe, audio: [first, second, missing] },
    outDir: folder,
  })
  expect(report.made.map(({ kind, contentType }) => [kind, contentType])).toEqual([
    ['audio_track_1', 'audio/mp4'],
    ['audio_track_2', 'audio/mp4'],
  ])
  expect(report.failed).toMatchObject([
    { kind: 'audio_track_3', reason: expect.stringMatching(/./) as string },
  ])
  const made = await Promise.all(
    report.made.map(({ path: track }) => probeFile(tools, track, { tempFolder: folder })),
  )
  expect(made.map(({ kind, audio }) => [kind, audio[0]?.channels])).toEqual([
    ['audio', 1],
    ['audio', 6],
  ])
})

test('makes nothing of a file without sound, and fails where the sound is cut off', async () => {
  const silent = await makeFile(tools, folder, 'silent.mp4', FILM.replace('-c:a pcm_s16le', '-an'))
  const silentProbe = await probeVideo(silent)
  expect(await renderTracks(tools, { inputPath: silent, probe: silentProbe, outDir: folder })).toEqual({
    made: [],
    failed: [],
  })
  const file = await makeFile(tools, folder, 'cut.mov', FILM)
  const probe = await probeVideo(file)
  await truncate(file, (await readFile(file)).byteLength / 2)
  const report = await renderTracks(tools, { inputPath: file, probe, outDir: folder })
  expect(report).toMatchObject({ made: [], failed: [{ kind: 'audio_track_1' }] })
})
