// Everything below /docs in reading order: the start, the guides, then every group with its endpoints.
import { endpointHtml } from './endpoint-html.ts'
import { endpointMarkdown } from './endpoint-markdown.ts'
import { GUIDES, readGuide } from './guides.ts'
import { markdownToHtml, plainText } from './markdown-html.ts'
import type { Heading } from './markdown-html.ts'
import type { EndpointPage, PageGroup } from './pages.ts'

export interface DocPage {
  /** Without a slash at its end: "/docs", "/docs/assets", "/docs/assets/delete-an-asset". */
  path: string
  title: string
  /** One sentence, plain. */
  about: string
  markdown: () => string
  /** What stands beside the menu; headings are the page's own menu. */
  html: () => { html: string; headings: readonly Heading[] }
  endpoint: EndpointPage | null
}

/** A part of the menu: its first page is what its title leads to. */
export interface DocSection {
  path: string
  title: string
  about: string
  /** The page of the section itself, then what is in it. */
  pages: readonly DocPage[]
}

export interface DocSite {
  home: DocPage
  sections: readonly DocSection[]
  /** In reading order. */
  pages: readonly DocPage[]
  find: (path: string) => DocPage | undefined
}

export function buildSite(groups: readonly PageGroup[]): DocSite {
  const guides: DocPage[] = GUIDES.map((guide) => {
    const path = `/docs/guides/${guide.slug}`
    return textPage(path, guide.title, guide.about, () => readGuide(guide))
  })
  const sections = [
    withIndex('/docs/guides', 'Guides', 'How things are done, from the first upload on.', guides),
    ...groups.map(({ slug, title, about, pages }) =>
      withIndex(`/docs/${slug}`, title, about, pages.map(endpointPage)),
    ),
  ]
  const home = textPage('/docs', 'Rushes for developers', HOME_ABOUT, () => homeMarkdown(sections))
  const pages = [home, ...sections.flatMap((section) => section.pages)]
  const byPath = new Map(pages.map((page) => [page.path, page]))
  return { home, sections, pages, find: (path) => byPath.get(path) }
}

const HOME_ABOUT =
  'The API of this server, compatible with the Frame.io V2 API: guides and a page for every endpoint.'

function homeMarkdown(sections: readonly DocSection[]): string {
  const [guides, ...reference] = sections
  const list = (pages: readonly { title: string; path: string; about: string }[]) =>
    pages.map(({ title, path, about }) => `- [${title}](${path}): ${about}`).join('\n')
  return `# Rushes for developers

This server keeps the files of film and video teams and speaks the Frame.io V2 API: programs written for it work here once
they call this address. These pages are made from the schemas that every request is checked with.

\`\`\`sh
curl "http://127.0.0.1:4747/v2/me" -H "Authorization: Bearer $RUSHES_TOKEN"
\`\`\`

## Guides

${list((guides?.pages ?? []).slice(1))}

## Reference

${list(reference)}

## For programs and agents

- [/openapi.json](/openapi.json) and [/openapi.yaml](/openapi.yaml): OpenAPI 3.1.
- Every page as Markdown: put \`.md\` at the end of its address.
- [/llms.txt](/llms.txt): an index of all pages. [/llms-full.txt](/llms-full.txt): all of them in one file. A section has an
  index of its own: [/docs/assets/llms.txt](/docs/assets/llms.txt).
`
}

function withIndex(path: string, title: string, about: string, pages: readonly DocPage[]): DocSection {
  const index = textPage(path, title, about, () => {
    const items = pages.map(
      (page) =>
        `- [${page.title}](${page.path})${page.endpoint === null ? '' : ` \`${page.endpoint.endpoint}\``}: ${page.about}`,
    )
    return `# ${title}\n\n${about}\n\n${items.join('\n')}\n`
  })
  return { path, title, about, pages: [index, ...pages] }
}

function textPage(path: string, title: string, about: string, markdown: () => string): DocPage {
  return {
    path,
    title,
    about,
    markdown,
    html: () => {
      const { html, headings } = markdownToHtml(markdown())
      return { html: `<article class="text">${html}</article>`, headings }
    },
    endpoint: null,
  }
}

function endpointPage(page: EndpointPage): DocPage {
  return {
    path: page.path,
    title: page.title,
    about: firstSentence(page.text.what) || `${page.endpoint}.`,
    markdown: () => endpointMarkdown(page),
    html: () => ({ html: endpointHtml(page), headings: [] }),
    endpoint: page,
  }
}

function firstSentence(markdown: string): string {
  return plainText(/^.*?[.:](?=\s|$)/s.exec(markdown)?.[0].replace(/:$/, '.') ?? markdown)
}
