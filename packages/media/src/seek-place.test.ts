import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { probeFile } from './probe.ts'
import { findSeekPlace } from './seek-place.ts'
import { makeClip, testTools } from './test-clips.ts'
import type { MediaTools } from './tools.ts'

const run = promisify(execFile)
let tools: MediaTools
let folder: string
beforeAll(async () => {
  tools = await testTools()
  folder = await mkdtemp(path.join(os.tmpdir(), 'seek-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const H264 = '-preset ultrafast -g 25 -keyint_min 25 -sc_threshold 0 -bf 2'
test.each([
  ['mkv', H264],
  ['flv', `${H264} -ar 44100`],
  ['mov', H264],
  ['mxf', '-c:v mpeg2video -g 25 -bf 2 -sc_threshold 1000000000 -c:a pcm_s16le'],
])(
  'decoding starts at the very key frame before the picture, not at an earlier one: %s',
  async (kind, options) => {
    const clip = await makeClip(tools, folder, `film.${kind}`, { frames: 80, options: options.split(' ') })
    const probe = await probeFile(tools, clip, { tempFolder: folder })
    if (probe.kind !== 'video') throw new Error('a video was expected')
    const request = { inputPath: clip, probe, frame: 60, tempFolder: folder, signal: undefined }
    const { seekSeconds, leadSeconds } = await findSeekPlace(tools, request)
    const first = await firstDecoded(clip, seekSeconds ?? 0)
    expect((first - probe.firstPictureSeconds + leadSeconds) * 25).toBeCloseTo(60.4, 1)
    expect(leadSeconds * 25).toBeLessThan(25)
  },
)

/** When the first picture that comes out is shown, from the earliest stream on. Seconds. */
async function firstDecoded(file: string, seekSeconds: number): Promise<number> {
  const { stdout } = await run(tools.ffmpegPath, [
    ...'-v error -copyts -start_at_zero -noaccurate_seek -ss'.split(' '),
    String(seekSeconds),
    ...['-i', file],
    ...'-an -frames:v 1 -vf signalstats,metadata=mode=print:file=- -f null -'.split(' '),
  ])
  return Number(/pts_time:(\S+)/.exec(stdout)?.[1])
}
