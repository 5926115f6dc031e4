// Somebody who was given a link and no words: signs up, brings a cut, notes three frames with drawings, answers, ticks off,
// brings the next version, compares the two, and takes the notes to the edit. One flow, in one window.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { makeClip, testTools } from '@rushes/media/test-clips'
import { signedIn } from './browser-session.ts'
import type { Comment } from './comment-shape.ts'
import { makeAccount } from './people-made.ts'
import type { MadePerson } from './people-made.ts'
import type { Asset, Project } from './reference-client.ts'
import { framesSeen } from './shown-frame.ts'
import { closeWindows, openChromium } from './web-window.ts'

const limitMs = 180_000
const patience = { timeout: 60_000, interval: 50 }
const server = inject('servers')[0]!
const notes = [
  { frame: 8, text: 'Too early' },
  { frame: 21, text: 'Lose the boom' },
  { frame: 33, text: 'Warmer here' },
]

let folder: string
let browser: Browser
let owner: MadePerson
let project: Project
let link: string
let page: Page

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rushes-collaborator-'))
  const account = await makeAccount(server)
  owner = account.owner
  const team = await owner.client.ok<{ id: string }>('POST', `/v2/accounts/${account.id}/teams`, {
    body: { name: 'Crew' },
  })
  project = await owner.client.ok('POST', `/v2/teams/${team.id}/projects`, { body: { name: 'Film' } })
  const session = await signedIn(server, owner)
  const { url } = await session.ok<{ url: string }>('POST', '/api/invitations', {
    body: { project_id: project.id, email: `mara-${account.id}@example.org` },
  })
  link = `${server.url}${new URL(url).pathname}`
  const tools = await testTools()
  for (const name of ['cut.mp4', 'cut-2.mp4']) await makeClip(tools, folder, name, { frames: 40 })
  browser = await openChromium()
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  page.setDefaultTimeout(patience.timeout)
}, limitMs)

afterAll(async () => {
  await closeWindows(browser)
  await rm(folder, { recursive: true })
})

it(
  'an invited collaborator does a whole round of review with nothing but the link',
  async () => {
    await page.goto(link)
    await page.getByLabel('Your name').fill('Mara Lind')
    await page.getByLabel('Choose a password').fill('a long enough password')
    await page.getByRole('button', { name: 'Join', exact: true }).click()
    await page.waitForURL(`**/projects/${project.id}`)

    await page.getByLabel('Files to upload').setInputFiles(join(folder, 'cut.mp4'))
    await page.getByRole('gridcell', { name: 'cut.mp4' }).dblclick()
    await page.waitForURL('**/player/*')
    await expect.poll(seen, patience).toEqual([0])
    const first = page.url().split('/').at(-1) ?? ''

    for (const { frame, text } of notes) {
      await goToFrame(frame)
      await page.keyboard.press('d')
      await draw()
      await page.keyboard.press('c')
      await page.keyboard.type(text)
      await page.keyboard.press('Enter')
      await page.getByRole('article').filter({ hasText: text }).waitFor()
      await page.keyboard.press('Escape')
    }
    const written = () => owner.client.ok<Comment[]>('GET', `/v2/assets/${first}/comments`)
    await expect.poll(async () => (await written()).length, patience).toBe(notes.length)
    for (const note of notes) {
      const comment = (await written()).find(({ text }) => text === note.text)
      expect(comment?.timestamp).toBe(note.frame)
      expect(JSON.parse(comment?.annotation ?? '[]')).toHaveLength(1)
    }

    const thread = page.getByRole('article').filter({ hasText: 'Lose the boom' })
    await thread.getByRole('button', { name: 'Reply' }).click()
    await page.keyboard.type('Painted out')
    await page.keyboard.press('Enter')
    await thread.getByText('Painted out').waitFor()
    await thread.getByRole('button', { name: 'Mark as done' }).click()
    await expect
      .poll(
        async () => (await written()).filter(({ completed }) => completed).map(({ text }) => text),
        patience,
      )
      .toEqual(['Lose the boom'])

    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export comments' }).click()
    await page.getByRole('menuitem', { name: /^DaVinci Resolve/ }).click()
    const edl = await readFile(await (await saved).path(), 'utf8')
    for (const { text } of notes) expect(edl).toContain(text)

    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'More' }).first().click()
    await page.getByRole('menuitem', { name: 'Upload a new version…' }).click()
    await (await chooser).setFiles(join(folder, 'cut-2.mp4'))
    const uploads = await page.getByRole('region', { name: 'Uploads' }).boundingBox()
    const field = await page.locator('.composer').boundingBox()
    // What is being written is not covered by what is on its way.
    expect((uploads?.y ?? Infinity) + (uploads?.height ?? 0)).toBeLessThanOrEqual(field?.y ?? 0)
    const show = page.getByRole('button', { name: 'Show', exact: true })
    await show.waitFor()
    expect(await page.getByText('becomes the next version').count()).toBe(0)
    await show.click()
    await page.getByRole('button', { name: 'Version 2 of 2' }).click()
    await page.getByRole('menuitem', { name: 'Compare versions' }).click()
    await page.waitForURL(`**/compare/${first}`)
    await page.getByRole('tab', { name: /^v1/ }).click()
    await page.getByText('Warmer here').click()
    await expect.poll(seen, patience).toEqual([33, 33])
    await page.locator('.drawing-picture > *').waitFor()

    const [stack] = await owner.client.ok<Asset[]>('GET', `/v2/assets/${project.root_asset_id}/children`)
    expect(stack).toMatchObject({ type: 'version_stack', versions: 2 })
  },
  limitMs,
)

const seen = () => framesSeen(page)

async function goToFrame(frame: number): Promise<void> {
  await page.evaluate('document.activeElement?.blur()')
  await page.keyboard.press('g')
  const field = page.getByLabel('Go to timecode or frame')
  await field.fill(String(frame))
  await field.press('Enter')
  await expect.poll(seen, patience).toEqual([frame])
}

/** A stroke across the middle of the picture. */
async function draw(): Promise<void> {
  const box = await page.locator('.drawing-picture').boundingBox()
  if (box === null) throw new Error('There is no picture to draw on.')
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.4)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.6, { steps: 8 })
  await page.mouse.up()
}
