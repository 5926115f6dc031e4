// The reference as a new reader meets it: nothing in the caches of the browser, a first page that takes keys, and a
// search that answers. Promised in seconds, so the load of the machine is printed with it.
import { loadavg } from 'node:os'
import type { Browser } from 'playwright-core'
import { startServer } from '../tests/acceptance/server.ts'
import { launchChromium } from '../tests/acceptance/web-window.ts'
import type { Figure } from './main-bench.ts'
import { median } from './median.ts'

const ROUNDS = 7
/** The one with the most fields. */
const LARGE_PAGE = '/docs/projects/list-the-trash-of-a-project'

export async function benchDocs(): Promise<Figure[]> {
  const server = await startServer({ env: { RUSHES_LOG: 'error' } })
  const browser = await launchChromium()
  try {
    const first: number[] = []
    const large: number[] = []
    const found: number[] = []
    // The first round starts the browser's processes and does not count.
    for (let round = 0; round <= ROUNDS; round += 1) {
      const start = await untilUsable(browser, `${server.url}/docs`)
      const largest = await untilUsable(browser, server.url + LARGE_PAGE)
      if (round === 0) continue
      first.push(start.usableMs)
      found.push(start.foundMs)
      large.push(largest.usableMs)
    }
    const figure = (name: string, ms: number[]): Figure => ({
      name,
      value: median(ms) / 1000,
      unit: 's',
      atMost: 1,
    })
    return [
      { name: 'load of the machine', value: loadavg()[0] ?? 0, unit: 'processes waiting or at work' },
      figure('address of the reference to a first page that takes keys', first),
      figure('address of its largest page to the same', large),
      figure('a word typed to what the search found', found),
    ]
  } finally {
    await browser.close()
    await server.stop()
    await server.remove()
  }
}

/** In a window that has never seen the server. */
async function untilUsable(
  browser: Browser,
  address: string,
): Promise<{ usableMs: number; foundMs: number }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  const begin = performance.now()
  await page.goto(address, { waitUntil: 'load' })
  await page.keyboard.press('/')
  await page.locator('#q:focus').waitFor()
  const usableMs = performance.now() - begin
  await page.keyboard.insertText('delete')
  await page.locator('.results a').first().waitFor()
  const foundMs = performance.now() - begin - usableMs
  await context.close()
  return { usableMs, foundMs }
}
