// The reference as it is sent: every page there is, in both forms, and no link that leads nowhere.
import Fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routeMap } from '../../app.ts'
import type { Deps } from '../../deps.ts'
import { registerDocs } from './docs-routes.ts'

// Making the map touches no dependency: only answering a request does.
const routes = routeMap({ db: {} } as Deps)
const app = Fastify({ routerOptions: { ignoreTrailingSlash: true } })

beforeAll(async () => {
  registerDocs(
    app,
    { publicUrl: 'https://review.example.org', host: '127.0.0.1', port: 4747, isTls: false },
    routes,
  )
  await app.ready()
})
afterAll(() => app.close())

const get = (url: string) => app.inject({ method: 'GET', url })

/** Addresses of all pages, from the index for agents, without their ".md". */
async function allPages(): Promise<string[]> {
  const index = await get('/llms.txt')
  return [...index.body.matchAll(/\]\((\/docs\/[^)]+)\.md\)/g)].map(([, path = '']) => path)
}

describe('the pages', () => {
  it('has one for every endpoint, and the guides', async () => {
    const pages = await allPages()
    const guides = pages.filter((path) => path.startsWith('/docs/guides/'))
    expect(pages).toHaveLength(routes.length + guides.length)
    expect(guides.length).toBeGreaterThanOrEqual(7)
  })

  it('sends each as a page and as Markdown', async () => {
    for (const path of ['/docs', ...(await allPages())]) {
      const page = await get(path)
      expect(page.statusCode, path).toBe(200)
      expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
      expect(page.body.match(/<h1>/g), path).toHaveLength(1)
      const markdown = await get(`${path}.md`)
      expect(markdown.statusCode, path).toBe(200)
      expect(markdown.headers['content-type']).toBe('text/markdown; charset=utf-8')
      expect(markdown.body.startsWith('# '), path).toBe(true)
      expect(markdown.body, path).not.toContain('undefined')
      expect(page.body, path).not.toContain('undefined')
    }
  })

  it('leads nowhere that is not there', async () => {
    // Every page is linked from every other one: each is asked for once.
    const answers = new Map<string, ReturnType<typeof get>>()
    const read = (path: string) => {
      const answer = answers.get(path) ?? get(path)
      answers.set(path, answer)
      return answer
    }
    const wrong: string[] = []
    for (const path of ['/docs', ...(await allPages())]) {
      const targets = [...(await read(path)).body.matchAll(/href="([^"]*)"/g)].map(
        ([, target = '']) => target,
      )
      for (const target of new Set(targets)) {
        const [page = '', anchor] = target.split('#')
        // Elsewhere, and the app itself, which is not under test.
        if (/^https?:/.test(target) || page === '/') continue
        const { statusCode, body } = await read(page === '' ? path : page)
        if (statusCode !== 200 || (anchor !== undefined && !body.includes(`id="${anchor}"`)))
          wrong.push(`${path} → ${target}`)
      }
    }
    expect(wrong).toEqual([])
  }, 120_000)

  it('runs nothing that stands inside a page', async () => {
    for (const path of ['/docs', '/docs/assets/delete-an-asset', '/docs/search?q=asset']) {
      const { body, headers } = await get(path)
      expect(headers['content-security-policy']).toContain("default-src 'none'")
      expect(body).not.toMatch(/<script(?![^>]*\ssrc=)|\son\w+=|\sstyle=|javascript:/i)
    }
  })

  it('lets the parameters of a path stand out, and nothing after them', async () => {
    const { body } = await get('/docs/assets/create-an-asset')
    expect(body).toContain('<code>/<wbr>v2/<wbr>assets/<wbr><b>{asset_id}</b>/<wbr>children</code>')
  })

  it('names the origin the reader uses in its samples', async () => {
    const { body } = await get('/docs/assets/delete-an-asset.md')
    expect(body).toContain('https://review.example.org/v2/assets/')
    expect(body).not.toContain('127.0.0.1')
  })

  it('says 404 of what is no page, and shows the way back', async () => {
    for (const path of ['/docs/nothing', '/docs/assets/nothing.md', '/docs/nothing/llms.txt', '/docs/%00']) {
      const { statusCode, body } = await get(path)
      expect(statusCode, path).toBe(404)
      expect(body).toContain('href="/docs"')
    }
  })
})

describe('the search', () => {
  it('finds an endpoint by its words, a field by its name and a section of a guide by what it says', async () => {
    expect((await get('/docs/search?q=delete+an+asset')).body).toMatch(
      /class="found"><li><a href="\/docs\/assets\/delete-an-asset"/,
    )
    expect((await get('/docs/search?q=upload_completed_at')).body).toContain('#response-upload_completed_at"')
    expect((await get('/docs/search?q=interruption')).body).toMatch(
      /class="found"><li><a href="\/docs\/guides\/uploading/,
    )
    const proxied = (await get('/docs/search?q=nginx+proxy')).body
    expect(proxied).toContain('href="/docs/guides/running-rushes#with-a-proxy-in-front"')
    // Lists of pages do not stand in the way of what they list.
    expect(proxied).not.toMatch(/class="found">[^]*<li><a href="\/docs(?:\/guides)?"/)
  })

  it.each([
    '%3Cscript%3Ealert(1)%3C/script%3E',
    '%22%3E%3Cimg%20src=x%3E',
    'a&q=b',
    '%E0%A4%A',
    'x'.repeat(5000),
  ])('keeps %s a text', async (query) => {
    const { statusCode, body } = await get(`/docs/search?q=${query}`)
    expect(statusCode).toBe(200)
    expect(body).not.toMatch(/<script>|<img/)
  })
})

describe('for agents', () => {
  it('gives every section an index of its own', async () => {
    const { body, headers } = await get('/docs/assets/llms.txt')
    expect(headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(body).toMatch(/^# Assets\n/)
    expect(body).toContain('(/docs/assets/delete-an-asset.md)')
  })

  it('holds every page in one file', async () => {
    const { body } = await get('/llms-full.txt')
    for (const path of await allPages()) expect(body).toContain(`<!-- ${path} -->`)
  })

  it('sends the OpenAPI document as JSON and as YAML', async () => {
    const json = await get('/openapi.json')
    expect(json.json()).toMatchObject({ openapi: '3.1.0', servers: [{ url: 'https://review.example.org' }] })
    const yaml = await get('/openapi.yaml')
    expect(yaml.headers['content-type']).toBe('application/yaml; charset=utf-8')
    expect(yaml.body).toMatch(/^openapi: "3\.1\.0"\n/)
  })
})
