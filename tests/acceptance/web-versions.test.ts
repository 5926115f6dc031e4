// Versions as a person uses them in a real Chromium: a file becomes a version by drag, by upload and by choice; the room
// switches between them and keeps the place; what is open comes along; and nothing is lost on the way back.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { makeClip, testTools } from '@rushes/media/test-clips'
import { axeFindings } from './axe.ts'
import { signedIn } from './browser-session.ts'
import type { Comment } from './comment-shape.ts'
import { makeAccount } from './people-made.ts'
import type { MadePerson } from './people-made.ts'
import type { Asset, Project } from './reference-client.ts'
import { framesSeen } from './shown-frame.ts'
import { upload } from './uploader.ts'
import { waitUntil } from './wait-until.ts'
import { closeWindows, openChromium, openSignedIn } from './web-window.ts'

const limitMs = 180_000
const patience = { timeout: 30_000, interval: 50 }
const server = inject('servers')[0]!

let folder: string
let browser: Browser
let owner: MadePerson
let page: Page
let project: Project
let first: Asset
let second: Asset

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rushes-versions-'))
  const account = await makeAccount(server)
  owner = account.owner
  const team = await owner.client.ok<{ id: string }>('POST', `/v2/accounts/${account.id}/teams`, {
    body: { name: 'Cut' },
  })
  project = await owner.client.ok('POST', `/v2/teams/${team.id}/projects`, { body: { name: 'Cut' } })
  const tools = await testTools()
  const clips = await Promise.all(
    ['rough.mp4', 'fine.mp4', 'final.mp4'].map((name) => makeClip(tools, folder, name, { frames: 50 })),
  )
  const [rough, fine] = await Promise.all(clips.slice(0, 2).map((path) => readFile(path)))
  first = await upload(owner.client, project.root_asset_id, 'rough.mp4', new Uint8Array(rough!))
  second = await upload(owner.client, project.root_asset_id, 'fine.mp4', new Uint8Array(fine!))
  for (const { id } of [first, second])
    await waitUntil(
      'the clip is ready',
      () => owner.client.asset(id),
      (asset) => asset.status === 'transcoded',
    )
  browser = await openChromium()
  page = await openSignedIn(browser, server.url, await signedIn(server, owner))
}, limitMs)

afterAll(async () => {
  await closeWindows(browser)
  await rm(folder, { recursive: true })
})

it(
  'a card dropped on another one is its newest version; Undo takes it off again',
  async () => {
    await page.goto(`${server.url}/projects/${project.id}`)
    await page.getByText('rough.mp4').waitFor()
    // Nothing has the focus yet; the keys are for the files all the same.
    await page.keyboard.press('Control+a')
    const howMany = page.getByText(/^\d+ selected$/)
    await howMany.waitFor()
    await page.keyboard.press('Escape')
    await howMany.waitFor({ state: 'detached' })
    await dropOn('fine.mp4', 'rough.mp4')
    await page.getByText('“fine.mp4” is now v2').first().waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('fine.mp4', { exact: true }).waitFor()
    await expect
      .poll(async () => (await owner.client.asset(second.id)).parent_id, patience)
      .toBe(project.root_asset_id)
    await page.reload()
    await page.getByText('rough.mp4').waitFor()
    await dropOn('fine.mp4', 'rough.mp4')
    await expect.poll(() => stackOf(first.id), patience).toEqual([second.id, first.id])
  },
  limitMs,
)

it(
  'the room switches versions at the same frame; open comments come along once; likes are still there after a reload',
  async () => {
    const open = await owner.client.ok<Comment>('POST', `/v2/assets/${first.id}/comments`, {
      body: { text: 'Hold this longer', timestamp: 12 },
    })
    const done = await owner.client.ok<Comment>('POST', `/v2/assets/${first.id}/comments`, {
      body: { text: 'Fixed long ago', timestamp: 3 },
    })
    await owner.client.ok('POST', `/v2/comments/${done.id}/complete`)
    await page.goto(`${server.url}/player/${first.id}`)
    await page.getByText('Hold this longer').click()
    await expect.poll(shownFrame, patience).toBe(12)
    await page.getByRole('button', { name: 'Like, 0 so far' }).last().click()
    await page.getByRole('button', { name: 'Like, 1 so far' }).waitFor()
    await page.reload()
    const like = page.getByRole('button', { name: 'Like, 1 so far' })
    await expect.poll(() => like.getAttribute('aria-pressed'), patience).toBe('true')
    expect(await page.getByRole('button', { name: /^Bring/ }).count()).toBe(0)

    await page.getByText('Hold this longer').click()
    await page.getByRole('button', { name: 'Version 1 of 2' }).waitFor()
    await page.keyboard.press('v')
    await page.getByRole('menuitemradio', { name: /fine\.mp4/ }).click()
    await page.waitForURL(`${server.url}/player/${second.id}`)
    await expect.poll(shownFrame, patience).toBe(12)
    await page.getByRole('button', { name: 'Bring 1 open comment from v1' }).click()
    await page.getByText('1 comment came along.').first().waitFor()
    await page.getByText('Hold this longer').waitFor()
    await page.getByRole('button', { name: /^Bring/ }).waitFor({ state: 'detached' })
    const carried = await owner.client.ok<Comment[]>('GET', `/v2/assets/${second.id}/comments`)
    expect(carried.map(({ text, timestamp }) => ({ text, timestamp }))).toEqual([
      { text: open.text, timestamp: 12 },
    ])
  },
  limitMs,
)

it(
  'a third version is uploaded in the room and shown; the middle one, taken out, comes back to its place',
  async () => {
    const chooser = page.waitForEvent('filechooser')
    await page.keyboard.press('v')
    await page.getByRole('menuitem', { name: 'Upload a new version…' }).click()
    await (await chooser).setFiles(join(folder, 'final.mp4'))
    await page.getByText('v3 is here.').first().waitFor()
    const [third = ''] = await stackOf(first.id)
    await page.getByRole('button', { name: 'Version 2 of 3' }).click()
    await page.getByRole('menuitem', { name: 'Take v2 out of the stack' }).click()
    await page.getByText('lies beside its other versions again').first().waitFor()
    expect(await stackOf(first.id)).toEqual([third, first.id])
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => stackOf(first.id), patience).toEqual([third, second.id, first.id])
    await page.getByRole('button', { name: 'Version 2 of 3' }).waitFor()
    // What comes back is no news.
    expect(await page.getByText('v2 is here.').count()).toBe(0)
  },
  limitMs,
)

it(
  'two versions are compared: locked to the same frame by every key, and by a comment on either',
  async () => {
    await page.goto(`${server.url}/player/${second.id}`)
    await page.getByRole('button', { name: 'Version 2 of 3' }).waitFor()
    // Asked for on the way, before there is a picture of either.
    await page.keyboard.press('g')
    await page.getByLabel('Go to timecode or frame').fill('31')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Shift+V')
    await page.waitForURL(`${server.url}/player/${second.id}/compare/${first.id}`)
    await expect.poll(() => framesSeen(page), patience).toEqual([31, 31])
    for (const frame of [7, 49, 20]) {
      await page.keyboard.press('g')
      await page.getByLabel('Go to timecode or frame').fill(String(frame))
      await page.keyboard.press('Enter')
      await expect.poll(() => framesSeen(page), patience).toEqual([frame, frame])
    }
    // Another source shows the same frame; or the one that is asked for until it is there.
    await playFrom('Proxy (MP4)')
    await expect.poll(() => framesSeen(page), patience).toEqual([20, 20])
    let letThrough = () => {}
    const isHeld = new Promise<void>((resolve) => (letThrough = resolve))
    await page.route(/\.m3u8/, (route) => isHeld.then(() => route.continue()))
    await playFrom('Streaming (HLS)')
    await page.keyboard.press('ArrowLeft')
    letThrough()
    await page.getByRole('button', { name: /^Quality: HLS \d+p$/ }).waitFor()
    await expect.poll(() => framesSeen(page), patience).toEqual([19, 19])
    await playFrom('Original')
    await page.keyboard.press('ArrowRight')
    for (let press = 0; press < 5; press += 1) await page.keyboard.press('ArrowRight')
    await expect.poll(() => framesSeen(page), patience).toEqual([25, 25])
    await page.keyboard.press('Home')
    await expect.poll(() => framesSeen(page), patience).toEqual([0, 0])
    await page.keyboard.press('Space')
    await expect.poll(async () => (await framesSeen(page))[1], patience).toBeGreaterThan(5)
    await page.keyboard.press('Space')
    await expect
      .poll(async () => {
        const [left = NaN, right = NaN] = await framesSeen(page)
        return right - left
      }, patience)
      .toBe(0)

    await page.getByRole('tab', { name: /^v1/ }).click()
    await page.getByText('Hold this longer').click()
    await expect.poll(() => framesSeen(page), patience).toEqual([12, 12])
    await page.getByRole('radio', { name: 'Wipe' }).click()
    await page.getByRole('radio', { name: 'Overlay' }).click()
    await page.getByRole('slider', { name: 'How much of v1' }).press('End')
    // Both films have the same pictures, so nothing is left of them.
    expect(await brightest()).toBeGreaterThan(150)
    await page.getByRole('radio', { name: 'Difference' }).click()
    await expect.poll(brightest, patience).toBeLessThan(40)
    expect(await axeFindings(page)).toEqual([])

    await page.getByRole('button', { name: 'Right: v1' }).click()
    await page.getByRole('menuitem', { name: /^v3/ }).click()
    await page.getByRole('button', { name: 'Right: v3' }).waitFor()
  },
  limitMs,
)

it(
  'a local file dropped on a stack is its newest version; a stack is taken apart, made again by menu, and deleted as a whole',
  async () => {
    const dropped = await makeClip(await testTools(), folder, 'dropped.mp4', { frames: 10 })
    await page.goto(`${server.url}/projects/${project.id}`)
    const card = (name: string) => page.getByRole('gridcell', { name })
    // A stack is called as its newest version is.
    await card('final.mp4').waitFor()
    await dropFileOn(dropped, 'final.mp4')
    await expect.poll(async () => (await stackOf(first.id)).length, patience).toBe(4)
    const [fourth = ''] = await stackOf(first.id)
    const version = await owner.client.asset(fourth)
    expect(version).toMatchObject({ name: 'dropped.mp4' })

    // While it arrives it has a card of its own.
    await page.locator(`[data-asset-id="${String(version.parent_id)}"][aria-label="dropped.mp4"]`).click()
    await page.keyboard.press('Delete')
    await page.getByRole('dialog').getByText('It holds 4 versions.').waitFor()
    expect(await axeFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Take apart' }).click()
    await card('rough.mp4').waitFor()
    expect(await namesIn(project.root_asset_id)).toEqual([
      'dropped.mp4',
      'final.mp4',
      'fine.mp4',
      'rough.mp4',
    ])

    await card('fine.mp4').click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Make a version of…' }).click()
    await page.getByRole('searchbox', { name: 'Find a file' }).fill('ROU')
    await page.getByRole('button', { name: 'rough.mp4 v2' }).click()
    await expect.poll(() => stackOf(first.id), patience).toEqual([second.id, first.id])

    await card('rough.mp4').waitFor({ state: 'detached' })
    await card('fine.mp4').click()
    await page.keyboard.press('Delete')
    await page.getByRole('button', { name: 'Delete all versions' }).click()
    await card('fine.mp4').waitFor({ state: 'detached' })
    await expect.poll(() => namesIn(project.root_asset_id), patience).toEqual(['dropped.mp4', 'final.mp4'])
    const toast = page.getByRole('listitem').filter({ hasText: 'moved to the trash' })
    await toast.getByRole('button', { name: 'Undo' }).click()
    await card('fine.mp4').waitFor()
    // By now the list of what was uploaded has gone by itself.
    await page.getByRole('region', { name: 'Uploads' }).waitFor({ state: 'detached' })
    expect(await stackOf(first.id)).toEqual([second.id, first.id])
  },
  limitMs,
)

/** Chooses what plays in the player's own menu. */
async function playFrom(source: string): Promise<void> {
  await page.getByRole('button', { name: /^Quality: / }).click()
  await page.getByRole('menuitem', { name: source }).click()
}

/** The brightest value in the middle of the picture on the stage. */
async function brightest(): Promise<number> {
  const picture = await page.locator('.compare-stage').screenshot()
  const { width, height } = await sharp(picture).metadata()
  const middle = {
    left: Math.floor(width / 4),
    top: Math.floor(height / 4),
    width: Math.floor(width / 2),
    height: Math.floor(height / 2),
  }
  const { channels } = await sharp(picture).extract(middle).removeAlpha().stats()
  return Math.max(...channels.map(({ max }) => max))
}

/** Drags a card of the grid onto another one. */
function dropOn(name: string, target: string): Promise<void> {
  return page.getByRole('gridcell', { name }).dragTo(page.getByRole('gridcell', { name: target }))
}

/** Drops a file of this machine on a card, as a file manager does it. */
async function dropFileOn(path: string, target: string): Promise<void> {
  const { x, y, width, height } = (await page.getByRole('gridcell', { name: target }).boundingBox())!
  const devtools = await page.context().newCDPSession(page)
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await devtools.send('Input.dispatchDragEvent', {
      type,
      x: x + width / 2,
      y: y + height / 2,
      data: { items: [], files: [path], dragOperationsMask: 1 },
    })
    if (type === 'dragOver') await page.getByText('Drop as a new version of').waitFor()
  }
  await devtools.detach()
}

/** What lies in a folder, by name. */
async function namesIn(folderId: string): Promise<string[]> {
  const children = await owner.client.ok<Asset[]>('GET', `/v2/assets/${folderId}/children`)
  return children.map(({ name }) => name).sort()
}

/** The versions around a file, newest first. */
async function stackOf(id: string): Promise<string[]> {
  const { parent_id: stackId } = await owner.client.asset(id)
  const members = await owner.client.ok<Asset[]>('GET', `/v2/assets/${stackId ?? ''}/children`)
  return members.map((member) => member.id)
}

async function shownFrame(): Promise<number> {
  return (await framesSeen(page))[0] ?? NaN
}
