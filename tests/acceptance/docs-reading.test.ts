// The reference as a new reader meets it: in a browser, wide and dark, on a phone and light, with nothing for axe to find.
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { axeFindings } from './axe.ts'
import { launchChromium } from './web-window.ts'

const server = inject('servers')[0]
if (server === undefined) throw new Error('No server runs.')

const PAGES = [
  '/docs',
  '/docs/assets/delete-an-asset',
  '/docs/assets/create-an-asset',
  '/docs/guides/first-upload',
  '/docs/search?q=version+stack',
  '/docs/search?q=zzzzzz',
]
const PHONE = { width: 390, height: 844 }
const DESKTOP = { width: 1440, height: 900 }

let browser: Browser

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

async function openPage(colorScheme: 'dark' | 'light', viewport: typeof PHONE): Promise<Page> {
  const context = await browser.newContext({ colorScheme, viewport })
  return context.newPage()
}

describe('the reference in a browser', () => {
  it.each([
    ['dark', DESKTOP],
    ['light', PHONE],
  ] as const)('has nothing for axe to find, %s, %j', async (colorScheme, viewport) => {
    const page = await openPage(colorScheme, viewport)
    for (const path of PAGES) {
      const response = await page.goto(server.url + path)
      expect(response?.status(), path).toBe(200)
      expect(await axeFindings(page), path).toEqual([])
      const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth')
      expect(overflow, `${path} scrolls sideways`).toBeLessThanOrEqual(0)
    }
    await page.context().close()
  })

  it('leads from the first page by its search, with the keyboard alone, to an endpoint and its sample', async () => {
    const page = await openPage('dark', DESKTOP)
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
