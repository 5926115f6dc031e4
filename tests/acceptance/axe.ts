// What axe, the accessibility checker, finds on a page: WCAG 2.2 AA.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * A rule its authors call experimental. A card's label is the name of the file, which is its accessible name; the length
 * and the date beside it are no part of what somebody would say to choose it (WCAG 2.5.3).
 */
const LABEL_IN_NAME = 'label-content-name-mismatch'

/** One line a finding: rule, what is wrong, and where. Empty on a page with nothing to mend, or a part of it. */
export async function axeFindings(page: Page, part = 'html'): Promise<string[]> {
  // Run by the debugger, which the page's policy on scripts does not stop. Once a page: that takes ten times as long as a
  // look at one.
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(source)
  // What comes up is a mixture of colours until it is there. Some things turn for ever.
  await page.evaluate(`Promise.allSettled(document.getAnimations()
    .filter(({ effect }) => Number.isFinite(effect.getComputedTiming().endTime)).map(({ finished }) => finished))
    .then(() => null)`)
  const results = await page.evaluate<AxeResults>(
    `axe.run(${JSON.stringify(part)}, { runOnly: ${JSON.stringify(RULES)}, resultTypes: ['violations'] })`,
  )
  return results.violations.flatMap(({ id, help, nodes }) => {
    const places = nodes
      .filter(({ html }) => !(id === LABEL_IN_NAME && html.includes('role="gridcell"')))
      .map(({ target }) => target.join(' '))
    return places.length === 0 ? [] : [`${id}: ${help}: ${places.join(', ')}`]
  })
}
