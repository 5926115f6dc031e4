// Searching the reference: titles first, then sections of guides and names of fields, then what is written.
import { markdownToHtml, plainText } from './markdown-html.ts'
import type { FieldRow } from './field-rows.ts'
import type { DocPage, DocSite } from './site.ts'

export interface Found {
  /** Leads to the page, or to the field or section on it. */
  href: string
  title: string
  /** Where it is: an endpoint, or the page a field or section is on. */
  place: string
  about: string
}

interface Entry extends Found {
  /** Lower case, what counts most first. */
  name: string
  text: string
  weight: number
}

/** Finds what holds every word of the query; the best first. */
export type Search = (query: string) => Found[]

const MAX_FOUND = 30
const MAX_WORDS = 8
/** What others call it: what our pages call it. */
const SAME_WORDS: Record<string, string> = {
  chunk: 'part',
  chunks: 'parts',
  resume: 'interrupt',
  resumable: 'interrupt',
  pagination: 'paging',
  oauth: 'authentication',
  login: 'authentication',
  throttling: 'rate limit',
  undelete: 'restore',
  recycle: 'trash',
  npm: 'typed client',
  sdk: 'typed client',
}

/** Of text: not of a list or a table. */
const FIRST_SENTENCE = /^[A-Z][^|]*?[.:](?=\s|$)/

export function buildSearch(site: DocSite): Search {
  let entries: Entry[] | undefined
  return (query) => {
    entries ??= entriesOf(site)
    const whole = comparable(query.trim())
    const words = whole.split(/\s+/).filter(Boolean).slice(0, MAX_WORDS)
    if (words.length === 0) return []
    return entries
      .map((entry) => ({ entry, score: scoreOf(entry, words, whole) }))
      .filter(({ score }) => score > 0)
      .toSorted((left, right) => right.score - left.score)
      .slice(0, MAX_FOUND)
      .map(({ entry: { href, title, place, about } }) => ({ href, title, place, about }))
  }
}

/** Lower case, and every placeholder of an address alike: "{asset_id}", ":asset_id" and ":id". */
function comparable(text: string): string {
  return text.toLowerCase().replaceAll(/\{\w+\}|(?<=\/):\w+/g, '{}')
}

function scoreOf({ name, text, weight }: Entry, words: readonly string[], whole: string): number {
  let score = 0
  for (const word of words) {
    const asked = [word, SAME_WORDS[word] ?? word]
    if (asked.some((same) => name.startsWith(same))) score += 12
    else if (asked.some((same) => name.includes(same))) score += 8
    else if (asked.some((same) => text.includes(same))) score += 2
    else return 0
  }
  if (name === whole) score += 20
  return score * weight
}

function entriesOf(site: DocSite): Entry[] {
  const fields = new Set<string>()
  const lists = new Set([site.home.path, ...site.sections.map(({ path }) => path)])
  return site.pages.flatMap((page) =>
    // A list of pages is found by its title alone: what it says of them is theirs.
    lists.has(page.path)
      ? [pageEntry(page, '')]
      : page.endpoint === null
        ? [pageEntry(page, page.markdown()), ...sectionEntries(page)]
        : [pageEntry(page, page.endpoint.text.what), ...fieldEntries(page, fields)],
  )
}

function pageEntry({ path, title, about, endpoint }: DocPage, written: string): Entry {
  const place = endpoint?.endpoint ?? ''
  return {
    href: path,
    title,
    place,
    about,
    name: comparable(`${title} ${place}`),
    text: plainText(`${about} ${written} ${endpoint?.route.scope ?? ''}`).toLowerCase(),
    weight: 3,
  }
}

/** What stands below each heading of a guide. */
function sectionEntries(page: DocPage): Entry[] {
  const markdown = page.markdown()
  const { headings } = markdownToHtml(markdown)
  const texts = markdown.split(/^## .+$/m).slice(1)
  return headings.map(({ text: title, anchor }, at) => {
    const text = plainText(texts[at] ?? '')
    return {
      href: `${page.path}#${anchor}`,
      title,
      place: page.title,
      about: FIRST_SENTENCE.exec(text.trim())?.[0] ?? '',
      name: title.toLowerCase(),
      text: `${page.title} ${text}`.toLowerCase(),
      weight: 2.5,
    }
  })
}

/** A field that twenty answers hold is found once, on the first page that has it. */
function fieldEntries({ path, title, endpoint }: DocPage, seen: Set<string>): Entry[] {
  if (endpoint === null) return []
  const { path: inPath, query, body, answer } = endpoint.rows()
  const entries: Entry[] = []
  const visit = (row: FieldRow, depth: number) => {
    const key = `${row.name} ${row.meaning}`
    if (!seen.has(key)) {
      seen.add(key)
      entries.push({
        href: `${path}#${row.anchor}`,
        title: row.name,
        place: title,
        about: plainText(row.meaning),
        name: row.name.toLowerCase(),
        text: `${plainText(row.meaning)} ${title}`.toLowerCase(),
        weight: depth === 0 ? 1.5 : 1,
      })
    }
    for (const child of row.children) visit(child, depth + 1)
  }
  for (const row of [...answer, ...body, ...query, ...inPath]) visit(row, 0)
  return entries
}
