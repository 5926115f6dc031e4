// docs/v2-coverage.md cannot claim what is not there: it names all endpoints of the V2 API, what it calls done is what
// the route map answers, every test it names as proof exists, and a running server says of the rest that it is missing.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { V2_ENDPOINTS } from '@rushes/contract/v2-endpoints'
import { serversByTurns } from './by-turns.ts'
import { createReferenceClient } from './reference-client.ts'
import type { V2Error } from './reference-client.ts'

const servers = serversByTurns(import.meta.filename)

const root = join(import.meta.dirname, '../..')

interface Row {
  endpoint: string
  state: string
  proof: string
}

it('names every endpoint of the V2 API once', async () => {
  const rows = await readTable()
  expect(rows).toHaveLength(123)
  expect(rows.map(({ endpoint }) => endpoint).toSorted()).toEqual(
    V2_ENDPOINTS.map(({ method, path }) => `${method} ${path}`).toSorted(),
  )
  for (const { state } of rows) expect(['done', 'missing']).toContain(state)
})

it('calls done exactly what the server answers', async () => {
  const done = (await readTable()).filter(({ state }) => state === 'done').map(({ endpoint }) => endpoint)
  expect(done.toSorted()).toEqual((await readRouteMap()).toSorted())
  const text = await readFile(join(root, 'docs/v2-coverage.md'), 'utf8')
  expect(text).toContain(`${String(done.length)} of 123 endpoints are done`)
})

it('names a test that exists as the proof of everything done', async () => {
  for (const { endpoint, state, proof } of await readTable()) {
    if (state === 'done') expect(existsSync(join(root, proof)), `${endpoint}: ${proof}`).toBe(true)
    else expect(proof, endpoint).toBe('')
  }
})

describe.each(servers)('the server on the $name database', (server) => {
  it('answers what is done, and says in the envelope of everything else that it is not built yet', async () => {
    const client = createReferenceClient(server.url, server.token)
    const wrong: string[] = []
    for (const { endpoint, state } of await readTable()) {
      const [method = '', path = ''] = endpoint.split(' ')
      // An id that names nothing, in the place of every parameter.
      const address = path.replaceAll(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000')
      const { status, body } = await client.call<Partial<V2Error> | undefined>(
        method,
        address,
        method === 'GET' ? {} : { body: {} },
      )
      const detail = body?.errors?.[0]?.detail ?? ''
      const isMissing = status === 404 && detail.includes('not built yet')
      const isUnknown = detail.includes('nothing at this address')
      if (status >= 500 || isUnknown || isMissing !== (state === 'missing'))
        wrong.push(`${endpoint}, ${state}: ${String(status)} ${detail}`)
    }
    expect(wrong).toEqual([])
  })
})

async function readTable(): Promise<Row[]> {
  const text = await readFile(join(root, 'docs/v2-coverage.md'), 'utf8')
  const rows = text.matchAll(
    /^\| (GET|POST|PUT|DELETE) +\| `([^`]+)` +\| [^|]* \| (\w+) +\| *(?:`([^`]*)`)? *\|$/gm,
  )
  return [...rows].map(([, method = '', path = '', state = '', proof = '']) => ({
    endpoint: `${method} ${path}`,
    state,
    proof,
  }))
}

/** From the source: what app.ts puts on the map, by the routes' own `method` and `path`. */
async function readRouteMap(): Promise<string[]> {
  const { routeMap, OPEN_V2_ENDPOINTS } = await import('../../apps/server/src/app.ts')
  // Making the map touches no dependency: only answering a request does.
  const deps = { db: {} } as Parameters<typeof routeMap>[0]
  const built = routeMap(deps)
    .map(({ method, path }) => `${method} ${path}`)
    .filter((endpoint) => endpoint.includes(' /v2/'))
  return [...built, ...OPEN_V2_ENDPOINTS]
}
