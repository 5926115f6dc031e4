// docs/v2-coverage.md cannot claim what is not there: it names all endpoints of the V2 API, what it calls done is what
// the route map answers, and every test it names as proof exists.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { V2_ENDPOINTS } from '@rushes/contract/v2-endpoints'

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
