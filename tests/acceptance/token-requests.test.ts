// What the console tells of a token: its last calls and what is left of the limits, to its owner alone.
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { openBrowser, signedIn } from './browser-session.ts'
import type { Browser } from './browser-session.ts'
import { serversByTurns } from './by-turns.ts'
import { makeExternalDatabase } from './external-database.ts'
import { makeAccount } from './people-made.ts'
import type { MadeAccount } from './people-made.ts'
import { createReferenceClient } from './reference-client.ts'
import type { ReferenceClient } from './reference-client.ts'
import { owner, startServer } from './server.ts'
import { waitUntil } from './wait-until.ts'

const servers = serversByTurns(import.meta.filename)

interface TokenRequest {
  method: string
  path: string
  status: number
  duration_ms: number
  request_id: string
  inserted_at: string
}

interface RateLimits {
  mode: string
  buckets: { endpoint: string; limit: number; remaining: number; window_ms: number }[]
}

/** A token of the browser's person, and a client that calls with it. */
async function makeToken(browser: Browser, url: string, scopes: string[]) {
  const { id, token } = await browser.ok<{ id: string; token: string }>('POST', '/api/tokens', {
    body: { name: 'ingest', scopes },
  })
  return { id, client: createReferenceClient(url, token) }
}

describe.each(servers)('the console on the $name database', (server) => {
  let account: MadeAccount
  let browser: Browser
  let token: { id: string; client: ReferenceClient }

  beforeAll(async () => {
    account = await makeAccount(server)
    browser = await signedIn(server, account.owner)
  })

  const requests = (id: string, count: number) =>
    waitUntil(
      `${String(count)} calls are recorded`,
      () => browser.ok<TokenRequest[]>('GET', `/api/tokens/${id}/requests?page_size=1000`),
      (list) => list.length >= count,
    )

  it('lists the calls of a token, the newest first, failures too, without what was sent', async () => {
    token = await makeToken(browser, server.url, ['project.create'])
    const { client } = token
    const first = await client.call('GET', '/v2/me?secret=hunter2')
    const refused = await client.call('GET', '/v2/teams')
    const invalid = await client.call('POST', `/v2/teams/${account.id}/projects`, {
      body: { name: 'hunter2' },
      headers: { 'x-request-id': 'a-request-of-mine' },
    })
    // An address where nothing is: a slip of the pen, or what another version has.
    const stray = await client.call('GET', '/v2/asets/1?secret=hunter2')
    expect((await createReferenceClient(server.url, 'fio-u-of-nobody').call('GET', '/v2/asets')).status).toBe(
      404,
    )
    const list = await requests(token.id, 4)
    expect(list.map(({ method, path, status, request_id: id }) => [method, path, status, id])).toEqual([
      ['GET', '/v2/asets/1', 404, stray.headers.get('x-request-id')],
      ['POST', `/v2/teams/${account.id}/projects`, invalid.status, 'a-request-of-mine'],
      ['GET', '/v2/teams', 403, refused.headers.get('x-request-id')],
      ['GET', '/v2/me', 200, first.headers.get('x-request-id')],
    ])
    for (const { duration_ms: ms, inserted_at: at } of list) {
      expect(ms).toBeGreaterThanOrEqual(0)
      expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(60_000)
    }
    const kept = await account.query('select * from token_requests where token_id = $1', [token.id])
    expect(JSON.stringify(kept)).not.toContain('hunter2')
  })

  it('keeps the last hundred', async () => {
    const { id, client } = await makeToken(browser, server.url, ['project.read'])
    for (let number = 0; number < 130; number += 1)
      await client.call('GET', '/v2/me', { headers: { 'x-request-id': `call-number-${String(number)}` } })
    const list = await waitUntil(
      'the last call is recorded',
      () => browser.ok<TokenRequest[]>('GET', `/api/tokens/${id}/requests?page_size=1000`),
      ([newest]) => newest?.request_id === 'call-number-129',
    )
    expect(list).toHaveLength(100)
    expect(list.at(-1)?.request_id).toBe('call-number-30')
    const [kept] = await account.query<{ count: number }>(
      'select count(*)::int as count from token_requests where token_id = $1',
      [id],
    )
    expect(kept?.count).toBe(100)
    const page = await browser.call<TokenRequest[]>('GET', `/api/tokens/${id}/requests?page_size=10&page=2`)
    expect(page.body.map(({ request_id: name }) => name)[0]).toBe('call-number-119')
    expect(page.headers.get('total')).toBe('100')
  })

  it('does not count what the web app does for the same person', async () => {
    const { id } = await makeToken(browser, server.url, ['project.read'])
    await browser.ok('GET', '/v2/me')
    expect(await browser.ok('GET', `/api/tokens/${id}/requests`)).toEqual([])
  })

  it('tells nobody but the owner of the token, and no token', async () => {
    const other = await signedIn(server, await account.person('Other', 'admin'))
    const path = `/api/tokens/${token.id}/requests`
    expect((await other.call('GET', path)).status).toBe(404)
    expect((await account.owner.client.call('GET', path)).status).toBe(403)
    expect((await openBrowser(server.url).call('GET', path)).status).toBe(401)
  })

  it('forgets the calls of a token that is revoked', async () => {
    await browser.ok('DELETE', `/api/tokens/${token.id}`)
    expect((await browser.call('GET', `/api/tokens/${token.id}/requests`)).status).toBe(404)
    expect(await account.query('select 1 from token_requests where token_id = $1', [token.id])).toEqual([])
  })

  it('says of the endpoints one called lately what the limits leave, and of nobody else’s', async () => {
    const person = await account.person('Fresh', 'member')
    await person.client.call('GET', '/v2/teams')
    const limits = await person.client.ok<RateLimits>('GET', '/api/me/rate_limits')
    expect(limits.mode).toBe('generous')
    expect(limits.buckets.map(({ endpoint }) => endpoint)).toEqual([
      'GET /api/me/rate_limits',
      'GET /v2/teams',
    ])
    for (const { limit, remaining, window_ms: windowMs } of limits.buckets) {
      expect(windowMs).toBeGreaterThan(0)
      expect(remaining).toBeLessThanOrEqual(limit)
    }
  })
})

describe('two servers on one database', () => {
  it('both show the calls of either, and each the limits it counts itself', async () => {
    const settings = {
      DATABASE_URL: await makeExternalDatabase(inject('externalPostgres')),
      RUSHES_SECRET: 'the same secret for both of the servers',
      RUSHES_RATE_LIMITS: 'original',
    }
    const one = await startServer({ env: settings })
    const two = await startServer({ env: settings })
    try {
      const [client, elsewhere] = [one, two].map(({ url }) => createReferenceClient(url, one.token))
      const teams = await client!.call('GET', '/v2/teams')
      const limitsOf = async (caller: ReferenceClient) =>
        (await caller.ok<RateLimits>('GET', '/api/me/rate_limits')).buckets.find(
          ({ endpoint }) => endpoint === 'GET /v2/teams',
        )
      const limit = Number(teams.headers.get('x-ratelimit-limit'))
      expect(await limitsOf(client!)).toMatchObject({ limit })
      expect(await limitsOf(elsewhere!)).toBeUndefined()

      const browser = openBrowser(two.url)
      await browser.ok('POST', '/api/session', { body: { email: owner.email, password: owner.password } })
      const [token] = await browser.ok<{ id: string }[]>('GET', '/api/tokens')
      const list = await waitUntil(
        'the other server has written its calls',
        () => browser.ok<TokenRequest[]>('GET', `/api/tokens/${token?.id ?? ''}/requests`),
        ({ length }) => length === 3,
      )
      expect(list.map(({ path }) => path).toSorted()).toEqual([
        '/api/me/rate_limits',
        '/api/me/rate_limits',
        '/v2/teams',
      ])
    } finally {
      await Promise.all([one.stop(), two.stop()])
      await Promise.all([one.remove(), two.remove()])
    }
  })
})
