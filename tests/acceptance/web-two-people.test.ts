// Two people in two windows of a real Chromium: somebody is invited by a link that is passed on, joins on a phone, and
// sees at every moment exactly what they may. Their pages stay open and follow by themselves.
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startOwnServer } from './own-server.ts'
import { createReferenceClient } from './reference-client.ts'
import type { ReferenceClient } from './reference-client.ts'
import type { RunningServer } from './server.ts'
import { upload } from './uploader.ts'
import { waitUntil } from './wait-until.ts'
import { boxOf, closeWindows, openChromium, signInAsOwner } from './web-window.ts'

const limitMs = 180_000
const waitMs = 30_000
const guest = { name: 'Mara Lind', email: 'mara@example.org', password: 'a long enough password' }

let server: RunningServer
let client: ReferenceClient
let browser: Browser
let ownerPage: Page
let guestPage: Page
/** The owner's list of everybody, which nobody reloads. */
let peoplePage: Page
let accountId: string
let team: { id: string; name: string }
let shared: { id: string; root_asset_id: string }
let other: { id: string }

beforeAll(async () => {
  server = await startOwnServer('embedded')
  client = createReferenceClient(server.url, server.token)
  const accounts = await client.ok<{ id: string }[]>('GET', '/v2/accounts')
  accountId = accounts[0]!.id
  team = await client.ok('POST', `/v2/accounts/${accountId}/teams`, {
    body: { name: 'Edit suite', access: 'private' },
  })
  shared = await client.ok('POST', `/v2/teams/${team.id}/projects`, { body: { name: 'Shared film' } })
  other = await client.ok('POST', `/v2/teams/${team.id}/projects`, { body: { name: 'Secret film' } })
  browser = await openChromium()
  const desk = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  ownerPage = await desk.newPage()
  const phone = await browser.newContext({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  })
  guestPage = await phone.newPage()
  peoplePage = await desk.newPage()
  for (const page of [ownerPage, guestPage, peoplePage]) page.setDefaultTimeout(waitMs)
  await signInAsOwner(ownerPage, server.url)
  await peoplePage.goto(`${server.url}/accounts/${accountId}/people`)
  await peoplePage.getByRole('heading', { name: '1 person' }).waitFor()
}, limitMs)

afterAll(async () => {
  await closeWindows(browser)
  await server.stop()
  await server.remove()
})

it(
  'somebody invited by a copied link joins on a phone, sees one project and nothing else',
  async () => {
    await ownerPage.goto(`${server.url}/projects/${shared.id}`)
    await ownerPage.getByRole('button', { name: 'in this project' }).click()
    await ownerPage.getByRole('button', { name: 'Invite people' }).click()
    await ownerPage.getByLabel('E-mail addresses').fill(guest.email)
    await ownerPage.getByRole('button', { name: 'Invite', exact: true }).click()
    await ownerPage.getByRole('button', { name: 'Copy', exact: true }).click()
    await ownerPage.getByText('Copied').waitFor()
    // Written as text: it runs in the page, whose types are not this file's.
    const link = String(await ownerPage.evaluate('navigator.clipboard.readText()'))
    expect(link).toMatch(new RegExp(`^${server.url}/invite/[\\w-]+$`))

    await guestPage.goto(link)
    await guestPage.getByRole('heading', { name: 'Join “Shared film”' }).waitFor()
    await guestPage.getByLabel('Your name').fill(guest.name)
    expect(await guestPage.getByLabel('Email').inputValue()).toBe(guest.email)
    await guestPage.getByLabel('Choose a password').fill(guest.password)
    await guestPage.getByRole('button', { name: 'Join', exact: true }).tap()
    await guestPage.waitForURL(`${server.url}/projects/${shared.id}`)
    await guestPage.getByRole('heading', { name: 'Shared film' }).waitFor()
    await peoplePage.getByText(guest.email).waitFor()

    await guestPage.goto(server.url)
    await guestPage.getByRole('heading', { name: 'Shared film' }).waitFor()
    expect(await guestPage.getByRole('listitem').getByRole('heading').allTextContents()).toEqual([
      'Shared film',
    ])
    await guestPage.goto(`${server.url}/projects/${other.id}`)
    await guestPage.getByText('This project is not here').waitFor()
  },
  limitMs,
)

it(
  'a picture is brought closer with two fingers, moved with one, and fitted again',
  async () => {
    const grey = { width: 640, height: 360, channels: 3 as const, background: 'grey' }
    const still = await sharp({ create: grey }).png().toBuffer()
    const { id } = await upload(client, shared.root_asset_id, 'still.png', new Uint8Array(still))
    await waitUntil(
      'the picture can be looked at',
      () => client.asset(id),
      (asset) => asset.status === 'transcoded',
    )
    const page = await guestPage.context().newPage()
    await page.goto(`${server.url}/player/${id}`)
    const picture = page.getByRole('img', { name: 'still.png' })
    await picture.waitFor()
    const loadedWidth = () =>
      page.evaluate<number>('document.querySelector(\'img[alt="still.png"]\')?.naturalWidth ?? 0')
    await expect.poll(loadedWidth, { timeout: waitMs }).toBe(640)
    const fitted = await boxOf(picture)
    const middle = { x: fitted.x + fitted.width / 2, y: fitted.y + fitted.height / 2 }
    const fingers = await page.context().newCDPSession(page)
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...across: number[]) =>
      fingers.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: across.map((x, finger) => ({ x: middle.x + x, y: middle.y, id: finger })),
      })
    await touch('touchStart', -20, 20)
    await touch('touchMove', -40, 40)
    await touch('touchMove', -60, 60)
    await touch('touchEnd')
    // Three times as far apart, three times as large, and around the place between the fingers.
    const large = await boxOf(picture)
    expect(large.width / fitted.width).toBeCloseTo(3, 0)
    expect(large.x + large.width / 2).toBeCloseTo(middle.x, -1)

    await touch('touchStart', 0)
    await touch('touchMove', 30)
    await touch('touchMove', 60)
    await touch('touchEnd')
    const moved = await boxOf(picture)
    expect(moved.x - large.x).toBeCloseTo(60, -1)
    expect(moved.width).toBeCloseTo(large.width)
    await page.getByRole('button', { name: 'Fit' }).tap()
    expect((await boxOf(picture)).width).toBeCloseTo(fitted.width)
    await page.close()
  },
  limitMs,
)

it(
  'the link has done its work, and says so kindly',
  async () => {
    const link = String(await ownerPage.evaluate('navigator.clipboard.readText()'))
    const page = await ownerPage.context().newPage()
    await page.goto(link)
    await page.getByRole('heading', { name: 'This link has done its work' }).waitFor()
    expect(await page.getByRole('link', { name: 'To your projects' }).isVisible()).toBe(true)
    await page.close()
  },
  limitMs,
)

it(
  'as a member of the team they see more, on the page that was open all the time',
  async () => {
    await guestPage.goto(server.url)
    await guestPage.getByRole('heading', { name: 'Shared film' }).waitFor()
    expect(await guestPage.getByText('Secret film').count()).toBe(0)

    await ownerPage.goto(`${server.url}/teams/${team.id}`)
    await ownerPage.getByRole('button', { name: 'Add people' }).click()
    await ownerPage.getByLabel('E-mail addresses').fill(guest.email)
    await ownerPage.getByRole('button', { name: 'Invite', exact: true }).click()
    await ownerPage.getByText('is in already').waitFor()

    await guestPage.getByRole('heading', { name: 'Secret film' }).waitFor()
    // A member makes projects; a collaborator had no such button.
    await guestPage.getByRole('button', { name: 'New project' }).waitFor()
  },
  limitMs,
)

it(
  'a picture is looked at before it is used, and then seen on the pages that others have open',
  async () => {
    const row = peoplePage.getByRole('listitem').filter({ hasText: guest.email })
    await guestPage.goto(`${server.url}/settings/profile`)
    const choose = (buffer: Buffer) =>
      guestPage.locator('input[type=file]').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer })
    await choose(Buffer.from('not a picture'))
    await guestPage.getByRole('button', { name: 'Use this picture' }).tap()
    await guestPage.getByText('The picture must be a JPEG').waitFor()
    await guestPage.getByRole('button', { name: 'Cancel' }).tap()
    const red = { create: { width: 64, height: 64, channels: 3, background: '#e00000' } } as const
    await choose(await sharp(red).png().toBuffer())
    await guestPage.getByRole('button', { name: 'Use this picture' }).tap()
    await guestPage.getByText('Others see your picture now.').first().waitFor()
    const picture = row.locator('img')
    await picture.waitFor()
    const url = new URL((await picture.getAttribute('src')) ?? '', server.url)
    expect((await fetch(url)).status).toBe(200)
    await guestPage.getByRole('button', { name: 'Remove' }).tap()
    await picture.waitFor({ state: 'detached' })
    expect((await fetch(url)).status).toBe(404)
  },
  limitMs,
)

it(
  'who is removed is out at once, open pages included',
  async () => {
    await guestPage.goto(`${server.url}/projects/${other.id}`)
    await guestPage.getByRole('heading', { name: 'Bring in the first rushes' }).waitFor()
    const list = await guestPage.context().newPage()
    list.setDefaultTimeout(waitMs)
    await list.goto(server.url)
    await list.getByRole('heading', { name: 'Shared film' }).waitFor()

    await ownerPage.goto(`${server.url}/accounts/${accountId}/people`)
    await ownerPage.getByRole('button', { name: `Actions for ${guest.name}` }).click()
    await ownerPage.getByRole('menuitem', { name: 'Remove from account…' }).click()
    await ownerPage.getByRole('button', { name: 'Remove', exact: true }).click()
    await ownerPage.getByText(`${guest.name} was removed.`).first().waitFor()
    await peoplePage.getByText(guest.email).waitFor({ state: 'detached' })

    await guestPage.getByText('This project is not here').waitFor()
    await list.getByRole('heading', { name: 'Nothing here for you yet' }).waitFor()
    expect(
      await guestPage.evaluate(`fetch('/v2/projects/${shared.id}').then((answer) => answer.status)`),
    ).toBe(404)
  },
  limitMs,
)
