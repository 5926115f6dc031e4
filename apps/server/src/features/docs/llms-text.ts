// The indexes agents read: /llms.txt of all pages, one of every section, and everything in one file.
import type { DocPage, DocSection, DocSite } from './site.ts'

export function llmsIndex(site: DocSite): string {
  const sections = site.sections.map((section) => `## ${section.title}\n\n${list(section.pages.slice(1))}`)
  return `# Rushes

> ${site.home.about} Every page as Markdown, everything in one file: /llms-full.txt. OpenAPI 3.1: /openapi.json.

${sections.join('\n\n')}
`
}

export function sectionIndex({ title, about, pages }: DocSection): string {
  return `# ${title}\n\n> ${about}\n\n${list(pages.slice(1))}\n`
}

export function llmsFull(site: DocSite): string {
  return site.pages.map((page) => `${withAddress(page)}\n`).join('\n---\n\n')
}

/** Links inside a page lead to pages; whoever reads Markdown wants them as Markdown. */
export function pageMarkdown(page: DocPage): string {
  return page
    .markdown()
    .replaceAll(/\]\((\/docs(?:\/[\w-]+)*)(#[\w-]+)?\)/g, (_whole, path: string, anchor = '') => {
      return `](${path}.md${String(anchor)})`
    })
}

function withAddress(page: DocPage): string {
  return `<!-- ${page.path} -->\n\n${pageMarkdown(page).trimEnd()}`
}

function list(pages: readonly DocPage[]): string {
  return pages
    .map(({ title, path, about, endpoint }) => {
      const what = endpoint === null ? '' : `\`${endpoint.endpoint}\`. `
      return `- [${title}](${path}.md): ${what}${about}`
    })
    .join('\n')
}
