// The frame around every page: the bar with the search, the menu, where one came from and what comes next.
import { methodHtml } from './endpoint-html.ts'
import { escapeHtml } from './html-text.ts'
import type { Heading } from './markdown-html.ts'
import type { DocPage, DocSite } from './site.ts'

export interface Frame {
  title: string
  about: string
  /** Address of the page, for the menu and for its Markdown; null where it is none, as on the results of a search. */
  page: DocPage | null
  html: string
  headings: readonly Heading[]
  searchText: string
}

export function layoutHtml(site: DocSite, frame: Frame): string {
  const { title, about, page, html, headings, searchText } = frame
  const isSplit = page?.endpoint !== null && page !== null
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}${page === site.home ? '' : ' · Rushes for developers'}</title>
<meta name="description" content="${escapeHtml(about)}">
<meta name="color-scheme" content="dark light">
<link rel="stylesheet" href="/docs/docs.css">
${page === null ? '' : `<link rel="alternate" type="text/markdown" href="${page.path}.md">`}
<script src="/docs/docs.js" defer></script>
${isSplit ? '<link rel="stylesheet" href="/docs/try.css">\n<script src="/docs/try.js" type="module"></script>' : ''}
</head>
<body>
<a class="skip" href="#content">Skip to the page</a>
<header class="bar">
<a class="brand" href="/docs"><svg viewBox="0 0 20 20" aria-hidden="true"><path d="M1.5 18.5 5 1.5h3.2l-3.5 17z"/><path d="M7.4 18.5 10 5.5h3.1l-2.6 13z" opacity=".72"/><path d="m13.3 18.5 1.7-8.5H18l-1.7 8.5z" opacity=".42"/></svg>Rushes <span>Developers</span></a>
<form class="search" action="/docs/search" role="search"><label class="hidden" for="q">Search the docs</label><input id="q" name="q" type="search" placeholder="Search the docs" value="${escapeHtml(searchText)}" autocomplete="off"><kbd aria-hidden="true">/</kbd><div class="results" hidden></div></form>
<nav class="links" aria-label="Other documents"><a href="/openapi.json">OpenAPI</a><a href="/llms.txt">llms.txt</a><a href="/">App</a></nav>
</header>
<div class="frame">
<details class="menu-phone"><summary>Menu</summary><nav aria-label="Pages">${menuHtml(site, page)}</nav></details>
<nav class="menu" aria-label="Pages">${menuHtml(site, page)}</nav>
<main id="content" class="${isSplit ? 'split' : 'plain'}" tabindex="-1">
${page === null ? '' : trailHtml(site, page)}
<div class="body">${html}${isSplit ? '' : contentsHtml(headings)}</div>
${page === null ? '' : neighboursHtml(site, page)}
</main>
</div>
</body>
</html>
`
}

function menuHtml(site: DocSite, current: DocPage | null): string {
  return site.sections
    .map(({ path, title, pages }) => {
      const items = pages.slice(1).map((page) => {
        const here = page === current ? ' aria-current="page"' : ''
        const method = page.endpoint === null ? '' : methodHtml(page.endpoint.route.method)
        return `<li><a href="${page.path}"${here}><span>${escapeHtml(page.title)}</span>${method}</a></li>`
      })
      const here = current?.path === path ? ' aria-current="page"' : ''
      const isOpen =
        current === null || current === site.home
          ? path === '/docs/guides' || path === '/docs/assets'
          : pages.includes(current)
      return `<details${isOpen ? ' open' : ''}><summary>${escapeHtml(title)}</summary><ul><li><a href="${path}"${here}><span>Overview</span></a></li>${items.join('')}</ul></details>`
    })
    .join('\n')
}

function trailHtml(site: DocSite, page: DocPage): string {
  const section = site.sections.find(({ pages }) => pages.includes(page))
  const trail =
    section === undefined || section.pages[0] === page
      ? page === site.home
        ? ''
        : '<a href="/docs">Docs</a>'
      : `<a href="/docs">Docs</a> <span aria-hidden="true">/</span> <a href="${section.path}">${escapeHtml(section.title)}</a>`
  return `<div class="trail"><div>${trail}</div><div class="page-tools"><a href="${page.path}.md">View as Markdown</a></div></div>`
}

function contentsHtml(headings: readonly Heading[]): string {
  if (headings.length < 2) return ''
  const items = headings.map(({ text, anchor }) => `<li><a href="#${anchor}">${escapeHtml(text)}</a></li>`)
  return `<nav class="contents" aria-label="On this page"><p>On this page</p><ul>${items.join('')}</ul></nav>`
}

function neighboursHtml(site: DocSite, page: DocPage): string {
  const at = site.pages.indexOf(page)
  const link = (neighbour: DocPage | undefined, kind: 'Previous' | 'Next') =>
    neighbour === undefined
      ? '<span></span>'
      : `<a class="${kind.toLowerCase()}" href="${neighbour.path}" rel="${kind === 'Next' ? 'next' : 'prev'}"><small>${kind}</small>${escapeHtml(neighbour.title)}</a>`
  return `<nav class="neighbours" aria-label="Previous and next page">${link(site.pages[at - 1], 'Previous')}${link(site.pages[at + 1], 'Next')}</nav>`
}
