// A real Chromium for tests of the web app.
import { chromium } from 'playwright-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import type { Browser as Session } from './browser-session.ts'
import { owner } from './server.ts'

const chromiumPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    // As root Chromium has no sandbox of its own; the page is ours.
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
}

/** A window of its own in which somebody is signed in already. */
export async function openSignedIn(
  browser: Browser,
  url: string,
  session: Session,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const [name = '', value = ''] = (session.cookie() ?? '').split('=')
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
  await context.addCookies([{ name, value, url }])
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  return page
}

/** Signs the owner of the server in, as a person does it, and waits for their projects. */
export async function signInAsOwner(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/login`)
  await page.getByLabel('Email').fill(owner.email)
  await page.getByLabel('Password').fill(owner.password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Projects', exact: true }).waitFor()
}
