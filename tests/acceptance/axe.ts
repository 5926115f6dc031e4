// What axe, the accessibility checker, finds on a page: WCAG 2.2 AA.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const source = await readFile(createRequire(import.meta.url).resolve('axe-core'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** One line a finding: rule, what is wrong, and where. Empty on a page with nothing to mend. */
export async function axeFindings(page: Page): Promise<string[]> {
  // Run by the debugger, which the page's policy on scripts does not stop.
  await page.evaluate(source)
  const results = await page.evaluate<AxeResults>(
    `axe.run({ runOnly: ${JSON.stringify(RULES)}, resultTypes: ['violations'] })`,
  )
  return results.violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  )
}
