// What a search found, as a page of its own and as what the search field shows while somebody types.
import { methodHtml } from './endpoint-html.ts'
import { escapeHtml } from './html-text.ts'
import type { Found } from './search.ts'

export function foundHtml(found: readonly Found[], query: string): string {
  const list =
    found.length === 0
      ? `<p class="nothing">Nothing on these pages says “${escapeHtml(query)}”.</p>`
      : `<ol class="found">${found.map(itemHtml).join('')}</ol>`
  return `<article class="text"><h1>${query === '' ? 'Search' : `Search for “${escapeHtml(query)}”`}</h1>${query === '' ? '<p>Type what you look for into the field above.</p>' : list}</article>`
}

function itemHtml({ href, title, place, about }: Found): string {
  const [, method, path] = /^(GET|POST|PUT|DELETE) (\S+)$/.exec(place) ?? []
  const where =
    method === undefined || path === undefined
      ? escapeHtml(place)
      : `${methodHtml(method)} <code>${escapeHtml(path)}</code>`
  return `<li><a href="${escapeHtml(href)}"><strong>${escapeHtml(title)}</strong><span class="place">${where}</span><span class="about">${escapeHtml(about)}</span></a></li>`
}
