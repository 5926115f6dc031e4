// How a film is watched, in a real Chromium: a range that is looped, guides that lie where they say, subtitles and sound
// tracks of the film itself.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { axeFindings } from './axe.ts'
import { signedIn } from './browser-session.ts'
import { makeAccount } from './people-made.ts'
import type { MadePerson } from './people-made.ts'
import { makeNumberedFilm } from './numbered-film.ts'
import type { Project } from './reference-client.ts'
import { makeSample } from './sample-files.ts'
import { framesSeen } from './shown-frame.ts'
import { cut, sendPart, splitters, upload } from './uploader.ts'
import { waitUntil } from './wait-until.ts'
import { boxOf, closeWindows, openChromium, openSignedIn } from './web-window.ts'

const limitMs = 180_000
const patience = { timeout: 30_000, interval: 50 }
const server = inject('servers')[0]!
const WIDE = 16 / 9

let browser: Browser
let page: Page
let owner: MadePerson
let assetId: string
let rootId: string

const words = Buffer.from('1\n00:00:01,000 --> 00:00:03,000\nGuten Tag\n\n').toString('base64')
/** A quiet film: its own sound is silence, its second track a tone. */
const spoken = [
  '-f lavfi -i testsrc2=size=320x180:rate=25 -f lavfi -i anullsrc=r=48000:cl=mono',
  `-f lavfi -i sine=frequency=440:sample_rate=48000 -f srt -i data:text/plain;base64,${words}`,
  '-map 0 -map 1 -map 2 -map 3 -t 4 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 12 -c:a aac -c:s srt',
  '-metadata:s:a:0 language=eng -metadata:s:a:1 language=deu -metadata:s:s:0 language=deu',
].join(' ')

beforeAll(async () => {
  const account = await makeAccount(server)
  owner = account.owner
  const team = await owner.client.ok<{ id: string }>('POST', `/v2/accounts/${account.id}/teams`, {
    body: { name: 'Watch' },
  })
  const project = await owner.client.ok<Project>('POST', `/v2/teams/${team.id}/projects`, {
    body: { name: 'Watch' },
  })
  rootId = project.root_asset_id
  assetId = (
    await upload(owner.client, rootId, 'spoken.mkv', new Uint8Array(await makeSample('spoken.mkv', spoken)))
  ).id
  await waitUntil(
    'the film is ready',
    () => owner.client.asset(assetId),
    (asset) => asset.status === 'transcoded',
  )
  browser = await openChromium()
  page = await openSignedIn(browser, server.url, await signedIn(server, owner))
  await page.goto(`${server.url}/player/${assetId}`)
  await showsPicture()
}, limitMs)

afterAll(async () => {
  await closeWindows(browser)
})

it(
  'a loop repeats the range between I and O, and all of the film once it is cleared',
  async () => {
    await goToFrame(20)
    await page.keyboard.press('i')
    await goToFrame(30)
    await page.keyboard.press('o')
    await page.keyboard.press('r')
    await goToFrame(18)
    await page.evaluate(`(() => {
      const video = document.querySelector('video')
      window.seen = []
      const look = (_now, { mediaTime }) => {
        window.seen.push(Math.round(mediaTime * 25))
        video.requestVideoFrameCallback(look)
      }
      video.requestVideoFrameCallback(look)
    })()`)
    await page.keyboard.press('Space')
    await expect.poll(async () => turnsOf(await framesPassed()).length, patience).toBeGreaterThanOrEqual(3)
    await page.keyboard.press('Space')
    const seen = await framesPassed()
    for (const { from, to } of turnsOf(seen)) {
      // A busy machine leaves pictures out: the first of the range, and the one behind its end that tells of it.
      expect(to).toBeGreaterThanOrEqual(20)
      expect(to).toBeLessThan(25)
      expect(from).toBeGreaterThanOrEqual(30)
      expect(from).toBeLessThan(35)
    }

    await page.getByRole('button', { name: 'Viewing options' }).click()
    await page.getByRole('menuitem', { name: 'Clear the range' }).click()
    await page.getByRole('button', { name: 'Loop', exact: true }).waitFor()
    await goToFrame(90)
    await page.evaluate('window.seen = []')
    await page.keyboard.press('Space')
    await expect
      .poll(async () => turnsOf(await framesPassed()).map(({ to }) => to < 10), patience)
      .toContain(true)
    await page.keyboard.press('Space')
    expect(Math.max(...(await framesPassed()))).toBeGreaterThan(95)
    await page.keyboard.press('r')
  },
  limitMs,
)

it(
  'guides lie exactly where they say, by menu and by key, and are there again after a reload',
  async () => {
    await page.keyboard.press('h')
    const guides = page.getByRole('img', { name: /^Guides: / })
    await expect
      .poll(() => guides.getAttribute('aria-label'), patience)
      .toBe('Guides: Action safe, 93 %, Title safe, 90 %')
    const picture = await boxOf(guides)
    expect(picture.width / picture.height).toBeCloseTo(WIDE, 2)
    const [action, title] = await linesOf()
    expect(action).toEqual({ left: 0.035, top: 0.035, width: 0.93, height: 0.93 })
    expect(title).toEqual({ left: 0.05, top: 0.05, width: 0.9, height: 0.9 })

    await page.getByRole('button', { name: 'Viewing options' }).click()
    await page.getByRole('menuitem', { name: 'Guides' }).press('ArrowRight')
    await page.getByRole('menuitem', { name: '2.39 : 1' }).click()
    await expect.poll(() => guides.getAttribute('aria-label'), patience).toContain('2.39 : 1')
    const [mask, actionOfMask] = await linesOf()
    expect(mask).toMatchObject({ left: 0, width: 1, height: Number((WIDE / 2.39).toFixed(3)) })
    expect(actionOfMask).toMatchObject({ width: 0.93, height: Number((0.93 * (WIDE / 2.39)).toFixed(3)) })
    // The button says its name as long as it has the focus.
    await page.evaluate('document.activeElement?.blur()')
    await page.locator('[data-radix-popper-content-wrapper]').waitFor({ state: 'detached' })
    expect(await axeFindings(page)).toEqual([])
    await page.reload()
    await showsPicture()
    await expect.poll(() => guides.getAttribute('aria-label'), patience).toContain('2.39 : 1')
    // Through 4 : 3, 1 : 1, 9 : 16 to none.
    for (let press = 0; press < 4; press += 1) await page.keyboard.press('Shift+H')
    await expect.poll(() => guides.getAttribute('aria-label'), patience).not.toContain(':1')
    await page.keyboard.press('h')
    await guides.waitFor({ state: 'detached' })
  },
  limitMs,
)

it(
  'subtitles of the film are read at their time, and are off again by key',
  async () => {
    await page.getByRole('button', { name: 'Viewing options' }).click()
    await page.getByRole('menuitem', { name: 'Subtitles' }).press('ArrowRight')
    await page.getByRole('menuitem', { name: 'German' }).click()
    await goToFrame(40)
    await expect.poll(wordsOnScreen, patience).toEqual(['Guten Tag'])
    await goToFrame(10)
    await expect.poll(wordsOnScreen, patience).toEqual([])
    await goToFrame(40)
    await page.keyboard.press('s')
    await expect.poll(() => page.evaluate('document.querySelectorAll("track").length')).toBe(0)
    await page.keyboard.press('s')
    await expect.poll(wordsOnScreen, patience).toEqual(['Guten Tag'])
    await page.keyboard.press('s')
  },
  limitMs,
)

it(
  'another sound track is heard in place of the own one, in time with the picture, as loud as was chosen',
  async () => {
    await goToFrame(0)
    await page.keyboard.press('a')
    await page.getByText('Sound: English, mono').first().waitFor()
    await page.keyboard.press('a')
    await page.getByText('Sound: German, mono').first().waitFor()
    expect(await sounds()).toMatchObject({ filmIsMuted: true, soundIsMuted: false })
    await page.keyboard.press('Space')
    await page.keyboard.press('r')
    await expect.poll(async () => (await sounds()).soundSeconds, patience).toBeGreaterThan(1)
    // Within a frame, while both play.
    await expect
      .poll(async () => {
        const { filmSeconds, soundSeconds, isPlaying } = await sounds()
        return isPlaying ? Math.abs(filmSeconds - soundSeconds) : Infinity
      }, patience)
      .toBeLessThan(0.04)
    await page.keyboard.press('r')
    await page.keyboard.press('Space')
    for (const frame of [70, 3]) {
      await goToFrame(frame)
      await expect
        .poll(async () => {
          const { filmSeconds, soundSeconds } = await sounds()
          return Math.abs(filmSeconds - soundSeconds)
        }, patience)
        .toBeLessThan(0.013)
    }
    await page.keyboard.press('m')
    expect(await sounds()).toMatchObject({ filmIsMuted: true, soundIsMuted: true })
    await page.getByRole('button', { name: 'Sound on' }).waitFor()
    await page.keyboard.press('m')
    await page.keyboard.press('a')
    await page.getByText('The film’s own sound').first().waitFor()
    await expect.poll(() => page.locator('audio').count(), patience).toBe(0)
    expect(
      await page.evaluate("(({ muted, volume }) => ({ muted, volume }))(document.querySelector('video'))"),
    ).toEqual({ muted: false, volume: 1 })
  },
  limitMs,
)

it(
  'a film plays while it is uploaded, waits where it has not arrived, and goes on when it has',
  async () => {
    const bytes = await makeNumberedFilm()
    const PARTS = 6
    const pieces = cut(bytes, splitters.ceil(bytes.length, PARTS))
    const film = await owner.client.createFile(rootId, 'arriving.mp4', bytes.length, { parts: PARTS })
    const send = (number: number) =>
      sendPart(film.upload_urls?.[number - 1] ?? '', pieces[number - 1] ?? new Uint8Array())
    // Its table of contents is at the end.
    await send(1)
    await send(PARTS)
    await page.goto(`${server.url}/player/${film.id}`)
    await showsPicture()
    await page.getByText('Still uploading').waitFor()
    await expect.poll(() => framesSeen(page), patience).toEqual([0])
    await page.evaluate("document.querySelector('video').dataset.kept = 'yes'")

    // Two thirds into it, and two thirds of it are not there.
    await askForFrame(100)
    await page.getByText('This part has not arrived yet.').waitFor()
    await send(4)
    await send(5)
    await expect.poll(() => framesSeen(page), patience).toEqual([100])
    await page.getByText('Still uploading (66 %).').waitFor()
    expect((await owner.client.asset(film.id)).upload_completed_at).toBeNull()

    await askForFrame(40)
    await page.getByText('This part has not arrived yet.').waitFor()
    // What is known of its ends goes when the asset knows all of it; the page may hear of the asset last.
    await page.route(`**/v2/assets/${film.id}*`, async (route) => {
      await sleep(1_500)
      await route.continue()
    })
    await send(2)
    await send(3)
    await expect.poll(() => framesSeen(page), patience).toEqual([40])
    await page.locator('.preview-note').waitFor({ state: 'detached' })
    await waitUntil(
      'the film is known',
      () => owner.client.asset(film.id),
      ({ asset_type: type }) => type === 'stream',
    )
    await goToFrame(149)
    expect(await framesSeen(page)).toEqual([149])
    // Nothing was loaded anew.
    expect(await page.evaluate("document.querySelector('video').dataset.kept")).toBe('yes')
    await page.unrouteAll({ behavior: 'ignoreErrors' })
  },
  limitMs,
)

it(
  'the list of keys tells of all of it',
  async () => {
    await page.keyboard.press('?')
    const list = page.getByRole('dialog')
    await list.waitFor()
    const lines = ['Loop all of it, or the range', 'Guides on the picture', 'Subtitles', 'Next sound track']
    const text = await list.innerText()
    expect(lines.filter((line) => !text.includes(line))).toEqual([])
    await page.keyboard.press('Escape')
  },
  limitMs,
)

it(
  'what was looked at last is the first thing on the way back',
  async () => {
    await page.goto(server.url)
    const recent = page.getByRole('region', { name: 'Recent' }).getByRole('link')
    await recent.first().waitFor()
    expect(await recent.allInnerTexts()).toEqual(['arriving.mp4', 'spoken.mkv'])
    await recent.nth(1).click()
    await page.waitForURL(`${server.url}/player/${assetId}`)
    await showsPicture()
    await page.goBack()
    await expect.poll(() => recent.allInnerTexts(), patience).toEqual(['spoken.mkv', 'arriving.mp4'])
    expect(await axeFindings(page)).toEqual([])
  },
  limitMs,
)

function framesPassed(): Promise<number[]> {
  return page.evaluate<number[]>('window.seen')
}

/** Where it went back, from one picture to the next. */
function turnsOf(seen: readonly number[]): { from: number; to: number }[] {
  return seen.flatMap((from, index) => {
    const to = seen[index + 1]
    return to !== undefined && to < from ? [{ from, to }] : []
  })
}

/** Where the lines are, as shares of the picture. */
function linesOf(): Promise<{ left: number; top: number; width: number; height: number }[]> {
  return page.evaluate(`(() => {
    const { width, height } = document.querySelector('.guides svg').viewBox.baseVal
    const share = (part, whole) => Number((part / whole).toFixed(3))
    return [...document.querySelectorAll('.guides-line')].map((line) => {
      const box = line.getBBox()
      return {
        left: share(box.x, width),
        top: share(box.y, height),
        width: share(box.width, width),
        height: share(box.height, height),
      }
    })
  })()`)
}

function wordsOnScreen(): Promise<string[]> {
  return page.evaluate<string[]>(
    `[...document.querySelector('video').textTracks].flatMap(({ mode, activeCues }) =>
      mode === 'showing' ? [...(activeCues ?? [])].map(({ text }) => text) : [])`,
  )
}

function sounds() {
  return page.evaluate<{
    filmSeconds: number
    soundSeconds: number
    isPlaying: boolean
    filmIsMuted: boolean
    soundIsMuted: boolean
  }>(`(() => {
    const [film, sound] = [document.querySelector('video'), document.querySelector('audio')]
    return {
      filmSeconds: film.currentTime,
      soundSeconds: sound.currentTime,
      isPlaying: !film.paused && !sound.paused,
      filmIsMuted: film.muted,
      soundIsMuted: sound.muted,
    }
  })()`)
}

it('a film that breaks off says how much of it is there', { timeout: limitMs }, async () => {
  const source = '-f lavfi -i testsrc2=size=320x180:rate=25:duration=4 -c:v libx264 -pix_fmt yuv420p -g 25'
  const whole = await makeSample('half.mp4', `${source} -preset ultrafast -movflags +faststart`)
  const { id } = await upload(owner.client, rootId, 'half.mp4', whole.slice(0, whole.length * 0.6))
  await page.goto(`${server.url}/player/${id}`)
  const note = page.locator('.media-notes').getByText('The file ends early')
  expect(await note.innerText()).toMatch(
    /: 0:0[123] of 0:04 are there\. Upload it again to have all of it\.$/,
  )
})

async function showsPicture(): Promise<void> {
  await waitUntil(
    'there is a picture',
    () => page.evaluate<boolean>("(document.querySelector('video')?.readyState ?? 0) >= 2"),
    (isThere) => isThere,
  )
  await page.getByRole('button', { name: 'Viewing options' }).waitFor()
}

async function askForFrame(frame: number): Promise<void> {
  await page.evaluate('document.activeElement?.blur()')
  await page.keyboard.press('g')
  const field = page.getByRole('textbox', { name: 'Go to timecode or frame' })
  await field.fill(String(frame))
  await field.press('Enter')
}

async function goToFrame(frame: number): Promise<void> {
  await askForFrame(frame)
  await expect
    .poll(
      () =>
        page.evaluate<number>(
          "(({ seeking, currentTime }) => (seeking ? -1 : Math.floor(currentTime * 25 + 1e-6)))(document.querySelector('video'))",
        ),
      patience,
    )
    .toBe(frame)
}
