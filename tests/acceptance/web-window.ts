// A real Chromium for tests of the web app.
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import type { Browser as Session } from './browser-session.ts'
import { owner } from './server.ts'

/** The same engine without windows of its own, where it is installed: a page costs half the processor to open. */
const SHELL = '/usr/bin/chromium-headless-shell'
const chromiumPath = process.env['CHROMIUM_PATH'] ?? (existsSync(SHELL) ? SHELL : '/usr/bin/chromium')

export function launchChromium(...more: string[]): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    // As root Chromium has no sandbox of its own; the page is ours.
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', ...more],
  })
}

let running: Promise<Browser> | undefined

/** The one that all files of this process share: starting one takes three seconds of processor. It ends with the process. */
export async function openChromium(): Promise<Browser> {
  // One process less to hand every picture to.
  if (running === undefined || !(await running).isConnected()) running = launchChromium('--in-process-gpu')
  return running
}

/** Leaves the next file a Chromium without windows, and the server nobody who goes on asking. */
export async function closeWindows(browser: Browser): Promise<void> {
  await Promise.all(browser.contexts().map((context) => context.close()))
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

/** Where something is on the screen, in pixels. */
export async function boxOf(locator: Locator) {
  const box = await locator.boundingBox()
  if (box === null) throw new Error('It is not on the screen.')
  return box
}
