// What the demo promises: the link it prints plays in a browser. Signed in as a person does it, in a real Chromium: a
// file the browser can play by itself, one it can only watch through HLS, and one whose proxies are not made yet.
import { execFile } from 'node:child_process'
import { openAsBlob } from 'node:fs'
import { mkdtemp, readdir, readlink, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { chromium } from 'playwright-core'
import type { Browser, Page, Route } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { makeClip, makeFile, testTools } from '@rushes/media/test-clips'
import { holdEncode, letEncode } from './held-encode.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { ReferenceClient } from './reference-client.ts'
import { owner } from './server.ts'
import { framesShown } from './shown-frame.ts'

const run = promisify(execFile)
const chromiumPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const limitMs = 120_000
/** Written as text: it runs in the page, whose types are not this file's. */
const video = "document.querySelector('video')"

const server = inject('servers')[0]!
let browser: Browser
let page: Page
let client: ReferenceClient
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rushes-playback-'))
  client = createReferenceClient(server.url, server.token)
  browser = await chromium.launch({
    executablePath: chromiumPath,
    // As root Chromium has no sandbox of its own; the page is ours.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--autoplay-policy=no-user-gesture-required',
    ],
  })
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(`${server.url}/login`)
  await page.locator('input[type=email]').fill(owner.email)
  await page.locator('input[type=password]').fill(owner.password)
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname === '/', { timeout: 60_000 })
}, limitMs)

afterAll(async () => {
  await browser.close()
  await rm(folder, { recursive: true, force: true })
})

it.each([
  {
    name: 'original.mp4',
    codec: ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'],
    isOriginal: true,
  },
  { name: 'master.mov', codec: ['-c:v', 'prores_ks', '-profile:v', '0'], isOriginal: false },
])(
  'plays $name with moving frames and sound',
  async ({ name, codec, isOriginal }) => {
    const id = await uploadClip(name, codec)
    expect((await client.asset(id))['metadata_flags']).toMatchObject({
      is_original_player_compatible: isOriginal,
    })

    await page.goto(`${server.url}/player/${id}`)
    await becomesTrue(`${video}?.videoWidth > 0`, 60_000)
    await page.evaluate(`${video}.play()`)
    await becomesTrue(`${video}.currentTime > 0.2`, 30_000)
    const first = await pictureOf(page)
    await becomesTrue(`${video}.currentTime > 1.2`, 30_000)
    const later = await pictureOf(page)
    expect(later.pixels).not.toBe(first.pixels)
    expect(later.height / later.width).toBeCloseTo(9 / 16, 2)
    expect(later.audioBytes).toBeGreaterThan(0)
  },
  limitMs,
)

it(
  'plays a film frame by frame before anything was encoded, and goes over to the proxies when they are there',
  async () => {
    const name = 'numbers.mov'
    const frames = 120
    const path = await makeClip(await testTools(), folder, name, {
      rate: '24000/1001',
      frames,
      width: 640,
      height: 360,
      options: ['-c:v', 'prores_ks', '-profile:v', '0', '-c:a', 'pcm_s16le'],
    })
    const { id, mediaId, asset } = await uploadHeld(path, name)
    expect(asset).toMatchObject({ h264_360: null, status: 'uploaded', frames })

    const stills = ['thumb', 'thumb_540', 'thumb_orig_ar_540', 'cover', 'image_small', 'image_full']
    await expect
      .poll(
        async () =>
          Object.entries(await client.asset(id)).filter(([key, url]) => stills.includes(key) && url === null),
        {
          timeout: 60_000,
          interval: 100,
        },
      )
      .toEqual([])
    await leaveInTheMiddle(String(asset['hls_manifest']), mediaId)

    const lastPiece = await holdPiece(4)
    await page.goto(`${server.url}/player/${id}`)
    await becomesTrue(`${video}?.videoWidth > 0`, 60_000)
    await page.getByText('Quick preview').waitFor()
    // A viewer who has to wait is told so, and what for.
    await goToFrame(110)
    await page.getByText('This part is being made.').waitFor()
    await lastPiece.refuse()
    await page.getByText('This part cannot be shown yet. It comes with the full quality').waitFor()
    await page.getByText('Quick preview').waitFor()
    // Both sides of segment borders, both ends, back and forth.
    const wanted = [0, 23, 24, 25, 95, 96, 47, 48, frames - 1, 1, 72, 71]
    expect((await framesShown(page, wanted)).map(({ seen }) => seen)).toEqual(wanted)

    await letEncode(server, mediaId)
    await expect
      .poll(async () => (await client.asset(id))['h264_360'], { timeout: 60_000, interval: 250 })
      .not.toBeNull()
    const master = await (await fetch(String(asset['hls_manifest']))).text()
    expect(master).toContain('h264_360.m3u8')
    expect(master).not.toContain('quick.m3u8')
    const old = await fetch(new URL('quick.m3u8', String(asset['hls_manifest'])))
    expect(await old.text()).toContain('../quick/4.m4s')
    await page.getByRole('button', { name: /Quality: HLS/ }).waitFor()
    expect(await page.getByText('Quick preview').count()).toBe(0)
    await becomesTrue(`${video}?.readyState >= 2 && !${video}.seeking`, 30_000)
    expect(await framesShown(page, [50])).toMatchObject([{ seen: 50 }])
  },
  limitMs,
)

it(
  'plays sound that no browser opens before anything was encoded, at addresses that stay',
  async () => {
    const name = 'mix.aiff'
    const tone = '-f lavfi -i sine=f=330:d=5 -ac 2 -c:a pcm_s24be'
    const path = await makeFile(await testTools(), folder, name, tone)
    const { id, mediaId, asset } = await uploadHeld(path, name)
    expect(asset).toMatchObject({ status: 'uploaded', frames: 0, waveform: null })
    const manifest = String(asset['hls_manifest'])
    expect(await (await fetch(manifest)).text()).toContain('CODECS="mp4a.40.2"\nquick.m3u8\n')

    await page.goto(`${server.url}/player/${id}`)
    await becomesTrue("document.querySelector('audio')?.duration > 4.9", 60_000)
    await page.evaluate(
      "(document.querySelector('audio').currentTime = 3.5, document.querySelector('audio').play())",
    )
    await becomesTrue("document.querySelector('audio').currentTime > 3.8", 30_000)
    await becomesTrue("document.querySelector('audio').webkitAudioDecodedByteCount > 0", 30_000)

    await letEncode(server, mediaId)
    await expect
      .poll(async () => (await client.asset(id)).status, { timeout: 60_000, interval: 250 })
      .toBe('transcoded')
    expect(await (await fetch(manifest)).text()).toContain('\naudio.m3u8\n')
    expect((await fetch(new URL('../quick/1.m4s', manifest))).status).toBe(200)
  },
  limitMs,
)

/** Uploads a file whose encoding waits until it is let go, and waits until it plays. */
async function uploadHeld(path: string, name: string) {
  const file = await openAsBlob(path)
  const root = (await makeProject(client, `playback of ${name}`)).root_asset_id
  const { id, upload_urls: urls } = await client.createFile(root, name, file.size)
  const mediaId = await holdEncode(server, id)
  await fetch(urls?.[0] ?? '', { method: 'PUT', body: file })
  const manifest = async () => (await client.asset(id))['hls_manifest']
  await expect.poll(manifest, { timeout: 60_000, interval: 50 }).not.toBeNull()
  return { id, mediaId, asset: await client.asset(id) }
}

/** Keeps one piece of a preview from the player, until it is told as the server tells it that it is still to come. */
async function holdPiece(index: number): Promise<{ refuse: () => Promise<void> }> {
  const held: Route[] = []
  const pattern = `**/quick/${String(index)}.m4s`
  await page.route(pattern, (route) => void held.push(route))
  return {
    refuse: async () => {
      await expect.poll(() => held.length, { timeout: 30_000 }).toBeGreaterThan(0)
      const refusal = { status: 503, headers: { 'retry-after': '5' } }
      await Promise.all(held.map((route) => route.fulfill(refusal)))
      await page.unroute(pattern)
    },
  }
}

async function goToFrame(frame: number): Promise<void> {
  await page.keyboard.press('g')
  const field = page.getByRole('textbox', { name: 'Go to timecode or frame' })
  await field.fill(String(frame))
  await field.press('Enter')
}

/** A request that is given up takes what was running for it with it. */
async function leaveInTheMiddle(manifest: string, mediaId: string): Promise<void> {
  const before = await givenUp()
  const leaving = new AbortController()
  const piece = Promise.allSettled([fetch(new URL('../quick/0.m4s', manifest), { signal: leaving.signal })])
  await expect.poll(() => toolsAt(mediaId), { timeout: 30_000, interval: 5 }).not.toEqual([])
  leaving.abort()
  expect(await piece).toMatchObject([{ status: 'rejected', reason: { name: 'AbortError' } }])
  await expect.poll(() => toolsAt(mediaId), { timeout: 30_000, interval: 50 }).toEqual([])
  expect(await givenUp()).toBeGreaterThan(before)
}

async function givenUp(): Promise<number> {
  const { text } = await client.call('GET', '/metrics')
  return Number(/^rushes_preview_runs_given_up_total (\d+)$/m.exec(text)?.[1])
}

/** Processes that work on this file: in their work folder lies a link to it. */
async function toolsAt(mediaId: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const inputs = await Promise.all(
    // It ended between the listing and the look, or works on nothing.
    pids.map((pid) => readlink(`/proc/${pid}/cwd/input`).catch(() => '')),
  )
  return inputs.filter((input) => input.includes(mediaId))
}

/** Asked from here again and again: the page's policy lets no script turn text into code. */
async function becomesTrue(expression: string, timeoutMs: number): Promise<void> {
  await expect
    .poll(() => page.evaluate<boolean>(`Boolean(${expression})`), { timeout: timeoutMs, interval: 50 })
    .toBe(true)
}

async function uploadClip(name: string, codec: string[]): Promise<string> {
  const path = join(folder, name)
  await run(process.env['FFMPEG_PATH'] ?? 'ffmpeg', [
    ...['-v', 'error', '-y', '-f', 'lavfi', '-i', 'testsrc2=s=640x360:r=25:d=3'],
    ...['-f', 'lavfi', '-i', 'sine=f=330:d=3', ...codec, '-c:a', 'aac', path],
  ])
  const file = await openAsBlob(path)
  const root = (await makeProject(client, `playback ${name}`)).root_asset_id
  const asset = await client.createFile(root, name, file.size)
  const response = await fetch(asset.upload_urls?.[0] ?? '', { method: 'PUT', body: file })
  expect(response.status).toBe(200)
  await expect
    .poll(async () => (await client.asset(asset.id)).status, { timeout: 90_000, interval: 250 })
    .toBe('transcoded')
  return asset.id
}

interface Picture {
  pixels: string
  width: number
  height: number
  audioBytes: number
}

/** What is on the screen, and how much sound was decoded (a count that only Chromium keeps). */
async function pictureOf(shown: Page): Promise<Picture> {
  return shown.evaluate<Picture>(`(() => {
    const video = ${video}
    const canvas = document.createElement('canvas')
    canvas.width = 64
    canvas.height = 36
    canvas.getContext('2d').drawImage(video, 0, 0, canvas.width, canvas.height)
    return {
      pixels: canvas.toDataURL(),
      width: video.videoWidth,
      height: video.videoHeight,
      audioBytes: video.webkitAudioDecodedByteCount,
    }
  })()`)
}
