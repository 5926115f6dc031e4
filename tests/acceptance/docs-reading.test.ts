// The reference as a new reader meets it: in a browser, wide and dark, on a phone and light, with nothing for axe to find;
// and each endpoint called from its own page.
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { axeFindings } from './axe.ts'
import { signedIn } from './browser-session.ts'
import { makeAccount } from './people-made.ts'
import type { MadeAccount } from './people-made.ts'
import { makeProject } from './reference-client.ts'
import type { Project } from './reference-client.ts'
import { closeWindows, openChromium, openSignedIn } from './web-window.ts'

const server = inject('servers')[0]!

/** One of each kind; an endpoint with all that one can have: parameters, a body, an answer, errors. */
const PAGES = [
  '/docs',
  '/docs/assets/create-an-asset',
  '/docs/guides/running-rushes',
  '/docs/search?q=version+stack',
  '/docs/search?q=zzzzzz',
]
const PHONE = { width: 390, height: 844 }
const DESKTOP = { width: 1440, height: 900 }

let browser: Browser

beforeAll(async () => {
  browser = await openChromium()
})
afterAll(() => closeWindows(browser))

async function openPage(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: DESKTOP, ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  return page
}

describe('the reference in a browser', () => {
  it.each([
    ['dark', DESKTOP],
    ['light', PHONE],
  ] as const)('has nothing for axe to find, %s, %j', async (colorScheme, viewport) => {
    const page = await openPage({ colorScheme, viewport })
    for (const path of PAGES) {
      const response = await page.goto(server.url + path)
      expect(response?.status(), path).toBe(200)
      // Of what stands beside all pages, hundreds of links, one look is enough.
      expect(await axeFindings(page, path === PAGES[0] ? 'html' : 'main'), path).toEqual([])
      const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth')
      expect(overflow, `${path} scrolls sideways`).toBeLessThanOrEqual(0)
    }
    await page.context().close()
  })

  it('leads from the first page by its search, with the keyboard alone, to an endpoint and its sample', async () => {
    const page = await openPage({ colorScheme: 'dark' })
    await page.goto(`${server.url}/docs`)
    await page.keyboard.press('/')
    await page.keyboard.type('delete an asset')
    await page.keyboard.press('Enter')
    await page.getByRole('main').getByRole('link', { name: 'Delete an Asset' }).first().press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Delete an Asset' }).waitFor()
    expect(await page.locator('.panel-curl pre').innerText()).toContain(
      `curl -X DELETE "${server.url}/v2/assets/`,
    )
    await page.context().close()
  })
})

const answerOf = (page: Page) => page.getByLabel('Answer of the server')
const statusOf = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text }).waitFor()

describe('trying an endpoint on its page', () => {
  let account: MadeAccount
  let project: Project

  beforeAll(async () => {
    account = await makeAccount(server)
    const { client } = account.owner
    await client.ok('POST', `/v2/accounts/${account.id}/teams`, { body: { name: 'Crew' } })
    project = await makeProject(client, 'Film')
  })

  it('calls it with a token by the keyboard alone, and takes token and ids along to the next page', async () => {
    const page = await openPage()
    await page.goto(`${server.url}/docs/users/get-your-own-user`)
    await page.getByRole('link', { name: 'Try it' }).press('Enter')
    await page.getByText('Paste a developer token').waitFor()
    await page.keyboard.type(account.owner.token)
    await page.keyboard.press('Enter')
    await statusOf(page, '200 OK')
    expect(await answerOf(page).innerText()).toContain(account.owner.email)
    const headers = await page.locator('.try-headers').innerText()
    for (const name of ['x-request-id', 'x-ratelimit-remaining', 'x-ratelimit-window'])
      expect(headers).toContain(name)
    expect(await axeFindings(page)).toEqual([])

    await page.goto(`${server.url}/docs/accounts/get-account#try`)
    expect(await page.getByLabel('account_id').inputValue()).toBe(account.id)
    await page.getByRole('button', { name: 'Send the call' }).press('Enter')
    await statusOf(page, '200 OK')
    expect(await answerOf(page).innerText()).toContain(account.id)
    await page.context().close()
  })

  it('sends path, query and body as they are filled in, and says what is no JSON', async () => {
    const page = await openPage()
    await page.goto(`${server.url}/docs/assets/create-an-asset#try`)
    await page.getByLabel('Token').fill(account.owner.token)
    await page.getByLabel('asset_id').fill(project.root_asset_id)
    const body = page.getByRole('textbox', { name: 'Body' })
    expect(JSON.parse(await body.inputValue())).toMatchObject({ type: 'file', name: 'call-sheet.txt' })
    await body.fill('{"type": "folder"')
    await page.getByRole('button', { name: 'Send the call' }).click()
    expect(await page.evaluate<string>('document.querySelector("textarea").validationMessage')).toContain(
      'no JSON',
    )
    const send = async (text: string) => {
      await body.fill(text)
      await page.getByRole('button', { name: 'Send the call' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click()
    }
    await send('{"type": "sheet", "name": "From the page"}')
    await statusOf(page, '422')
    await send('{"type": "folder", "name": "From the page"}')
    await statusOf(page, '200 OK')
    const names = async () =>
      (await account.owner.client.children(project.root_asset_id)).map(({ name }) => name)
    expect(await names()).toContain('From the page')

    await page.goto(`${server.url}/docs/assets/fetch-child-assets#try`)
    await page.getByLabel('asset_id').fill(project.root_asset_id)
    await page.getByLabel('page_size').fill('1')
    await page.getByRole('button', { name: 'Send the call' }).click()
    await statusOf(page, '200 OK')
    expect(await page.locator('.try-headers').innerText()).toMatch(/per-page\s+1\b/)
    await page.context().close()
  })

  it('asks before it deletes, on a phone too', async () => {
    const { client } = account.owner
    const folder = await client.createFolder(project.root_asset_id, 'To go')
    const page = await openPage({ viewport: PHONE, hasTouch: true, isMobile: true, colorScheme: 'light' })
    await page.goto(`${server.url}/docs/assets/delete-an-asset`)
    await page.getByRole('link', { name: 'Try it' }).tap()
    await page.getByLabel('Token').fill(account.owner.token)
    await page.getByLabel('asset_id').fill(folder.id)
    await page.getByRole('button', { name: 'Send the call' }).tap()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(`DELETE /v2/assets/${folder.id}`).waitFor()
    expect(await axeFindings(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Cancel' }).tap()
    await dialog.waitFor({ state: 'hidden' })
    expect((await client.call('GET', `/v2/assets/${folder.id}`)).status).toBe(200)

    await page.getByRole('button', { name: 'Send the call' }).tap()
    await dialog.getByRole('button', { name: 'Delete' }).tap()
    await statusOf(page, '200 OK')
    expect((await client.call('GET', `/v2/assets/${folder.id}`)).status).toBe(404)
    expect(
      await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth'),
    ).toBeLessThanOrEqual(0)
    await page.context().close()
  })

  it('calls as whoever is signed in what no token may call, and keeps no token beyond the tab', async () => {
    const page = await openSignedIn(browser, server.url, await signedIn(server, account.owner))
    await page.goto(`${server.url}/docs/tokens/list-your-developer-tokens#try`)
    await page.getByText('The call is made as Owner').waitFor()
    expect(await page.getByLabel('Token', { exact: true }).count()).toBe(0)
    await page.getByRole('button', { name: 'Send the call' }).click()
    await statusOf(page, '200 OK')
    expect(await answerOf(page).innerText()).toContain('"scopes"')

    await page.goto(`${server.url}/docs/users/get-your-own-user#try`)
    await page.getByLabel('Token').fill('fio-u-of-nobody')
    await page.getByRole('button', { name: 'Send the call' }).click()
    // A token that is tried out is not answered for by the session.
    await statusOf(page, '401')
    expect(await page.evaluate<string>('JSON.stringify(localStorage)')).not.toContain('fio-u-')
    const other = await page.context().newPage()
    await other.goto(`${server.url}/docs/users/get-your-own-user#try`)
    expect(await other.getByLabel('Token').inputValue()).toBe('')
    await page.context().close()
  })

  it('is not offered where no script runs, and the page reads on', async () => {
    const page = await openPage({ javaScriptEnabled: false })
    await page.goto(`${server.url}/docs/assets/delete-an-asset`)
    expect(await page.getByText('Try it').first().isVisible()).toBe(false)
    expect(await page.getByLabel('Token').isVisible()).toBe(false)
    expect(await page.locator('.panel-curl pre').isVisible()).toBe(true)
    await page.context().close()
  })
})
