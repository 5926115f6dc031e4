// Every page of the app, on a desk and on a phone, as axe reads it: nothing to mend. And the palette, which reaches them,
// and what is new on them since the last visit.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { axeFindings } from './axe.ts'
import { signedIn } from './browser-session.ts'
import { makeAccount } from './people-made.ts'
import type { MadePerson } from './people-made.ts'
import type { Asset, Project } from './reference-client.ts'
import { makeSampleClip } from './sample-files.ts'
import { seededBytes } from './seeded.ts'
import { upload } from './uploader.ts'
import { waitUntil } from './wait-until.ts'
import { closeWindows, openChromium, openSignedIn } from './web-window.ts'

const limitMs = 180_000
const patience = { timeout: 30_000, interval: 50 }
const server = inject('servers')[0]!
const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]

let browser: Browser
let page: Page
let owner: MadePerson
/** Each page's address, and what is on it once it is all there. */
let pages: { path: string; shows: string }[]
let projectUrl: string
let roomUrl: string
/** Says something while the owner is away. */
let colleague: MadePerson
let shotId: string
let dayId: string
let noiseId: string

beforeAll(async () => {
  const account = await makeAccount(server)
  owner = account.owner
  const { client } = owner
  // Two words, of which their mark on the timeline shows the first letters.
  await account.query('update users set name = $2 where id = $1', [owner.id, 'Owner Lund'])
  const team = await client.ok<{ id: string }>('POST', `/v2/accounts/${account.id}/teams`, {
    body: { name: 'Crew' },
  })
  colleague = await account.person('Mia', 'member')
  await client.ok('POST', `/v2/teams/${team.id}/members`, { body: { email: colleague.email } })
  const project = await client.ok<Project>('POST', `/v2/teams/${team.id}/projects`, {
    body: { name: 'Film' },
  })
  const clip = await makeSampleClip()
  const { id } = await upload(client, project.root_asset_id, 'shot.mp4', clip)
  noiseId = (await upload(client, project.root_asset_id, 'noise.mp4', seededBytes(74, 5000))).id
  const binned = await upload(client, project.root_asset_id, 'binned.mp4', clip)
  const day = await client.ok<Asset>('POST', `/v2/assets/${project.root_asset_id}/children`, {
    body: { type: 'folder', name: 'Day 1' },
  })
  dayId = day.id
  await client.ok('POST', `/v2/assets/${id}/comments`, { body: { text: 'Look at this #cut', timestamp: 3 } })
  await client.ok('DELETE', `/v2/assets/${binned.id}`)
  await waitUntil(
    'the clip is ready',
    () => client.asset(id),
    (asset) => asset.status === 'transcoded',
  )
  const other = await upload(client, project.root_asset_id, 'other.mp4', clip)
  await waitUntil(
    'the other clip is ready',
    () => client.asset(other.id),
    (asset) => asset.status === 'transcoded',
  )
  projectUrl = `${server.url}/projects/${project.id}`
  roomUrl = `${server.url}/player/${id}`
  shotId = id
  pages = [
    { path: '/login', shows: 'h1' },
    { path: '/', shows: 'text=Film' },
    { path: `/projects/${project.id}`, shows: 'text=shot.mp4' },
    { path: `/projects/${project.id}/trash`, shows: 'text=binned.mp4' },
    { path: `/player/${id}`, shows: 'text=Look at this' },
    { path: `/player/${id}/compare/${other.id}`, shows: '.transport' },
    { path: `/accounts/${account.id}`, shows: 'h2' },
    { path: `/accounts/${account.id}/people`, shows: 'text=Owner' },
    { path: `/accounts/${account.id}/processing`, shows: 'text=noise.mp4' },
    { path: `/accounts/${account.id}/teams`, shows: 'text=Crew' },
    { path: `/teams/${team.id}`, shows: 'h1' },
    { path: '/settings/profile', shows: 'h2' },
    { path: '/settings/security', shows: 'h2' },
    { path: '/settings/tokens', shows: 'h2' },
  ]
  browser = await openChromium()
  // What moves or fades is read in its last state.
  page = await openSignedIn(browser, server.url, await signedIn(server, owner), { reducedMotion: 'reduce' })
}, limitMs)

afterAll(async () => {
  await closeWindows(browser)
})

it(
  'no page has anything that axe finds',
  async () => {
    const found: string[] = []
    for (const { path, shows } of pages) {
      await page.goto(`${server.url}${path}`)
      await page.locator(shows).first().waitFor()
      for (const size of sizes) {
        await page.setViewportSize(size)
        for (const finding of await axeFindings(page))
          found.push(`${path} at ${String(size.width)}: ${finding}`)
      }
    }
    expect(found).toEqual([])
  },
  limitMs,
)

it(
  'the palette finds a file by its name, does what a page can do and gives the keyboard back',
  async () => {
    await page.setViewportSize(sizes[0]!)
    await page.goto(projectUrl)
    await page.getByText('shot.mp4').waitFor()
    await page.keyboard.press('Control+k')
    const field = page.getByRole('combobox', { name: 'Search and commands' })
    await page.getByRole('option', { name: 'New folder' }).waitFor()
    expect(await axeFindings(page)).toEqual([])
    await field.fill('sho')
    await page.getByRole('option', { name: /shot\.mp4/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(roomUrl)

    const panel = page.getByRole('button', { name: 'Side panel' })
    await panel.focus()
    await page.keyboard.press('Control+k')
    await page.getByRole('option', { name: 'One frame forward' }).waitFor()
    await field.fill('write comm')
    await page.keyboard.press('Enter')
    // An action that moves the keyboard on has it.
    await expect.poll(() => page.evaluate('document.activeElement?.tagName'), patience).toBe('TEXTAREA')
    await page.keyboard.press('Escape')
    await panel.focus()
    await page.keyboard.press('Control+k')
    await field.fill('side panel')
    await page.keyboard.press('Enter')
    await page.locator('.player-without-details').waitFor()
    await expect
      .poll(() => page.evaluate("document.activeElement?.getAttribute('aria-label')"), patience)
      .toBe('Side panel')

    await page.setViewportSize(sizes[1]!)
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Search and commands' }).click()
    expect(await axeFindings(page)).toEqual([])
    await field.fill('film')
    await page.getByRole('option', { name: /^Film/ }).click()
    await page.waitForURL(projectUrl)
    await page.getByText('shot.mp4').waitFor()
    await page.getByRole('button', { name: 'Search and commands' }).click()
    await field.fill('qqqq')
    await page.locator('.palette-none', { hasText: 'Nothing' }).waitFor()
    // What was said is found by its words, and opened where it was said.
    await field.fill('thi loo')
    await page.getByRole('option', { name: /Look at this/ }).click()
    await page.waitForURL(new RegExp(`^${roomUrl}#comment-`))
    await page.locator('.thread-chosen').waitFor()
  },
  limitMs,
)

it(
  'files are moved, copied and brought back, by keys and by dragging; the list of keys says how',
  async () => {
    await page.setViewportSize(sizes[0]!)
    await page.goto(projectUrl)
    const card = (name: string) => page.getByRole('gridcell', { name })
    const inDay = async () =>
      (await owner.client.ok<Asset[]>('GET', `/v2/assets/${dayId}/children`)).map(({ name }) => name)
    await card('noise.mp4').waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog').getByText('Move to a folder').waitFor()
    expect(await axeFindings(page)).toEqual([])
    await page.keyboard.press('Escape')

    for (const { key, button, said } of [
      { key: 'm', button: 'Move here', said: '“noise.mp4” was moved to “Day 1”.' },
      { key: 'c', button: 'Copy here', said: '“noise.mp4” was copied to “Day 1”.' },
    ]) {
      await card('noise.mp4').click({ position: { x: 20, y: 20 } })
      await page.keyboard.press(key)
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('button', { name: 'Day 1' }).waitFor()
      if (key === 'c') expect(await axeFindings(page)).toEqual([])
      await dialog.getByRole('button', { name: 'Day 1' }).click()
      await dialog.getByText('There is no folder in here.').waitFor()
      await dialog.getByRole('button', { name: button }).click()
      await page.getByText(said).first().waitFor()
      expect(await inDay()).toEqual(['noise.mp4'])
      expect(await card('noise.mp4').count()).toBe(key === 'm' ? 0 : 1)
      await page.getByRole('button', { name: 'Undo' }).click()
      await expect.poll(inDay, patience).toEqual([])
      await card('noise.mp4').waitFor()
    }

    // The status of several at once, and only what has one.
    const labels = async () =>
      (await Promise.all([shotId, noiseId].map((id) => owner.client.asset(id)))).map(({ label }) => label)
    await card('noise.mp4').click({ position: { x: 20, y: 20 } })
    await card('shot.mp4').click({ position: { x: 20, y: 20 }, modifiers: ['Control'] })
    await page.getByRole('button', { name: 'Set status' }).click()
    await page.getByRole('menuitem', { name: 'Approved' }).click()
    await page.getByText('2 items now: Approved.').first().waitFor()
    expect(await labels()).toEqual(['approved', 'approved'])
    await page.getByRole('button', { name: 'Show: Everything' }).click()
    await page.getByRole('menuitem', { name: 'Approved' }).click()
    await expect.poll(() => page.getByRole('gridcell').count(), patience).toBe(2)
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Nothing with this status').waitFor()
    expect(await labels()).toEqual(['none', 'none'])
    await page.getByRole('button', { name: 'Show all' }).click()

    await page.keyboard.down('Control')
    await card('noise.mp4').dragTo(card('Day 1'))
    await page.keyboard.up('Control')
    await expect.poll(inDay, patience).toEqual(['noise.mp4'])
    await card('noise.mp4').waitFor()

    // Back from the trash when its folder is gone as well.
    const [copy] = await owner.client.ok<Asset[]>('GET', `/v2/assets/${dayId}/children`)
    for (const id of [copy?.id ?? '', dayId]) await owner.client.ok('DELETE', `/v2/assets/${id}`)
    await page.goto(`${projectUrl}/trash`)
    await page
      .getByRole('listitem')
      .filter({ hasText: 'noise.mp4' })
      .filter({ hasText: 'deleted just now' })
      .first()
      .getByRole('button', { name: 'Restore' })
      .click()
    await page.getByText('“noise.mp4” is back. Its folder is gone').first().waitFor()
    // Links to the pictures of what was deleted lead nowhere.
    expect(await page.locator('.trash img').count()).toBe(0)
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await page.waitForURL(projectUrl)
    await expect.poll(() => card('noise.mp4').count(), patience).toBe(2)
  },
  limitMs,
)

it(
  'what others said since the last visit is marked on the card and in the room, until it is seen',
  async () => {
    await page.setViewportSize(sizes[0]!)
    await page.goto(roomUrl)
    await page.getByText('Look at this').waitFor()
    await page.goto(projectUrl)
    await page.getByText('shot.mp4').waitFor()
    const comment = await colleague.client.ok<{ id: string }>('POST', `/v2/assets/${shotId}/comments`, {
      body: { text: 'Brighter here', timestamp: 20 },
    })
    // By itself, on the page that is open.
    await page.getByText('1 new comment').waitFor()
    expect(await axeFindings(page)).toEqual([])
    await page.goto(roomUrl)
    await page.getByText('1 comment new since your last visit').waitFor()
    expect(await page.locator('.comment-new').count()).toBe(1)
    expect(await axeFindings(page)).toEqual([])
    await page.keyboard.press('u')
    await page.locator(`.thread-chosen[data-comment="${comment.id}"]`).waitFor()
    await page.goto(projectUrl)
    await page.getByText('shot.mp4').waitFor()
    await page.keyboard.press('Control+k')
    await page
      .locator('[cmdk-group]')
      .filter({ hasText: 'Recent' })
      .getByRole('option', { name: /shot/ })
      .waitFor()
    await page.keyboard.press('Escape')
    expect(await page.locator('.card-news').count()).toBe(0)
  },
  limitMs,
)
