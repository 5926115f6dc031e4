// The store over a real video element in a real browser. Every frame of the clip has its own shade of grey, so what is
// on screen can be read from its pixels.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { Server, ServerResponse } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'

const FRAME_COUNT = 48
const run = promisify(execFile)
const PAGE = `<!doctype html><video id="video" src="/clip.mp4" muted></video><script type="module">
  import { createMediaStore } from '/media-store.ts'
  const video = document.getElementById('video')
  window.store = createMediaStore(video, { rate: { num: 24000, den: 1001 }, frameCount: ${String(FRAME_COUNT)}, hasPictures: true }, {
    nowMs: () => performance.now(),
    schedule: (callback) => { const id = requestAnimationFrame(callback); return () => cancelAnimationFrame(id) },
  })
  const canvas = new OffscreenCanvas(8, 8).getContext('2d', { willReadFrequently: true })
  window.shownFrame = () => {
    canvas.drawImage(video, 0, 0, 8, 8)
    return Math.round(canvas.getImageData(4, 4, 1, 1).data[0] / (4 * 255 / 219))
  }
  window.until = (isDone) => new Promise((resolve) => {
    const check = () => isDone(window.store.getState()) ? resolve(window.store.getState()) : setTimeout(check, 10)
    check()
  })
</script>`

let folder: string
let server: Server
let browser: Browser
let page: Page
let origin: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rushes-player-'))
  const input = 'color=s=64x36:r=24000/1001,format=yuv420p,geq=lum=16+4*N:cb=128:cr=128'
  const encoder = '-pix_fmt yuv420p -c:v libx264 -preset ultrafast -crf 10 -movflags +faststart'.split(' ')
  const output = ['-frames:v', String(FRAME_COUNT), ...encoder, join(folder, 'clip.mp4')]
  await run('ffmpeg', ['-v', 'error', '-nostdin', '-f', 'lavfi', '-i', input, ...output])
  server = createServer((request, response) => void answer(request.url ?? '/', response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The test server has no port.')
  origin = `http://127.0.0.1:${String(address.port)}`
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
}, 60_000)

afterAll(async () => {
  await browser.close()
  server.close()
  await rm(folder, { recursive: true })
})

beforeEach(async () => {
  page = await browser.newPage()
  await page.goto(origin)
  await page.evaluate('until((state) => state.hasData && state.durationSeconds > 0)')
  return () => page.close()
})

async function answer(path: string, response: ServerResponse): Promise<void> {
  if (path === '/clip.mp4') {
    // Without this header Chromium does not seek.
    response.writeHead(200, { 'content-type': 'video/mp4', 'accept-ranges': 'bytes' })
    response.end(await readFile(join(folder, 'clip.mp4')))
  } else if (path.endsWith('.ts')) {
    const source = await readFile(new URL(`.${path}`, import.meta.url), 'utf8')
    response.writeHead(200, { 'content-type': 'text/javascript' })
    response.end(stripTypeScriptTypes(source))
  } else {
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end(PAGE)
  }
}

/** Makes a request and waits until the element has come to rest. Gives the frame said and the frame seen. */
async function frameAfter(...requests: object[]): Promise<{ said: number; seen: number }> {
  for (const request of requests) await page.evaluate(`store.dispatch(${JSON.stringify(request)})`)
  await page.evaluate('until((state) => !state.isSeeking && state.hasData)')
  // The picture of a finished seek is painted with the next frame of the page.
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
  return page.evaluate('({ said: store.getState().frameIndex, seen: shownFrame() })')
}

describe('frame steps', () => {
  test('show exactly the frame they name, all the way through the clip', async () => {
    for (let frame = 0; frame < FRAME_COUNT; frame += 1)
      expect(await frameAfter({ type: 'seek-frame', frameIndex: frame })).toEqual({
        said: frame,
        seen: frame,
      })
  })

  test('add up when they come faster than the pictures', async () => {
    const tenSteps = Array.from({ length: 10 }, () => ({ type: 'step', frames: 1 }))
    expect(await frameAfter(...tenSteps)).toEqual({ said: 10, seen: 10 })
    await page.evaluate('for (let i = 0; i < 7; i += 1) store.dispatch({ type: "step", frames: -1 })')
    expect(await frameAfter()).toEqual({ said: 3, seen: 3 })
  })

  test('add up when one comes between the arrival of a picture and the word of it', async () => {
    // Chromium sends `timeupdate` just before `seeked`, when the element does not call itself seeking any more.
    await page.evaluate(
      'video.addEventListener("timeupdate", () => store.dispatch({ type: "step", frames: 1 }), { once: true })',
    )
    await page.evaluate('for (let i = 0; i < 2; i += 1) store.dispatch({ type: "step", frames: 1 })')
    expect(await frameAfter()).toEqual({ said: 3, seen: 3 })
  })

  test('stop at both ends', async () => {
    expect(await frameAfter({ type: 'step', frames: -10 })).toEqual({ said: 0, seen: 0 })
    const last = FRAME_COUNT - 1
    expect(await frameAfter({ type: 'seek-frame', frameIndex: 9999 })).toEqual({ said: last, seen: last })
  })
})

test('pausing stays on the frame that is seen', async () => {
  await page.evaluate('store.dispatch({ type: "play" })')
  await page.evaluate('until((state) => state.frameIndex >= 8)')
  const { said, seen } = await frameAfter({ type: 'pause' })
  expect(seen).toBe(said)
  expect(said).toBeGreaterThanOrEqual(8)
})

test('playing backwards arrives at the first frame and stops there', async () => {
  await frameAfter({ type: 'seek-frame', frameIndex: 30 })
  await page.evaluate('store.dispatch({ type: "shuttle", rate: -4 })')
  expect(await page.evaluate('store.getState().isPaused')).toBe(false)
  await page.evaluate('until((state) => state.isPaused && !state.isSeeking)')
  expect(await frameAfter()).toEqual({ said: 0, seen: 0 })
})

test('a loop goes back once, though a picture from before is told of after it went back', async () => {
  await page.evaluate(`(() => {
    window.turns = 0
    let isBack = false
    const tell = video.requestVideoFrameCallback.bind(video)
    video.requestVideoFrameCallback = (hear) => tell((now, told) => {
      hear(now, isBack ? { ...told, mediaTime: 21 * 1001 / 24000 } : told)
      isBack = false
    })
    video.addEventListener('seeked', () => { isBack = true; turns += 1 })
    store.dispatch({ type: 'set-loop-range', range: { inFrame: 10, outFrame: 20 } })
    store.dispatch({ type: 'toggle-loop' })
    store.dispatch({ type: 'play' })
  })()`)
  await page.evaluate('until(() => turns === 1)')
  const { frameIndex } = await page.evaluate<{ frameIndex: number }>(
    'until((state) => state.frameIndex >= 14)',
  )
  expect(frameIndex).toBeLessThan(20)
  expect(await page.evaluate('turns')).toBe(1)
})

test('subscribers hear of what the element does by itself', async () => {
  await page.evaluate('window.heard = []; store.subscribe(() => heard.push(store.getState().isEnded))')
  await frameAfter({ type: 'seek-frame', frameIndex: FRAME_COUNT - 4 })
  await page.evaluate('store.dispatch({ type: "play" })')
  await page.evaluate('until((state) => state.isEnded)')
  expect(await page.evaluate('heard.at(-1)')).toBe(true)
  expect(await page.evaluate('store.getState().frameIndex')).toBe(FRAME_COUNT - 1)
})
