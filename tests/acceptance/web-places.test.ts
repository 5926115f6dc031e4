// What is done with projects and tokens in the web app, as a person does it: with a way back where one is promised.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { axeFindings } from './axe.ts'
import { holdEncode, letEncode } from './held-encode.ts'
import { startOwnServer } from './own-server.ts'
import { createReferenceClient } from './reference-client.ts'
import type { Project, ReferenceClient } from './reference-client.ts'
import { makeSampleClip } from './sample-files.ts'
import { seededBytes } from './seeded.ts'
import type { RunningServer } from './server.ts'
import { upload } from './uploader.ts'
import { waitUntil } from './wait-until.ts'
import { closeWindows, openChromium, signInAsOwner } from './web-window.ts'

const limitMs = 180_000
const waitMs = 30_000

let server: RunningServer
let client: ReferenceClient
let browser: Browser
let page: Page
let teamId: string

beforeAll(async () => {
  server = await startOwnServer('embedded', { env: { RUSHES_LOW_DISK_GB: '1000000' } })
  client = createReferenceClient(server.url, server.token)
  const teams = await client.ok<{ id: string }[]>('GET', '/v2/teams')
  teamId = teams[0]!.id
  browser = await openChromium()
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  page.setDefaultTimeout(waitMs)
  await signInAsOwner(page, server.url)
}, limitMs)

afterAll(async () => {
  await closeWindows(browser)
  await server.stop()
  await server.remove()
})

/** Opens the list with a fresh project in it. */
async function withProject(name: string): Promise<string> {
  const { id } = await client.ok<{ id: string }>('POST', `/v2/teams/${teamId}/projects`, { body: { name } })
  await page.goto(server.url)
  await page.getByRole('heading', { name }).waitFor()
  return id
}

async function choose(project: string, entry: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${project}` }).click()
  await page.getByRole('menuitem', { name: entry }).click()
}

const statusOf = async (path: string) => (await client.call('GET', path)).status

it(
  'a deleted project comes back with Undo, and is gone when the page is left instead',
  async () => {
    const id = await withProject('Second thoughts')
    const heading = page.getByRole('heading', { name: 'Second thoughts' })
    await choose('Second thoughts', 'Delete')
    await heading.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await heading.waitFor()
    expect(await statusOf(`/v2/projects/${id}`)).toBe(200)

    await choose('Second thoughts', 'Delete')
    await heading.waitFor({ state: 'detached' })
    await page.reload()
    await waitUntil(
      'the project is deleted',
      () => statusOf(`/v2/projects/${id}`),
      (status) => status === 404,
    )
  },
  limitMs,
)

it(
  'an archived project leaves the list for the archived ones, and comes back',
  async () => {
    const id = await withProject('Done film')
    const heading = page.getByRole('heading', { name: 'Done film' })
    await choose('Done film', 'Archive')
    await heading.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Archived projects' }).click()
    await heading.waitFor()
    expect(await client.project(id)).toMatchObject({ archive_status: 'archived' })
    await choose('Done film', 'Unarchive')
    await heading.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Archived projects' }).click()
    await heading.waitFor()
  },
  limitMs,
)

it(
  'what collaborators may is switched in the settings of a project',
  async () => {
    const id = await withProject('Strict film')
    await choose('Strict film', 'Settings…')
    await page.getByRole('switch', { name: 'Download' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Stricter film')
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('heading', { name: 'Stricter film' }).waitFor()
    expect(await client.project(id)).toMatchObject({
      name: 'Stricter film',
      project_preferences: { collaborator_can_download: false },
    })
  },
  limitMs,
)

it(
  'owners are told before the disk is full, on every page, and see what takes the space',
  async () => {
    await page.goto(server.url)
    await page.getByText(/^Only \d+(\.\d+)? GB free on the server\.$/).waitFor()
    await page.getByRole('link', { name: 'What takes the space' }).click()
    await page.getByText(/^\d+(\.\d+)? GB free on the server$/).waitFor()
    expect(await axeFindings(page)).toEqual([])
  },
  limitMs,
)

it(
  'a token is shown once, does what it was made for and nothing else, and ends when it is revoked',
  async () => {
    await page.goto(`${server.url}/settings/tokens`)
    await page.getByRole('button', { name: 'New token' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Set cart')
    await page.getByRole('button', { name: 'Only look' }).click()
    await page.getByRole('button', { name: 'Make token' }).click()
    const token = await page.getByLabel('Token', { exact: true }).inputValue()
    const theirs = createReferenceClient(server.url, token)
    expect((await theirs.call('GET', '/v2/teams')).status).toBe(200)
    const write = await theirs.call('POST', `/v2/teams/${teamId}/projects`, { body: { name: 'No' } })
    expect(write.status).toBe(403)

    await page.getByRole('button', { name: 'Done' }).click()
    await page.reload()
    await page.getByText('Set cart').waitFor()
    expect(await page.content()).not.toContain(token)
    await page.getByRole('button', { name: 'Revoke Set cart' }).click()
    await page.getByRole('button', { name: 'Revoke token' }).click()
    await page.getByText('“Set cart” works no more.').first().waitFor()
    expect((await theirs.call('GET', '/v2/teams')).status).toBe(401)
  },
  limitMs,
)

it(
  'what the media engine has to do is on one page, which follows it; what failed is tried again there',
  async () => {
    const me = await client.ok<{ account_id: string }>('GET', '/v2/me')
    const path = `/v2/teams/${teamId}/projects`
    const project = await client.ok<Project>('POST', path, { body: { name: 'Dailies' } })
    await page.goto(`${server.url}/accounts/${me.account_id}/processing`)
    await page.getByText('Everything is made.').waitFor()
    await page.getByText('Nothing has failed.').waitFor()

    const clip = await makeSampleClip()
    const held = await client.createFile(project.root_asset_id, 'held.mp4', clip.length)
    const mediaId = await holdEncode(server, held.id)
    await fetch(held.upload_urls?.[0] ?? '', { method: 'PUT', body: clip })
    const noise = await upload(client, project.root_asset_id, 'noise.mp4', seededBytes(73, 5000))
    const open = page.getByRole('list', { name: 'At work and waiting' }).getByRole('listitem')
    await open.filter({ hasText: 'held.mp4' }).filter({ hasText: 'Waiting' }).waitFor()
    const failed = page.getByRole('list', { name: 'Could not be made' }).getByRole('listitem')
    await failed.filter({ hasText: 'The file is of no known format' }).waitFor()

    await letEncode(server, mediaId)
    await page.getByText('Everything is made.').waitFor()
    const lookedAt = async () =>
      (await client.ok<{ probed_at: string | null }>('GET', `/api/assets/${noise.id}/pipeline`)).probed_at
    const before = await lookedAt()
    await failed.getByRole('button', { name: 'Try noise.mp4 again' }).click()
    await waitUntil('it was looked at anew', lookedAt, (at) => at !== null && at !== before)
    await failed.filter({ hasText: 'noise.mp4' }).waitFor()
    expect(await failed.count()).toBe(1)
  },
  limitMs,
)

it('the first page brings less than 200 KB of JavaScript, compressed', async () => {
  const stranger = await browser.newContext()
  const door = await stranger.newPage()
  const sizes: Promise<number>[] = []
  door.on('response', (response) => {
    const type = response.headers()['content-type'] ?? ''
    if (type.includes('javascript'))
      sizes.push(
        response
          .request()
          .sizes()
          .then((size) => size.responseBodySize),
      )
  })
  await door.goto(server.url, { waitUntil: 'networkidle' })
  await door.getByLabel('Email').waitFor()
  await signInAsOwner(door, server.url)
  await door.waitForLoadState('networkidle')
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
  expect(sizes.length).toBeGreaterThan(1)
  expect(bytes).toBeLessThan(200 * 1024)
  await stranger.close()
})

it(
  'the watermark of a team is seen on a sample, saved, kept over a reload, and removed',
  async () => {
    const team = await client.ok<{ id: string }>(
      'POST',
      `/v2/accounts/${(await client.ok<{ account_id: string }>('GET', `/v2/teams/${teamId}`)).account_id}/teams`,
      { body: { name: 'Marked' } },
    )
    const readMark = async () =>
      (await client.ok<{ watermark: unknown }>('GET', `/v2/teams/${team.id}`)).watermark
    await page.goto(`${server.url}/teams/${team.id}`)
    const panel = page.getByRole('region', { name: 'Watermark', exact: true })
    const save = panel.getByRole('button', { name: 'Save' })
    expect(await save.isDisabled()).toBe(true)
    await panel.getByLabel('Text').fill('Northlight\nConfidential')
    await panel.getByLabel('Place').selectOption('bottom')
    await panel.getByRole('slider').press('ArrowRight')
    await panel.getByRole('img', { name: 'A picture with the watermark' }).waitFor()
    expect(await axeFindings(page)).toEqual([])
    await save.click()
    await page.getByText('What is uploaded from now on carries this watermark.', { exact: true }).waitFor()
    expect(await readMark()).toEqual({
      image: null,
      text: { lines: ['Northlight', 'Confidential'], position: 'bottom', alpha: 0.55 },
    })

    await page.reload()
    expect(await panel.getByLabel('Text').inputValue()).toBe('Northlight\nConfidential')
    await panel.getByRole('button', { name: 'Remove' }).click()
    await page.getByText('What is uploaded from now on carries no watermark.', { exact: true }).waitFor()
    expect(await readMark()).toBeNull()
    await panel.getByRole('img', { name: 'A picture without a watermark' }).waitFor()

    const guests = page.getByRole('region', { name: 'Watermark for collaborators' })
    const isChosen = async () =>
      (
        await client.ok<{ default_session_watermark_template_id: string | null }>(
          'GET',
          `/v2/teams/${team.id}`,
        )
      ).default_session_watermark_template_id !== null
    await guests.getByRole('switch').click()
    await guests.getByRole('img', { name: 'A picture with the watermark' }).getByText('Mara Lind').waitFor()
    await page
      .getByText('Collaborators see films under a watermark of their own from now on.', { exact: true })
      .waitFor()
    expect(await isChosen()).toBe(true)
    expect(await axeFindings(page)).toEqual([])
    await guests.getByRole('switch').click()
    await page
      .getByText('Collaborators see films without a watermark of their own.', { exact: true })
      .waitFor()
    expect(await isChosen()).toBe(false)
  },
  limitMs,
)
