// The quick preview: made in pieces by separate runs, whole when put together.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makePreviewInit, SegmentFailedError } from './make-segments.ts'
import type { VideoProbe } from './media-probe.ts'
import { previewRung } from './preview-rung.ts'
import { probeFile } from './probe.ts'
import { segmentGrid, soundOfSegment } from './segment-grid.ts'
import { makeClip, makeFile, readFrameNumbers, testTools } from './test-clips.ts'
import { assembled, pieces, samplesOf, signalToNoiseDecibels } from './test-segments.ts'
import type { MediaTools } from './tools.ts'

const run = promisify(execFile)
let tools: MediaTools
let folder: string
beforeAll(async () => {
  tools = await testTools()
  folder = await mkdtemp(path.join(os.tmpdir(), 'segments-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function probeVideo(file: string): Promise<VideoProbe> {
  const probe = await probeFile(tools, file, { tempFolder: folder })
  if (probe.kind !== 'video') throw new Error('a video was expected')
  return probe
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index)

async function packetTimes(file: string, stream: string): Promise<number[]> {
  const args = `-v error -select_streams ${stream} -show_entries packet=pts -of csv=p=0`.split(' ')
  const { stdout } = await run(tools.ffprobePath, [...args, file])
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map(Number.parseFloat)
}

// Open groups of pictures with B-frames, longer than a segment and on no border of the grid.
const LONG_GOP = '-preset veryfast -bf 3 -g 40 -x264-params open-gop=1:scenecut=0'

test.each([
  { rate: '24000/1001', name: 'a.mp4', options: LONG_GOP },
  { rate: '25', name: 'b.ts', options: LONG_GOP },
  { rate: '30000/1001', name: 'c.mov', options: '-c:v prores_ks -profile:v 0 -c:a pcm_s16le' },
  { rate: '60000/1001', name: 'd.mkv', options: LONG_GOP },
])(
  'pieces of $name at $rate are the film, every frame once and in its place',
  async ({ rate, name, options }) => {
    const frames = 75
    const clip = await makeClip(tools, folder, name, {
      rate,
      frames,
      width: 320,
      height: 180,
      options: options.split(' '),
    })
    const probe = await probeVideo(clip)
    const whole = await assembled(tools, clip, probe)
    expect(probe.frameCount).toBe(frames)
    expect(await readFrameNumbers(tools, whole)).toEqual(upTo(frames))
    const times = await packetTimes(whole, 'v:0')
    expect(new Set(times.map((time, index) => time - (times[index - 1] ?? 0)).slice(1)).size).toBe(1)
    const soundTimes = await packetTimes(whole, 'a:0')
    expect(soundTimes).toEqual(upTo(soundTimes.length).map((index) => index * 1024))
    expect(soundTimes.length).toBe(Math.ceil((probe.durationSeconds * 48_000) / 1024))
  },
)

test('a variable-rate film is cut as the ladder cuts it', async () => {
  const clip = await makeClip(tools, folder, 'variable.mp4', {
    rate: '30',
    frames: 100,
    sound: false,
    // Long stills between stretches of every frame.
    filters: "select='lt(mod(n,50),12)+eq(mod(n,7),0)'",
    options: ['-vsync', 'vfr', '-preset', 'veryfast', '-bf', '2', '-g', '20'],
  })
  const probe = await probeVideo(clip)
  const whole = await assembled(tools, clip, probe)
  expect(probe.isVariableFrameRate).toBe(true)
  const { num, den } = probe.frameRate
  const grid = `fps=${num}/${den}:start_time=0,tpad=stop_mode=clone:stop=3,trim=end_frame=${probe.frameCount}`
  expect(await readFrameNumbers(tools, whole)).toEqual(await readFrameNumbers(tools, clip, grid))
})

test('the init promises what the playlist does, and what the encoder of the pictures does', async () => {
  const clip = await makeClip(tools, folder, 'init.mp4', { rate: '25', frames: 30, width: 640, height: 360 })
  const probe = await probeVideo(clip)
  expect(previewRung(probe).codecs).toEqual(['avc1.42c01f', 'mp4a.40.2'])
  const init = await makePreviewInit(tools, previewRung(probe), segmentGrid(probe), folder)
  // avcC: version, then profile, constraints and level.
  const at = init.indexOf('avcC')
  expect(init.toString('hex', at + 5, at + 8)).toBe('42c01f')
})

test('sound goes on across pieces as if it had been encoded in one go', async () => {
  // Of a rate the preview does not have: a piece has to begin at the same moment all the same.
  const tone = '-f lavfi -i sine=frequency=997:sample_rate=44100:duration=3'
  const picture = '-f lavfi -i testsrc2=size=64x36:rate=25:duration=3'
  const clip = await makeFile(
    tools,
    folder,
    'tone.mov',
    `${picture} ${tone} -c:v mjpeg -pix_fmt yuvj420p -c:a pcm_s16le`,
  )
  const whole = await assembled(tools, clip, await probeVideo(clip))
  const decoded = await samplesOf(tools, whole)
  const wanted = await samplesOf(tools, clip)
  // Where one run goes over into the other, at two seconds, and a tenth of a second around it.
  const from = Math.round(1.95 * 48_000)
  const decibels = signalToNoiseDecibels(wanted, decoded, from, from + 4800)
  console.log(`film at 44,100 Hz, from one run to the next: ${decibels.toFixed(1)} dB`)
  expect(decibels).toBeGreaterThan(22)
})

test('sound that ends early or starts late is silence where it is not', async () => {
  const picture = '-f lavfi -i testsrc2=size=64x36:rate=25:duration=4'
  const short = await makeFile(
    tools,
    folder,
    'short-sound.mov',
    `${picture} -f lavfi -i sine=duration=1.3 -c:v mjpeg -pix_fmt yuvj420p -c:a aac`,
  )
  const late = await makeFile(
    tools,
    folder,
    'late-sound.mov',
    `${picture} -itsoffset 2.6 -f lavfi -i sine=duration=1.4 -c:v mjpeg -pix_fmt yuvj420p -c:a aac`,
  )
  for (const [file, first] of [
    [short, 2],
    [late, 0],
  ] as const) {
    const probe = await probeVideo(file)
    const made = await pieces(tools, file, probe, first, first + 2)
    expect(made.map(soundCountOf)).toEqual(
      [first, first + 1].map((index) => soundOfSegment(segmentGrid(probe), index).count),
    )
  }
})

/** AAC frames in a segment: the second track's. */
function soundCountOf(segment: Buffer): number {
  const sounds = segment.indexOf('trun', segment.indexOf('trun') + 4)
  return segment.readUInt32BE(sounds + 8)
}

test('a file that ends in the middle stands still, and one that holds nothing says why', async () => {
  const clip = await makeClip(tools, folder, 'whole.mkv', { rate: '25', frames: 100, sound: false })
  const probe = await probeVideo(clip)
  const bytes = await readFile(clip)
  const cut = path.join(folder, 'cut.mkv')
  await writeFile(cut, bytes.subarray(0, Math.floor(bytes.length * 0.6)))
  expect(await pieces(tools, cut, probe, 2, 4)).toHaveLength(2)
  const noise = path.join(folder, 'noise.mkv')
  await writeFile(noise, Buffer.concat([bytes.subarray(0, 600), Buffer.alloc(50_000, 7)]))
  const failed = await pieces(tools, noise, probe, 0, 1).catch((error: unknown) => error)
  expect(failed).toBeInstanceOf(SegmentFailedError)
  expect((failed as SegmentFailedError).message).toMatch(/^[A-Z].*\.$/)
})
