// The room as two people use it, each in a window of their own: what one writes and draws on a frame the other sees live,
// opens at that very frame, and ticks off. The clip carries the number of each frame as eight bars, bright for one.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { signedIn } from './browser-session.ts'
import type { Comment } from './comment-shape.ts'
import { makeAccount } from './people-made.ts'
import type { MadePerson } from './people-made.ts'
import type { Project } from './reference-client.ts'
import { makeSample } from './sample-files.ts'
import { upload } from './uploader.ts'
import { waitUntil } from './wait-until.ts'
import { closeWindows, openChromium } from './web-window.ts'

const limitMs = 180_000
const patience = { timeout: 30_000, interval: 50 }
const server = inject('servers')[0]!

let browser: Browser
let owner: MadePerson
let ada: Page
let ben: Page
let folderId: string
let assetId: string

beforeAll(async () => {
  const account = await makeAccount(server)
  owner = account.owner
  const member = await account.person('Ben Other', 'admin')
  const team = await owner.client.ok<{ id: string }>('POST', `/v2/accounts/${account.id}/teams`, {
    body: { name: 'Room' },
  })
  const project = await owner.client.ok<Project>('POST', `/v2/teams/${team.id}/projects`, {
    body: { name: 'Room' },
  })
  const bars =
    "-f lavfi -i color=black:s=320x180:r=25:d=3 -vf geq=lum='32+190*mod(floor(N/pow(2,floor(X*8/W))),2)':cb=128:cr=128"
  const clip = await makeSample('bars.mp4', `${bars} -pix_fmt yuv420p -c:v libx264 -preset ultrafast -g 12`)
  folderId = project.root_asset_id
  assetId = (await upload(owner.client, folderId, 'bars.mp4', clip)).id
  await waitUntil(
    'the clip is ready',
    () => owner.client.asset(assetId),
    (asset) => asset.status === 'transcoded',
  )
  browser = await openChromium()
  ada = await openRoom(owner)
  ben = await openRoom(member)
}, limitMs)

afterAll(async () => {
  await closeWindows(browser)
})

it(
  'a note with a drawing on a frame shows in the other window, opens at that frame, and its tick comes back',
  async () => {
    await goToFrame(ada, 37)
    await ada.keyboard.press('d')
    await drag(ada, [0.3, 0.3], [0.6, 0.5])
    await ada.getByRole('button', { name: 'Arrow' }).click()
    await drag(ada, [0.8, 0.8], [0.5, 0.6])
    await ada.keyboard.press('c')
    await ada.keyboard.type('Tighten this #cut')
    await ada.keyboard.press('Enter')

    const inBen = ben.getByRole('article', { name: 'Comment by Owner' })
    await inBen.getByText('Tighten this').waitFor({ timeout: 10_000 })
    expect(await frameOnScreen(ben)).toBe(0)
    await inBen.getByText('Tighten this').click()
    await expect.poll(() => frameOnScreen(ben), patience).toBe(37)
    await expect.poll(() => ben.locator('.drawing-picture > *').count(), patience).toBe(2)
    // One frame on, the drawing is gone with its picture.
    await ben.keyboard.press('ArrowRight')
    await expect.poll(() => frameOnScreen(ben), patience).toBe(38)
    expect(await ben.locator('.drawing-picture > *').count()).toBe(0)

    const [made] = await owner.client.ok<Comment[]>('GET', `/v2/assets/${assetId}/comments`)
    expect(made).toMatchObject({ text: 'Tighten this #cut', timestamp: 37, frame: 37, completed: false })
    const drawn = JSON.parse(made?.annotation ?? '') as { tool: string; x?: number; w?: number }[]
    expect(drawn.map(({ tool }) => tool)).toEqual(['freehand', 'arrow'])
    expect(drawn[1]?.x).toBeCloseTo(0.8, 1)
    expect(drawn[1]?.w).toBeCloseTo(-0.3, 1)

    await inBen.getByRole('button', { name: 'Mark as done' }).click()
    await ada.getByRole('button', { name: 'Mark as open' }).waitFor({ timeout: 10_000 })
    await expect
      .poll(async () => (await owner.client.ok<Comment>('GET', `/v2/comments/${made?.id ?? ''}`)).completed)
      .toBe(true)
  },
  limitMs,
)

it(
  'the first letter holds the picture, a range is marked by keys, and a reload loses no word',
  async () => {
    await goToFrame(ada, 10)
    await ada.keyboard.press('i')
    await goToFrame(ada, 20)
    await ada.keyboard.press('o')
    await ada.keyboard.press('c')
    await ada.keyboard.type('from here to there')
    await ada.reload()
    await showsPicture(ada)
    const field = ada.getByRole('textbox', { name: 'Comment' })
    await expect.poll(() => field.inputValue(), patience).toBe('from here to there')
    await field.press('Enter')
    await ben.getByText('from here to there').waitFor({ timeout: 10_000 })
    const comments = await owner.client.ok<Comment[]>(
      'GET',
      `/v2/assets/${assetId}/comments?sort=-inserted_at`,
    )
    expect(comments[0]).toMatchObject({ timestamp: 10, duration: 10, annotation: null })

    await ada.keyboard.press('Escape')
    await field.blur()
    await goToFrame(ada, 50)
    await ada.keyboard.press(' ')
    await ada.keyboard.press('c')
    await ada.keyboard.type('h')
    await expect
      .poll(() => ada.evaluate<boolean>("document.querySelector('video').paused"), patience)
      .toBe(true)
    await ada.keyboard.press('Backspace')
  },
  limitMs,
)

it(
  'replies, removal with undo, filters and the keys to the next comment',
  async () => {
    const thread = ben.getByRole('article').filter({ hasText: 'Tighten this' })
    await thread.getByRole('button', { name: 'Reply' }).first().click()
    await ben.keyboard.type('Done in v2')
    await ben.keyboard.press('Enter')
    await ada.getByText('Done in v2').waitFor({ timeout: 10_000 })

    await ada.getByRole('radio', { name: /^Open/ }).click()
    await expect.poll(() => ada.getByRole('article').count(), patience).toBe(1)
    await ada.getByRole('radio', { name: /^All/ }).click()

    // Narrowed further, and the marks on the timeline with it.
    const inAda = ada.getByRole('article')
    const marks = ada.locator('.markers').getByRole('button')
    await expect.poll(() => marks.count(), patience).toBe(2)
    for (const name of ['With a drawing', '#cut', 'Ben Other']) {
      await ada.getByRole('button', { name: 'Filter' }).click()
      await ada.getByRole('menuitem', { name }).click()
      await expect.poll(() => inAda.count(), patience).toBe(1)
      await expect.poll(() => marks.count(), patience).toBe(1)
      await inAda.getByText('Tighten this').waitFor()
      await ada.getByRole('button', { name: 'Show all' }).click()
    }
    await ada.keyboard.press('/')
    await ada.keyboard.type('to there')
    await inAda.getByText('Tighten this').waitFor({ state: 'detached' })
    await inAda.getByText('from here to there').waitFor()
    await ada.keyboard.press('Escape')
    await expect.poll(() => inAda.count(), patience).toBe(2)

    const ranged = ben.getByRole('article').filter({ hasText: 'from here to there' })
    await ranged.hover()
    await ranged.getByRole('button', { name: 'More' }).click()
    await ben.getByRole('menuitem', { name: 'Delete' }).click()
    await ada.getByText('from here to there').waitFor({ state: 'detached', timeout: 10_000 })
    await ben.getByRole('button', { name: 'Undo' }).click()
    await ada.getByText('from here to there').waitFor({ timeout: 10_000 })

    // Keys go through what is shown.
    await goToFrame(ada, 0)
    await ada.getByRole('radio', { name: /^Done/ }).click()
    await ada.keyboard.press('n')
    await expect.poll(() => frameOnScreen(ada), patience).toBe(37)
    await ada.getByRole('radio', { name: /^All/ }).click()
    await goToFrame(ada, 0)
    await ada.keyboard.press('n')
    await expect.poll(() => frameOnScreen(ada), patience).toBe(10)
    await ada.keyboard.press('n')
    await expect.poll(() => frameOnScreen(ada), patience).toBe(37)
    await ada.keyboard.press('Shift+N')
    await expect.poll(() => frameOnScreen(ada), patience).toBe(10)
  },
  limitMs,
)

it(
  'sound is commented on at its time, which the waveform marks and a click leads back to',
  async () => {
    const tone = await makeSample('tone.wav', '-f lavfi -i sine=frequency=440:duration=4')
    const { id } = await upload(owner.client, folderId, 'tone.wav', tone)
    await ada.goto(`${server.url}/player/${id}`)
    const isReady = () => ada.evaluate<boolean>("document.querySelector('audio')?.readyState >= 1")
    await expect.poll(isReady, patience).toBe(true)
    await ada.getByRole('button', { name: 'Second forward' }).click()
    await expect.poll(() => secondsHeard(ada), patience).toBeCloseTo(1, 1)
    await ada.keyboard.press('c')
    await ada.keyboard.type('A click here')
    await ada.keyboard.press('Enter')
    await waitUntil(
      'the comment is there',
      () => owner.client.ok<Comment[]>('GET', `/v2/assets/${id}/comments`),
      (made) => made.length === 1,
    )
    const [made] = await owner.client.ok<Comment[]>('GET', `/v2/assets/${id}/comments`)
    expect(made).toMatchObject({ timestamp: 30, frame: 30, timestamp_microseconds: 1_000_000 })
    await ada.keyboard.press('Escape')
    await ada.keyboard.press('Home')
    await expect.poll(() => secondsHeard(ada), patience).toBeLessThan(0.1)
    await ada.locator('.markers').getByRole('button').first().click()
    await expect.poll(() => secondsHeard(ada), patience).toBeCloseTo(1, 1)
    await ada.getByRole('button', { name: 'Export comments' }).click()
    await ada.getByRole('menuitem', { name: /^No markers for editing programs/ }).waitFor()
    const saved = ada.waitForEvent('download')
    await ada.getByRole('menuitem', { name: 'Plain text' }).click()
    expect((await saved).suggestedFilename()).toMatch(/^tone.*\.txt$/)
    // There is nothing to draw on, and nothing to fill the screen with.
    expect(await ada.getByRole('button', { name: 'Full screen' }).count()).toBe(0)
    expect(await ada.getByRole('button', { name: /^Draw/ }).count()).toBe(0)
  },
  limitMs,
)

async function openRoom(person: MadePerson): Promise<Page> {
  const [name = '', value = ''] = ((await signedIn(server, person)).cookie() ?? '').split('=')
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  await context.addCookies([{ name, value, url: server.url }])
  const page = await context.newPage()
  await page.goto(`${server.url}/player/${assetId}`)
  await showsPicture(page)
  return page
}

async function showsPicture(page: Page): Promise<void> {
  await waitUntil(
    'there is a picture',
    () => page.evaluate<boolean>("(document.querySelector('video')?.readyState ?? 0) >= 2"),
    (isThere) => isThere,
  )
  await page.getByRole('textbox', { name: 'Comment' }).waitFor()
}

async function goToFrame(page: Page, frame: number): Promise<void> {
  await page.evaluate('document.activeElement?.blur()')
  await page.keyboard.press('g')
  const field = page.getByRole('textbox', { name: 'Go to timecode or frame' })
  await field.fill(String(frame))
  await field.press('Enter')
  await expect.poll(() => frameOnScreen(page), patience).toBe(frame)
}

/** Draws from one place of the picture to another, both in fractions of it. */
async function drag(page: Page, from: [number, number], to: [number, number]): Promise<void> {
  const box = await page.locator('.drawing-picture').boundingBox()
  if (box === null) throw new Error('There is no picture to draw on.')
  const at = ([x, y]: [number, number]): [number, number] => [box.x + x * box.width, box.y + y * box.height]
  await page.mouse.move(...at(from))
  await page.mouse.down()
  await page.mouse.move(...at(to), { steps: 12 })
  await page.mouse.up()
}

/** Reads the number that the picture itself carries. -1 while there is none. */
function frameOnScreen(page: Page): Promise<number> {
  return page.evaluate<number>(`(() => {
    const video = document.querySelector('video')
    if (video === null || video.seeking || video.readyState < 2) return -1
    const canvas = document.createElement('canvas')
    canvas.width = 320
    canvas.height = 180
    const context = canvas.getContext('2d')
    context.drawImage(video, 0, 0, 320, 180)
    let number = 0
    for (let bar = 0; bar < 8; bar += 1) {
      const [red] = context.getImageData(bar * 40 + 20, 90, 1, 1).data
      if (red > 128) number += 2 ** bar
    }
    return number
  })()`)
}

function secondsHeard(page: Page): Promise<number> {
  return page.evaluate<number>("document.querySelector('audio').currentTime")
}
