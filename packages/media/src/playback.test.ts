// What the files are for: a real browser plays them as plain MP4 and as HLS, and shows the frame it was asked for.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readFmp4Index, type Fmp4Index } from './fmp4-index.ts'
import { masterPlaylist, mediaPlaylist } from './hls-playlist.ts'
import { framesPerSecond, type FrameRate, type VideoProbe } from './media-probe.ts'
import { probeFile } from './probe.ts'
import { renderLadder } from './render-ladder.ts'
import type { MadeRendition } from './renditions.ts'
import { makeClip, makeFile, testTools } from './test-clips.ts'
import type { MediaTools } from './tools.ts'

const HLS_JS = createRequire(import.meta.url).resolve('hls.js/dist/hls.min.js')
const CHROMIUM = '/usr/bin/chromium'
const CHROMIUM_ARGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking']

let tools: MediaTools
let folder: string
let browser: Browser
let server: Server
const files = new Map<string, { type: string; bytes: Buffer | string }>()
beforeAll(async () => {
  tools = await testTools()
  folder = await mkdtemp(path.join(os.tmpdir(), 'playback-'))
  browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGS })
  files.set('/', { type: 'text/html', bytes: '<!doctype html><script src="/hls.js"></script><body>' })
  files.set('/hls.js', { type: 'text/javascript', bytes: await readFile(HLS_JS) })
  server = serveFiles()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  await browser.close()
  server.closeAllConnections()
  server.close()
  await rm(folder, { recursive: true, force: true })
})

function serveFiles(): Server {
  return createServer((request, response) => {
    const file = files.get(request.url ?? '')
    if (!file) {
      response.writeHead(404).end()
      return
    }
    const bytes = Buffer.from(file.bytes)
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '')
    response.setHeader('content-type', file.type)
    response.setHeader('accept-ranges', 'bytes')
    if (!range) {
      response.end(bytes)
      return
    }
    const first = Number(range[1])
    const last = Math.min(range[2] ? Number(range[2]) : bytes.length - 1, bytes.length - 1)
    response.setHeader('content-range', `bytes ${first}-${last}/${bytes.length}`)
    response.writeHead(206).end(bytes.subarray(first, last + 1))
  })
}

type Seek = { frame: number; shown: number; mediaFrame: number }

/** Plays `address` and reads, for every wanted frame, the bar code of what is shown. Runs inside the page. */
async function seekThrough(address: string, frames: number[], rate: FrameRate) {
  const { port } = server.address() as { port: number }
  const page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${port}/`)
  const result: { seeks: Seek[]; durationSeconds: number; width: number; problems: string[] } =
    await page.evaluate(PLAYER_SCRIPT(address, frames, framesPerSecond(rate)))
  await page.close()
  return result
}

/** As text: the checker of this package knows no DOM. */
const PLAYER_SCRIPT = (address: string, frames: number[], fps: number) => `(async () => {
  const problems = []
  const video = document.createElement('video')
  video.muted = true
  document.body.append(video)
  const playable = new Promise((resolve, reject) => {
    video.oncanplay = resolve
    video.onerror = () => reject(new Error(video.error.message))
  })
  if (${JSON.stringify(address)}.endsWith('.m3u8')) {
    const hls = new Hls()
    hls.on(Hls.Events.ERROR, (_, data) => problems.push([data.details, data.frag?.sn, data.frag?.level, data.error, [...Array(video.buffered.length).keys()].map((i) => video.buffered.start(i) + '-' + video.buffered.end(i)).join()].join(' ')))
    hls.loadSource(${JSON.stringify(address)})
    hls.attachMedia(video)
  } else video.src = ${JSON.stringify(address)}
  await playable
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  const read = () => {
    canvas.width = video.videoWidth
    canvas.height = video.videoHeight
    context.drawImage(video, 0, 0)
    const cell = canvas.width / 20
    let number = 0
    for (let bit = 0; bit < 20; bit += 1) {
      const y = Math.floor(canvas.height / 20)
      if (context.getImageData(Math.floor((bit + 0.5) * cell), y, 1, 1).data[0] > 127) number += 2 ** bit
    }
    return number
  }
  const seeks = []
  for (const frame of ${JSON.stringify(frames)}) {
    const shownAt = new Promise((resolve) => video.requestVideoFrameCallback((_, { mediaTime }) => resolve(mediaTime)))
    const arrived = new Promise((resolve) => (video.onseeked = resolve))
    video.currentTime = (frame + 0.5) / ${fps}
    await arrived
    const mediaTime = await shownAt
    seeks.push({ frame, shown: read(), mediaFrame: mediaTime * ${fps} })
  }
  return { seeks, durationSeconds: video.duration, width: video.videoWidth, problems }
})()`

async function publish(rate: string, frameCount: number) {
  const name = rate.replace('/', '-')
  const clip = await makeClip(tools, folder, `${name}.mp4`, {
    rate,
    frames: frameCount,
    width: 960,
    height: 540,
  })
  const probe = await probeFile(tools, clip, { tempFolder: folder })
  if (probe.kind !== 'video') throw new Error('a video was expected')
  const outDir = await mkdtemp(path.join(folder, 'out-'))
  const { made } = await renderLadder(tools, { inputPath: clip, probe, outDir })
  return publishRungs(
    name,
    probe,
    made.filter(({ kind }) => kind === 'h264_360' || kind === 'h264_540'),
  )
}

async function publishRungs(name: string, probe: VideoProbe, rungs: readonly MadeRendition[]) {
  const variants: { uri: string; index: Fmp4Index; frameRate: FrameRate }[] = []
  for (const { kind, path: file } of rungs) {
    const index = await readFmp4Index(file)
    files.set(`/${name}/${kind}.mp4`, { type: 'video/mp4', bytes: await readFile(file) })
    const playlist = mediaPlaylist(index, `${kind}.mp4`)
    files.set(`/${name}/${kind}.m3u8`, { type: 'application/vnd.apple.mpegurl', bytes: playlist })
    variants.push({ uri: `${kind}.m3u8`, index, frameRate: probe.frameRate })
  }
  const master = masterPlaylist(variants)
  files.set(`/${name}/master.m3u8`, { type: 'application/vnd.apple.mpegurl', bytes: master })
  return { rate: probe.frameRate, base: `/${name}` }
}

test.each(['25', '24000/1001', '30000/1001'])(
  'a %s film shows the frame it is asked for, as MP4 and as HLS',
  async (rate) => {
    const frameCount = 130
    const { rate: frameRate, base } = await publish(rate, frameCount)
    // Both sides of every segment border, both ends, back and forth.
    const border = Math.round(framesPerSecond(frameRate) * 2)
    const frames = [
      0,
      1,
      border - 1,
      border,
      border + 1,
      2 * border,
      2 * border - 1,
      7,
      frameCount - 1,
      0,
      77,
    ]
    for (const address of [`${base}/h264_540.mp4`, `${base}/master.m3u8`]) {
      const { seeks, durationSeconds, width, problems } = await seekThrough(address, frames, frameRate)
      expect(problems).toEqual([])
      expect(width).toBeGreaterThan(0)
      // The last AAC frame may end up to 21 ms after the last picture.
      expect(Math.abs(durationSeconds - frameCount / framesPerSecond(frameRate))).toBeLessThan(0.03)
      expect(seeks.filter(({ frame, shown }) => shown !== frame)).toEqual([])
      expect(seeks.filter(({ frame, mediaFrame }) => Math.abs(mediaFrame - frame) > 0.01)).toEqual([])
    }
  },
)

test('sound alone plays as MP4 and as HLS', async () => {
  const song = await makeFile(tools, folder, 'song.wav', '-f lavfi -i sine=sample_rate=44100:duration=5')
  const probe = await probeFile(tools, song, { tempFolder: folder })
  if (probe.kind !== 'audio') throw new Error('sound was expected')
  const { made } = await renderLadder(tools, { inputPath: song, probe, outDir: folder })
  const [rendition] = made
  if (rendition?.kind !== 'audio') throw new Error('the sound was not made')
  const index = await readFmp4Index(rendition.path)
  files.set('/song/audio.mp4', { type: 'audio/mp4', bytes: await readFile(rendition.path) })
  files.set('/song/audio.m3u8', {
    type: 'application/vnd.apple.mpegurl',
    bytes: mediaPlaylist(index, 'audio.mp4'),
  })
  const master = masterPlaylist([{ uri: 'audio.m3u8', index, frameRate: null }])
  files.set('/song/master.m3u8', { type: 'application/vnd.apple.mpegurl', bytes: master })
  for (const address of ['/song/audio.mp4', '/song/master.m3u8']) {
    const { durationSeconds, problems } = await seekThrough(address, [], { num: 1, den: 1 })
    expect(problems).toEqual([])
    expect(durationSeconds).toBeCloseTo(5, 1)
  }
})
