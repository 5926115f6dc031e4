import { execFile } from 'node:child_process'
import {
  appendFile,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readFmp4Index } from './fmp4-index.ts'
import { keyframeInterval } from './ladder.ts'
import { framesPerSecond, type AudioProbe, type VideoProbe } from './media-probe.ts'
import { probeFile } from './probe.ts'
import { renderLadder, type LadderProgress, type LadderRequest } from './render-ladder.ts'
import type { RenderReport } from './renditions.ts'
import { scrubFrameOf } from './scrub.ts'
import { makeClip, makeFile, readFrameNumbers, testTools } from './test-clips.ts'
import type { MediaTools } from './tools.ts'
import { Waveform } from './waveform.ts'

const run = promisify(execFile)
let tools: MediaTools
let folder: string
beforeAll(async () => {
  tools = await testTools()
  folder = await mkdtemp(path.join(os.tmpdir(), 'ladder-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

type Rendered = RenderReport & {
  probe: VideoProbe | AudioProbe
  outDir: string
  file: (kind: string) => string
}

async function render(inputPath: string, options: Partial<LadderRequest> = {}): Promise<Rendered> {
  const probe = await probeFile(tools, inputPath, { tempFolder: folder })
  if (probe.kind !== 'video' && probe.kind !== 'audio') throw new Error(`nothing playable: ${probe.kind}`)
  const outDir = await mkdtemp(`${inputPath}-out-`)
  const report = await renderLadder(tools, { inputPath, probe, outDir, ...options })
  const file = (kind: string) => report.made.find((made) => made.kind === kind)?.path ?? `no ${kind}`
  return { ...report, probe, outDir, file }
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index)

/** Presentation times of all frames in order. Seconds. */
async function frameTimes(file: string): Promise<number[]> {
  const args = '-v error -select_streams v:0 -show_entries packet=pts_time -of csv=p=0'.split(' ')
  const { stdout } = await run(tools.ffprobePath, [...args, file])
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map(Number.parseFloat)
    .sort((one, other) => one - other)
}

// Most of their time these tests wait for one program to start, so those that share nothing run side by side.
describe.concurrent('frames', () => {
  test.each(['25', '24000/1001', '30000/1001'])(
    'at %s are the source frames, one for one, in every rung',
    async (rate) => {
      const clip = await makeClip(tools, folder, `truth-${rate.replace('/', '-')}.mp4`, {
        rate,
        frames: 64,
        width: 640,
        height: 360,
      })
      const { made, failed, probe, file } = await render(clip)
      expect(failed).toEqual([])
      expect(made.map(({ kind }) => kind)).toEqual(['h264_360', 'video_h264_180', 'thumb_scrub', 'waveform'])
      for (const kind of ['h264_360', 'video_h264_180']) {
        expect(await readFrameNumbers(tools, file(kind))).toEqual(upTo(64))
        const times = await frameTimes(file(kind))
        const rateOf = probe.kind === 'video' ? framesPerSecond(probe.frameRate) : 0
        // Exact to the microsecond ffprobe prints.
        expect(times.every((time, frame) => Math.abs(time - frame / rateOf) < 2e-6)).toBe(true)
        const again = await probeFile(tools, file(kind), { tempFolder: folder })
        expect(again).toMatchObject({
          frameCount: 64,
          isVariableFrameRate: false,
          startsAtFirstPicture: true,
        })
      }
    },
  )

  test('of a variable-rate clip are the pictures shown in the middle of each grid step', async () => {
    const filters = "select='not(eq(mod(n,7),3))',settb=1/90000,setpts=PTS+0.004*random(1)/TB"
    const options =
      '-vsync vfr -enc_time_base 1:90000 -video_track_timescale 90000 -preset veryfast -bf 3'.split(' ')
    const clip = await makeClip(tools, folder, 'vfr.mp4', { frames: 60, filters, options })
    const [numbers, times] = [await readFrameNumbers(tools, clip), await frameTimes(clip)]
    const { probe, file } = await render(clip)
    if (probe.kind !== 'video') throw new Error('a video was expected')
    const start = times[0] ?? 0
    const wanted = upTo(probe.frameCount).map((frame) => {
      const middle = start + (frame + 0.5) / framesPerSecond(probe.frameRate)
      return numbers[times.findLastIndex((time) => time <= middle)]
    })
    expect(await readFrameNumbers(tools, file('h264_360'))).toEqual(wanted)
  })

  test.each(['ts', 'mkv'])(
    'of a %s in which sound starts first count from the first picture',
    async (container) => {
      const clip = await makeClip(tools, folder, `flat-for-${container}.mp4`, { frames: 30 })
      const late = await makeFile(
        tools,
        folder,
        `late.${container}`,
        `-itsoffset 0.7 -i ${clip} -i ${clip} -map 0:v -map 1:a -c copy`,
      )
      const { probe, file, failed } = await render(late)
      expect(probe).toMatchObject({ frameCount: 30, startsAtFirstPicture: false })
      expect(failed).toEqual([])
      expect(await readFrameNumbers(tools, file('h264_360'))).toEqual(upTo(30))
      expect((await frameTimes(file('h264_360')))[0]).toBe(0)
      // The 0.7 s of sound before the first picture are gone, the rest is in place.
      const waveform = Waveform.parse(JSON.parse(await readFile(file('waveform'), 'utf8')))
      const soundSeconds = ((waveform.peaks.length / 2) * waveform.samplesPerPixel) / waveform.sampleRate
      expect(soundSeconds).toBeCloseTo(0.5, 1)
    },
  )

  test('of an interlaced clip become full pictures on the same grid', async () => {
    const options = '-x264opts tff=1 -flags +ilme+ildct'.split(' ')
    const clip = await makeClip(tools, folder, 'fields.mp4', {
      rate: '50',
      frames: 40,
      filters: 'interlace',
      options,
    })
    const { probe, made } = await render(clip)
    expect(probe).toMatchObject({ interlaced: true, frameCount: 20 })
    expect(made[0]).toMatchObject({ kind: 'h264_360', frameCount: 20 })
  })

  test('keep coming when the picture size changes half-way', async () => {
    const small = await makeClip(tools, folder, 'small.ts', { frames: 25, width: 160, height: 96 })
    const large = await makeClip(tools, folder, 'large.ts', { frames: 25 })
    const joined = path.join(folder, 'joined.ts')
    await copyFile(large, joined)
    await appendFile(joined, await readFile(small))
    const { made, file } = await render(joined)
    expect(made[0]).toMatchObject({ kind: 'h264_360', width: 320, height: 180, frameCount: 50 })
    expect(await readFrameNumbers(tools, file('h264_360'))).toEqual([...upTo(25), ...upTo(25)])
  })
})

describe.concurrent('rungs', () => {
  test('of one film have their segments at the same places, on key frames only', async () => {
    const clip = await makeClip(tools, folder, 'rungs.mp4', { frames: 60, width: 960, height: 540 })
    const progress: LadderProgress[] = []
    const { made, probe, file } = await render(clip, { onProgress: (one) => progress.push(one) })
    const playable = made.filter(({ contentType }) => contentType === 'video/mp4')
    expect(playable.map(({ kind, width, height }) => [kind, width, height])).toEqual([
      ['h264_360', 640, 360],
      ['h264_540', 960, 540],
      ['video_h264_180', 320, 180],
    ])
    if (probe.kind !== 'video') throw new Error('a video was expected')
    const interval = keyframeInterval(probe.frameRate)
    for (const { kind } of playable) {
      const { segments } = await readFmp4Index(file(kind))
      expect(segments.map(({ durationSeconds }) => durationSeconds)).toEqual([
        interval / 25,
        (60 - interval) / 25,
      ])
      const args = '-v error -select_streams v:0 -show_entries packet=pts_time,flags -of csv=p=0'.split(' ')
      const { stdout } = await run(tools.ffprobePath, [...args, file(kind)])
      const keys = stdout
        .split('\n')
        .filter((line) => line.includes('K'))
        .map(Number.parseFloat)
      expect(keys).toEqual([0, 2])
    }
    expect(progress.at(-1)).toMatchObject({ frame: 60, totalFrames: 60 })
  })

  test('of an upright phone clip stand upright and carry no rotation', async () => {
    const flat = await makeClip(tools, folder, 'phone-flat.mp4', { frames: 10 })
    const phone = await makeFile(tools, folder, 'phone.mp4', `-i ${flat} -c copy -metadata:s:v:0 rotate=90`)
    const { file } = await render(phone)
    expect(await probeFile(tools, file('h264_360'), {})).toMatchObject({
      width: 180,
      height: 320,
      rotation: 0,
      codedWidth: 180,
    })
  })

  test('of anamorphic and odd pictures have square pixels and even sides', async () => {
    const wide = await makeClip(tools, folder, 'wide.mp4', {
      frames: 5,
      width: 160,
      height: 180,
      filters: 'setsar=2',
    })
    const odd = await makeClip(tools, folder, 'odd.mov', {
      frames: 3,
      filters: 'scale=33:17,setsar=1',
      options: '-c:v png -c:a pcm_s16le'.split(' '),
    })
    expect((await render(wide)).made[0]).toMatchObject({ width: 320, height: 180 })
    expect((await render(odd)).made[0]).toMatchObject({ width: 32, height: 16, frameCount: 3 })
  })

  test.each([
    ['untagged standard definition', '-pix_fmt yuv420p', 'scale=out_color_matrix=smpte170m'],
    ['tagged Rec. 709', '-pix_fmt yuv420p -colorspace bt709', 'scale=out_color_matrix=bt709'],
    ['full range', '-pix_fmt yuvj420p -color_range pc', 'scale=out_color_matrix=smpte170m:out_range=pc'],
    ['10-bit 4:2:2', '-pix_fmt yuv422p10le', 'scale=out_color_matrix=smpte170m'],
  ])('show the colour of a %s source', async (name, options, filter) => {
    const source = `-f lavfi -i color=c=0xC02060:size=320x180:rate=25:duration=0.2 -vf ${filter} -c:v libx264`
    const clip = await makeFile(tools, folder, `${name.replaceAll(/\W/g, '')}.mp4`, `${source} ${options}`)
    const { file } = await render(clip)
    expect(await probeFile(tools, file('h264_360'), {})).toMatchObject({
      pixFmt: 'yuv420p',
      colour: { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', range: 'tv' },
    })
    const rgb = await middlePixel(file('h264_360'))
    for (const [channel, wanted] of [0xc0, 0x20, 0x60].entries()) {
      expect(Math.abs((rgb[channel] ?? 0) - wanted)).toBeLessThan(6)
    }
  })

  test('of an HDR film are tone-mapped to an 8-bit picture that is neither dark nor burnt out', async () => {
    const hdr =
      '-c:v libx265 -x265-params log-level=error -pix_fmt yuv420p10le -color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc'
    // About 100 nits of grey in PQ.
    const source = '-f lavfi -i color=c=0x828282:size=320x180:rate=25:duration=0.2'
    const { file } = await render(await makeFile(tools, folder, 'hdr.mp4', `${source} ${hdr}`))
    expect(await probeFile(tools, file('h264_360'), {})).toMatchObject({ isHdr: false, bitDepth: 8 })
    const [red = 0, green = 0, blue = 0] = await middlePixel(file('h264_360'))
    expect(Math.min(red, green, blue)).toBeGreaterThan(100)
    expect(Math.max(red, green, blue)).toBeLessThan(240)
  })
})

async function middlePixel(file: string): Promise<number[]> {
  const args =
    '-frames:v 1 -vf crop=2:2,scale=in_color_matrix=bt709:in_range=tv,format=rgb24 -f rawvideo -'.split(' ')
  const { stdout } = await run(tools.ffmpegPath, ['-v', 'error', '-nostdin', '-i', file, ...args], {
    encoding: 'buffer',
  })
  return [...stdout.subarray(0, 3)]
}

describe.concurrent('beside the rungs', () => {
  test('the scrub sheet shows the middle of each stretch', async () => {
    const clip = await makeClip(tools, folder, 'scrub.mp4', {
      frames: 130,
      width: 640,
      height: 360,
      sound: false,
    })
    const { made, file } = await render(clip)
    expect(made.find(({ kind }) => kind === 'thumb_scrub')).toMatchObject({
      width: 1600,
      height: 900,
      frameCount: 100,
    })
    const numbers = await readFrameNumbers(tools, file('thumb_scrub'), 'untile=10x10')
    expect(numbers).toEqual(upTo(100).map((tile) => scrubFrameOf(tile, 100, 130)))
  })

  test('the waveform follows the sound', async () => {
    const sound = 'aevalsrc=0.5*sin(2*PI*440*t)*gte(t\\,1):sample_rate=48000:duration=2'
    const file = await makeFile(tools, folder, 'half-silent.wav', `-f lavfi -i ${sound}`)
    const rendered = await render(file)
    const { peaks, samplesPerPixel } = Waveform.parse(
      JSON.parse(await readFile(rendered.file('waveform'), 'utf8')),
    )
    expect(peaks.length / 2).toBeLessThanOrEqual(1800)
    expect((peaks.length / 2) * samplesPerPixel).toBeGreaterThanOrEqual(16_000)
    const half = peaks.length / 2
    expect(Math.max(...peaks.slice(0, half - 20).map(Math.abs))).toBeLessThanOrEqual(1)
    expect(Math.max(...peaks.slice(half + 20))).toBeCloseTo(64, -1)
    expect(Math.min(...peaks.slice(half + 20))).toBeCloseTo(-64, -1)
  })

  test('sound alone becomes segments of its own', async () => {
    const song = await makeFile(tools, folder, 'song.mp3', '-f lavfi -i sine=duration=5')
    const { made, failed, file } = await render(song)
    expect(failed).toEqual([])
    expect(made.map(({ kind, contentType }) => [kind, contentType])).toEqual([
      ['audio', 'audio/mp4'],
      ['waveform', 'application/json'],
    ])
    const { segments, codecs, width } = await readFmp4Index(file('audio'))
    expect(codecs).toEqual(['mp4a.40.2'])
    expect(width).toBeNull()
    expect(segments.length).toBe(3)
    expect(segments.reduce((sum, one) => sum + one.durationSeconds, 0)).toBeCloseTo(5, 1)
  })
})

describe('what goes wrong', () => {
  test('sound no decoder knows costs the sound, not the picture', async () => {
    const clip = await makeClip(tools, folder, 'mute-source.mov', {
      frames: 10,
      options: ['-c:a', 'pcm_s16le'],
    })
    const bytes = await readFile(clip)
    bytes.write('zzzz', bytes.indexOf('sowt', 0, 'latin1'), 'latin1')
    const mute = path.join(folder, 'mute.mov')
    await writeFile(mute, bytes)
    const { made, failed, file } = await render(mute)
    expect(made.map(({ kind }) => kind)).toEqual(['h264_360', 'video_h264_180', 'thumb_scrub'])
    expect(failed).toMatchObject([{ kind: 'waveform', reason: expect.stringContaining('No decoder') }])
    expect(await readFrameNumbers(tools, file('h264_360'))).toEqual(upTo(10))
  })

  test('a file that breaks off is played as far as it goes', async () => {
    const options = '-movflags +faststart -g 10'.split(' ')
    const clip = await makeClip(tools, folder, 'breaks-off.mp4', { frames: 50, options })
    await truncate(clip, Math.round((await readFile(clip)).length / 2))
    const { made, file } = await render(clip)
    const numbers = await readFrameNumbers(tools, file('h264_360'))
    expect(numbers.slice(0, 15)).toEqual(upTo(15))
    expect(made[0]?.frameCount).toBe(numbers.length)
    expect(numbers.length).toBeLessThan(50)
  })

  test('pictures that are all damaged fail every kind with a reason and leave nothing behind', async () => {
    const clip = await makeClip(tools, folder, 'damaged.mp4', {
      frames: 10,
      sound: false,
      options: ['-movflags', '+faststart'],
    })
    const bytes = await readFile(clip)
    bytes.fill(0, bytes.indexOf('mdat', 0, 'latin1') + 4)
    await writeFile(clip, bytes)
    const { made, failed, outDir } = await render(clip)
    expect(made).toEqual([])
    expect(failed.map(({ kind }) => kind)).toEqual(['h264_360', 'video_h264_180', 'thumb_scrub'])
    expect(failed.every(({ reason, detail }) => reason.endsWith('.') && detail !== '')).toBe(true)
    expect(await readdir(outDir)).toEqual([])
  })

  test('a playlist stays closed even to someone who believes it to be a video', async () => {
    const film = await makeClip(tools, folder, 'secret.ts', { frames: 10 })
    const probe = await probeFile(tools, film, { tempFolder: folder })
    if (probe.kind !== 'video') throw new Error('a video was expected')
    const playlist = path.join(folder, 'attack.ts')
    await writeFile(playlist, `#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n${film}\n#EXT-X-ENDLIST\n`)
    const outDir = await mkdtemp(path.join(folder, 'attack-'))
    const { made, failed } = await renderLadder(tools, { inputPath: playlist, probe, outDir })
    expect(made).toEqual([])
    expect(failed[0]?.detail).toContain('whitelist')
  })

  test('an abort rejects, ends ffmpeg and leaves nothing behind', async () => {
    const clip = await makeClip(tools, folder, 'aborted.mp4', { frames: 500, width: 640, height: 360 })
    const outDir = path.join(folder, 'aborted-out')
    await mkdir(outDir)
    const probe = await probeFile(tools, clip, { tempFolder: folder })
    if (probe.kind !== 'video') throw new Error('a video was expected')
    const controller = new AbortController()
    const rendering = renderLadder(tools, {
      inputPath: clip,
      probe,
      outDir,
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('the asset was deleted')),
    })
    await expect(rendering).rejects.toThrow('the asset was deleted')
    expect(await readdir(outDir)).toEqual([])
    // Whoever still encoded would have its working folder inside.
    const { stdout } = await run('/bin/sh', ['-c', 'readlink /proc/[0-9]*/cwd 2>/dev/null || true'])
    expect(stdout).not.toContain(outDir)
  })

  test('a time limit is a reason to try again', async () => {
    const clip = await makeClip(tools, folder, 'slow.mp4', { frames: 200 })
    const { made, failed } = await render(clip, { timeoutMs: 20 })
    expect(made).toEqual([])
    expect(failed[0]).toMatchObject({ retryable: true, reason: expect.stringContaining('took longer than') })
  })
})
