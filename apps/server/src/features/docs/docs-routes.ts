// The reference: /docs for people, the same pages as Markdown and /llms.txt for agents, /openapi.json for generators.
// No credential is asked for: it says what the server can do, nothing of what is on it.
import { readFileSync } from 'node:fs'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { originOf } from '../../http/origin.ts'
import type { OriginSettings } from '../../http/origin.ts'
import type { Route } from '../../http/route.ts'
import { escapeHtml } from './html-text.ts'
import { layoutHtml } from './layout-html.ts'
import { llmsFull, llmsIndex, pageMarkdown, sectionIndex } from './llms-text.ts'
import { openApiDocument } from './openapi.ts'
import { endpointPages } from './pages.ts'
import { SAMPLE_ORIGIN } from './samples.ts'
import { foundHtml } from './search-html.ts'
import { buildSearch } from './search.ts'
import { buildSite } from './site.ts'
import { TEXT_GROUPS } from './texts/groups.ts'
import { toYaml } from './yaml.ts'

/** Nothing inline and nothing from elsewhere. */
const DOCS_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const TYPES = {
  html: 'text/html; charset=utf-8',
  markdown: 'text/markdown; charset=utf-8',
  text: 'text/plain; charset=utf-8',
  json: 'application/json; charset=utf-8',
  yaml: 'application/yaml; charset=utf-8',
  css: 'text/css; charset=utf-8',
  script: 'text/javascript; charset=utf-8',
} as const

const MAX_QUERY_CHARACTERS = 200

export function registerDocs(app: FastifyInstance, origin: OriginSettings, routes: readonly Route[]): void {
  const groups = endpointPages(routes, TEXT_GROUPS)
  const site = buildSite(groups)
  const search = buildSearch(site)

  /** Samples call the server as the reader does. */
  function send(
    request: FastifyRequest,
    reply: FastifyReply,
    type: keyof typeof TYPES,
    text: string,
  ): FastifyReply {
    const own = originOf(origin, request)
    const sent = text.replaceAll(SAMPLE_ORIGIN, type === 'html' ? escapeHtml(own) : own)
    return reply
      .type(TYPES[type])
      .headers({ 'cache-control': 'no-cache', 'content-security-policy': DOCS_POLICY })
      .send(sent)
  }

  const openApi = (request: FastifyRequest) => openApiDocument(groups, originOf(origin, request))
  app.get('/openapi.json', (request, reply) => send(request, reply, 'json', JSON.stringify(openApi(request))))
  app.get('/openapi.yaml', (request, reply) => send(request, reply, 'yaml', toYaml(openApi(request))))
  app.get('/llms.txt', (request, reply) => send(request, reply, 'text', llmsIndex(site)))
  app.get('/llms-full.txt', (request, reply) => send(request, reply, 'text', llmsFull(site)))
  app.get('/docs/docs.css', (request, reply) => send(request, reply, 'css', asset('docs.css')))
  app.get('/docs/docs.js', (request, reply) => send(request, reply, 'script', asset('docs-script.js')))
  app.get('/docs/try.css', (request, reply) => send(request, reply, 'css', asset('try.css')))
  app.get('/docs/try.js', (request, reply) => send(request, reply, 'script', asset('try-script.js')))

  app.get('/docs/search', (request, reply) => {
    const query = wordsOf(request)
    const html = foundHtml(search(query), query)
    const frame = {
      title: 'Search',
      about: 'Search the docs.',
      page: null,
      html,
      headings: [],
      searchText: query,
    }
    return send(request, reply, 'html', layoutHtml(site, frame))
  })

  for (const path of ['/docs', '/docs.md', '/docs/*'])
    app.get(path, (request, reply) => {
      const asked = (request.url.split('?', 1)[0] ?? '').replace(/\/$/, '')
      const indexed = /^(.+)\/llms\.txt$/.exec(asked)?.[1]
      if (indexed === '/docs') return send(request, reply, 'text', llmsIndex(site))
      const section = site.sections.find((candidate) => candidate.path === indexed)
      if (section !== undefined) return send(request, reply, 'text', sectionIndex(section))
      const page = site.find(asked.replace(/\.md$/, ''))
      if (page === undefined) {
        const html =
          '<article class="text"><h1>There is no such page</h1><p>Search for it above, or go to <a href="/docs">the first page</a>.</p></article>'
        const frame = { title: 'No such page', about: '', page: null, html, headings: [], searchText: '' }
        return send(request, reply.status(404), 'html', layoutHtml(site, frame))
      }
      if (asked.endsWith('.md')) return send(request, reply, 'markdown', pageMarkdown(page))
      const { title, about } = page
      return send(
        request,
        reply,
        'html',
        layoutHtml(site, { title, about, page, searchText: '', ...page.html() }),
      )
    })
}

function wordsOf(request: FastifyRequest): string {
  const query = request.query as Record<string, unknown>
  const words = query['q']
  return typeof words === 'string' ? words.slice(0, MAX_QUERY_CHARACTERS) : ''
}

const read = new Map<string, string>()

function asset(name: string): string {
  const known = read.get(name) ?? readFileSync(new URL(name, import.meta.url), 'utf8')
  read.set(name, known)
  return known
}
