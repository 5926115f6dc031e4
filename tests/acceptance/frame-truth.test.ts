// A frame number means the same picture everywhere. Every frame of these films carries its number; a real Chromium goes
// to frames by their number, in the web app's own player, and the number is read back from the picture. In the original,
// in the preview that is made while one watches, in HLS and in an MP4 proxy; then in the scrub sheet and the stills. And a
// comment made on a frame leads back to it.
// docs/guides/frame-truth.md says what this proves. RUSHES_FRAME_SEEKS sets how many frames of each film and source.
import { execFile } from 'node:child_process'
import { openAsBlob } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import type { Sharp } from 'sharp'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { scrubFrameOf, scrubLayout } from '@rushes/media/scrub'
import {
  CELL_MIDDLE_SHARE,
  CELLS,
  frameNumberOf,
  makeClip,
  readFrameNumbers,
  testTools,
} from '@rushes/media/test-clips'
import type { ClipSpec } from '@rushes/media/test-clips'
import type { MediaTools } from '@rushes/media/tools'
import { frameRateFromFps } from '@rushes/player/frame-rate'
import type { Comment } from './comment-shape.ts'
import { commentsShown } from './commented-frame.ts'
import { holdEncode, letEncode } from './held-encode.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset, ReferenceClient } from './reference-client.ts'
import { framesShown } from './shown-frame.ts'
import { closeWindows, openChromium, signInAsOwner } from './web-window.ts'

const run = promisify(execFile)
const isLong = process.env['RUSHES_LONG'] === '1'
const seeksEach = Number(process.env['RUSHES_FRAME_SEEKS'] ?? (isLong ? 1000 : 25))
const frames = isLong ? 600 : 120
/** Comments over all films of a constant rate and their three sources. */
const commentsInAll = isLong ? 500 : 25
const limitMs = 120_000 + seeksEach * 4 * 500 + commentsInAll * 1000
const COMMENTED = ['original', 'HLS', 'MP4 proxy'] as const
const seed = 20_261_128

// Pictures that wait for later ones, and groups of them longer than a segment: where a seek can go wrong.
const H264 = '-preset veryfast -bf 3 -g 70 -x264-params scenecut=0'.split(' ')

const unevenClock = 'settb=1/90000,setpts=PTS+0.004*random(1)/TB'
const variable = [...H264, ...'-vsync vfr -enc_time_base 1:90000 -video_track_timescale 90000'.split(' ')]

const films: { name: string; spec: ClipSpec; isOriginalExact: boolean }[] = [
  { name: '23.976.mp4', spec: { rate: '24000/1001', options: H264 }, isOriginalExact: true },
  { name: '25.mov', spec: { rate: '25', options: H264 }, isOriginalExact: true },
  {
    name: '29.97-df.mp4',
    spec: { rate: '30000/1001', options: [...H264, '-timecode', '00:59:59;20'] },
    isOriginalExact: true,
  },
  { name: '59.94.mp4', spec: { rate: '60000/1001', options: H264 }, isOriginalExact: true },
  {
    name: 'variable-uneven.mp4',
    spec: { rate: '30', filters: unevenClock, options: variable },
    isOriginalExact: true,
  },
  {
    // As phones do it: pictures left out here and there, and stills. No browser is exact there, so we play no original.
    name: 'variable-gaps.mp4',
    spec: {
      rate: '30',
      filters: `select='not(between(mod(n,50),30,38))*not(eq(mod(n,7),3))',${unevenClock}`,
      options: variable,
    },
    isOriginalExact: false,
  },
]

/** How the quality menu of the player calls a source, and its button while that plays. */
const SOURCES = {
  preview: { entry: 'Streaming (HLS)', button: 'Preview' },
  original: { entry: 'Original', button: 'Original' },
  HLS: { entry: 'Streaming (HLS)', button: /^HLS \d+p$/ },
  'MP4 proxy': { entry: 'Proxy (MP4)', button: 'Proxy' },
} as const
type SourceName = keyof typeof SOURCES

interface Film {
  id: string
  mediaId: string
  path: string
}

const server = inject('servers')[0]!
const uploaded = new Map<string, Film>()
let tools: MediaTools
let folder: string
let client: ReferenceClient
let browser: Browser
let page: Page

beforeAll(async () => {
  tools = await testTools()
  folder = await mkdtemp(join(tmpdir(), 'rushes-frame-truth-'))
  client = createReferenceClient(server.url, server.token)
  const root = (await makeProject(client, 'frame truth')).root_asset_id
  const open = async () => {
    browser = await openChromium()
    page = await browser.newPage({ viewport: { width: 900, height: 500 } })
    page.setDefaultTimeout(20_000)
    await signInAsOwner(page, server.url)
    await page.evaluate("localStorage.setItem('rushes.readout', 'frames')")
  }
  await Promise.all([open(), ...films.map(({ name, spec }) => upload(root, name, spec))])
}, 180_000)

afterAll(async () => {
  await closeWindows(browser)
  await rm(folder, { recursive: true, force: true })
})

test.each(films)(
  'a frame number means the same picture everywhere: $name',
  async ({ name, isOriginalExact }) => {
    const film = uploaded.get(name)!
    await expect.poll(async () => (await client.asset(film.id))['hls_manifest'], waiting).not.toBeNull()
    const asset = await client.asset(film.id)
    expect(asset).toMatchObject({ metadata_flags: { is_original_player_compatible: isOriginalExact } })
    const truth = await pictureOfEachFrame(film.path, asset)
    if (!name.startsWith('variable')) expect(truth).toEqual(Array.from({ length: frames }, (_, n) => n))

    if (isLong) {
      await page.goto(`${server.url}/player/${film.id}`)
      await expectTruth(name, 'preview', truth)
      await letEncode(server, film.mediaId)
    }
    await expect.poll(async () => (await client.asset(film.id)).transcoded_at, waiting).not.toBeNull()
    await page.goto(`${server.url}/player/${film.id}`)
    if (isOriginalExact) await expectTruth(name, 'original', truth)
    // The other film of a variable rate is the harder one there.
    if (isLong || name !== 'variable-uneven.mp4') {
      await expectTruth(name, 'HLS', truth)
      await expectTruth(name, 'MP4 proxy', truth)
    }

    await expectTrueStills(film.id, truth)
  },
  limitMs,
)

const waiting = { timeout: 90_000, interval: 100 }

async function upload(root: string, name: string, spec: ClipSpec): Promise<void> {
  const path = await makeClip(tools, folder, name, { ...spec, frames })
  const file = await openAsBlob(path)
  const { id, upload_urls: urls } = await client.createFile(root, name, file.size)
  uploaded.set(name, { id, mediaId: isLong ? await holdEncode(server, id) : '', path })
  const sent = await fetch(urls?.[0] ?? '', { method: 'PUT', body: file })
  expect(sent.status).toBe(200)
}

/**
 * The number that belongs to each frame, found without any of our code for it: frame n is the picture that is shown at
 * (n + 0.5) / rate (a picture of a variable-rate file may be several frames, and some pictures are none).
 */
async function pictureOfEachFrame(path: string, { frames: count, fps }: Asset): Promise<number[]> {
  const { num, den } = frameRateFromFps(fps)!
  const args = '-v error -select_streams v:0 -show_entries packet=pts_time -of csv=p=0'.split(' ')
  const { stdout } = await run(tools.ffprobePath, [...args, path])
  const times = stdout
    .split('\n')
    .map(Number.parseFloat)
    .filter((time) => !Number.isNaN(time))
    .sort((one, other) => one - other)
  const numbers = await readFrameNumbers(tools, path)
  expect(numbers).toHaveLength(times.length)
  return Array.from({ length: count }, (_, frame) => {
    const middle = (times[0] ?? 0) + ((frame + 0.5) * den) / num
    return numbers[times.findLastIndex((time) => time <= middle)] ?? Number.NaN
  })
}

/** Picks what plays in the player's own menu, then goes to frames, and compares what is said and seen with the truth. */
async function expectTruth(name: string, source: SourceName, truth: readonly number[]): Promise<void> {
  const { entry, button } = SOURCES[source]
  await page.getByRole('button', { name: /^Quality: / }).click()
  await page.getByRole('menuitem', { name: entry }).click()
  await page.locator('.transport-choice[aria-label^="Quality"]', { hasText: button }).waitFor()

  const asked = framesToSee(truth.length)
  const shown = await framesShown(page, asked)
  const wrong = shown
    .map((one, index) => ({ asked: asked[index], ...one, right: truth[asked[index] ?? -1] }))
    .filter(({ asked: frame, said, seen, right }) => said !== String(frame) || seen !== right)
  const what = `${name}, ${source}, seed ${String(seed)}`
  console.log(`${what}: ${String(wrong.length)} wrong of ${String(shown.length)}`)
  expect(wrong, what).toEqual([])
  if (!name.startsWith('variable')) await expectCommentTruth(name, source, truth)
}

/** What is said on a frame is kept on that frame, and shows that frame again. */
async function expectCommentTruth(name: string, source: SourceName, truth: readonly number[]): Promise<void> {
  const place = COMMENTED.findIndex((commented) => commented === source)
  if (place === -1) return
  const turns = films.filter((film) => !film.name.startsWith('variable')).length * COMMENTED.length
  const turn = films.findIndex((film) => film.name === name) * COMMENTED.length + place
  const share = Math.floor(((turn + 1) * commentsInAll) / turns) - Math.floor((turn * commentsInAll) / turns)
  const asked = anyFrames(share, truth.length, seed + turn)
  const shown = await commentsShown(page, asked, `${name} from ${source}`, truth)
  const { id } = uploaded.get(name)!
  const kept = await client.ok<Comment[]>('GET', `/v2/assets/${id}/comments?page_size=500`)
  const wrong = shown
    .map((one) => ({
      ...one,
      right: truth[one.frame],
      timestamp: kept.find(({ text }) => text === one.text)?.timestamp,
    }))
    .filter(({ frame, seen, right, timestamp }) => seen !== right || timestamp !== frame)
  const what = `${name}, comments, ${source}, seed ${String(seed + turn)}`
  console.log(`${what}: ${String(wrong.length)} wrong of ${String(shown.length)}`)
  expect(wrong, what).toEqual([])
}

/** Both ends; over the borders of segments backwards, in films too long to be loaded at once; then anywhere. */
function framesToSee(count: number): number[] {
  const borders = isLong
    ? [20, 19, 18, 17].flatMap((segment) => [segment * 24, segment * 24 - 1, segment * 25, segment * 25 - 1])
    : []
  const first = [count - 1, ...borders, 0]
  return [...first, ...anyFrames(Math.max(0, seeksEach - first.length), count, seed)]
}

/** The same in every run, by a linear congruential generator (Numerical Recipes). */
function anyFrames(howMany: number, count: number, from: number): number[] {
  let state = from
  return Array.from({ length: howMany }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * count)
  })
}

/** Each tile of the scrub sheet shows the frame it stands for, and all stills show one and the same frame. */
async function expectTrueStills(id: string, truth: readonly number[]): Promise<void> {
  const asset = await client.asset(id)
  const { tileCount, columns, tileWidth, tileHeight } = scrubLayout({
    width: 320,
    height: 180,
    frameCount: truth.length,
  })
  const sheet = await fetchPicture(asset, 'thumb_scrub')
  const tiles = await Promise.all(
    Array.from({ length: tileCount }, (_, tile) =>
      numberIn(
        sharp(sheet).extract({
          left: (tile % columns) * tileWidth,
          top: Math.floor(tile / columns) * tileHeight,
          width: tileWidth,
          height: tileHeight,
        }),
        tileHeight,
      ),
    ),
  )
  expect(tiles).toEqual(tiles.map((_, tile) => truth[scrubFrameOf(tile, tileCount, truth.length)]))

  const stills = ['thumb_540', 'thumb_orig_ar_540', 'cover', 'image_small', 'image_full']
  const shown = await Promise.all(
    stills.map(async (kind) => {
      const picture = sharp(await fetchPicture(asset, kind))
      return [kind, await numberIn(picture, (await picture.metadata()).height)] as const
    }),
  )
  const [, first] = shown[0]!
  expect(truth).toContain(first)
  expect(shown).toEqual(stills.map((kind) => [kind, first]))
}

async function fetchPicture(asset: Asset, kind: string): Promise<Buffer> {
  const response = await fetch(String(asset[kind]))
  expect(response.status, kind).toBe(200)
  return Buffer.from(await response.arrayBuffer())
}

async function numberIn(picture: Sharp, height: number): Promise<number> {
  const whole = await picture.greyscale().raw().toBuffer({ resolveWithObject: true })
  const { width, channels } = whole.info
  const row = Math.floor(height * CELL_MIDDLE_SHARE)
  return frameNumberOf(
    Array.from({ length: CELLS }, (_, bit) => {
      const column = Math.floor(((bit + 0.5) * width) / CELLS)
      return whole.data[(row * width + column) * channels] ?? Number.NaN
    }),
  )
}
