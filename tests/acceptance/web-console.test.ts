// The developer's console in the web app: what a token called, what the limits leave, and code that runs as it stands.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { axeFindings } from './axe.ts'
import { signedIn } from './browser-session.ts'
import { sampleRunners } from './docs-samples.ts'
import { makeAccount } from './people-made.ts'
import { createReferenceClient } from './reference-client.ts'
import type { Project, ReferenceClient } from './reference-client.ts'
import { closeWindows, openChromium, openSignedIn } from './web-window.ts'

const limitMs = 180_000
const server = inject('servers')[0]!

let browser: Browser
let page: Page
let token: string
let client: ReferenceClient
let project: Project
let fileId: string

beforeAll(async () => {
  const account = await makeAccount(server)
  const { owner } = account
  const team = await owner.client.ok<{ id: string }>('POST', `/v2/accounts/${account.id}/teams`, {
    body: { name: 'Crew' },
  })
  project = await owner.client.ok<Project>('POST', `/v2/teams/${team.id}/projects`, {
    body: { name: 'Film' },
  })
  fileId = (await owner.client.createFile(project.root_asset_id, 'shot.mov', 500)).id
  const session = await signedIn(server, owner)
  const scopes = ['account.read', 'team.read', 'project.read', 'asset.read', 'asset.create']
  token = (await session.ok<{ token: string }>('POST', '/api/tokens', { body: { name: 'Set cart', scopes } }))
    .token
  client = createReferenceClient(server.url, token)
  browser = await openChromium()
  page = await openSignedIn(browser, server.url, session, { reducedMotion: 'reduce' })
}, limitMs)

afterAll(async () => {
  await closeWindows(browser)
})

it(
  'shows a call with the token a moment later: how it was answered and its request id',
  async () => {
    await page.goto(`${server.url}/settings/tokens`)
    await page.getByRole('link', { name: 'Set cart' }).press('Enter')
    await page.getByText('Nothing was called with this token yet').waitFor()
    const found = await client.call('GET', `/v2/assets/${fileId}`)
    const refused = await client.call('DELETE', `/v2/assets/${fileId}`)
    const rows = page.getByRole('list', { name: 'Recent requests' }).getByRole('listitem')
    await rows.nth(1).waitFor()
    const [newest, before] = [await rows.nth(0).innerText(), await rows.nth(1).innerText()]
    for (const text of ['403', 'DELETE', fileId, refused.headers.get('x-request-id') ?? '?'])
      expect(newest).toContain(text)
    for (const text of ['200', 'GET', found.headers.get('x-request-id') ?? '?'])
      expect(before).toContain(text)

    const limits = page.getByRole('list', { name: 'Rate limits' })
    await limits.getByText('GET /v2/assets/{asset_id}', { exact: true }).waitFor()
  },
  limitMs,
)

it(
  'has nothing for axe to find, at a desk and on a phone',
  async () => {
    for (const size of [
      { width: 1440, height: 900 },
      { width: 390, height: 844 },
    ]) {
      await page.setViewportSize(size)
      expect(await axeFindings(page)).toEqual([])
      const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth')
      expect(overflow).toBeLessThanOrEqual(0)
    }
  },
  limitMs,
)

it.each(Object.entries({ curl: 'curl', python: 'Python', typescript: 'TypeScript' }))(
  'gives code in %s with ids of one’s own, which runs as it stands',
  async (language, title) => {
    await page.getByRole('group', { name: 'Language' }).getByRole('button', { name: title }).click()
    const call = page.getByLabel('Call', { exact: true })
    const titles = await call.getByRole('option').allInnerTexts()
    expect(titles).toHaveLength(7)
    const runner = sampleRunners[language]!({ token })
    const answers: Record<string, unknown> = {}
    try {
      for (const [index, name] of titles.entries()) {
        await call.selectOption(String(index))
        answers[name] = await runner.run(await page.locator('.sample-code pre').innerText())
      }
    } finally {
      await runner.stop()
    }
    expect(answers['The project Film']).toMatchObject({ id: project.id })
    expect(answers['Make a folder in Film']).toMatchObject({
      type: 'folder',
      parent_id: project.root_asset_id,
    })
    expect(Object.keys(answers)).toContain('Who the token acts as')
  },
  limitMs,
)

it(
  'says that a token is gone once it is revoked',
  async () => {
    await page.goto(`${server.url}/settings/tokens/00000000-0000-4000-8000-000000000000`)
    await page.getByRole('heading', { name: 'This token is not here' }).waitFor()
    expect(await page.getByRole('list', { name: 'Recent requests' }).count()).toBe(0)
  },
  limitMs,
)
