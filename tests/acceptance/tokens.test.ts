import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, signedIn } from './browser-session.ts'
import type { Browser } from './browser-session.ts'
import { serversByTurns, sortsByTurns } from './by-turns.ts'
import { makeAccount } from './people-made.ts'
import type { MadeAccount } from './people-made.ts'
import { startOwnServer } from './own-server.ts'
import { createReferenceClient } from './reference-client.ts'
import type { V2Error } from './reference-client.ts'
import { owner } from './server.ts'
import type { RunningServer } from './server.ts'

const servers = serversByTurns(import.meta.filename)
const sorts = sortsByTurns(import.meta.filename)

interface Token {
  id: string
  name: string
  scopes: string[]
  token?: string
  last_used_at: string | null
}
interface Session {
  id: string
  name: string
  is_current: boolean
}

describe.each(servers)('tokens and sessions on the $name database', (server) => {
  let account: MadeAccount
  let browser: Browser

  beforeAll(async () => {
    account = await makeAccount(server)
    browser = await signedIn(server, account.owner)
  })

  const make = (scopes: string[], more: Record<string, unknown> = {}) =>
    browser.call<Token>('POST', '/api/tokens', { body: { name: 'ingest', scopes, ...more } })

  it('makes a token with the chosen scopes and shows it this once', async () => {
    const made = await make(['asset.read', 'project.read'])
    expect(made.status).toBe(200)
    expect(made.body.token).toMatch(/^fio-u-.{40,}$/)
    const listed = await browser.ok<Token[]>('GET', '/api/tokens')
    expect(listed.find(({ id }) => id === made.body.id)).toMatchObject({
      name: 'ingest',
      scopes: ['asset.read', 'project.read'],
    })
    expect(JSON.stringify(listed)).not.toContain(made.body.token)
  })

  it('names the missing scope', async () => {
    const { body } = await make(['project.read'])
    const client = createReferenceClient(server.url, body.token ?? '')
    expect((await client.call('GET', '/v2/me')).status).toBe(200)
    const refused = await client.call<V2Error>('GET', '/v2/teams')
    expect(refused.status).toBe(403)
    expect(refused.body.errors[0]?.detail).toContain('team.read')
  })

  it('a revoked token ends at once, an expired one is refused', async () => {
    const { body } = await make(['project.read'])
    const client = createReferenceClient(server.url, body.token ?? '')
    expect((await client.call('GET', '/v2/me')).status).toBe(200)
    await browser.ok('DELETE', `/api/tokens/${body.id}`)
    expect((await client.call('GET', '/v2/me')).status).toBe(401)
    expect((await browser.call('DELETE', `/api/tokens/${body.id}`)).status).toBe(404)
    expect((await make(['project.read'], { expires_at: '2001-01-01T00:00:00Z' })).status).toBe(422)
    const short = await make(['project.read'], { expires_at: new Date(Date.now() + 3_600_000).toISOString() })
    expect(short.status).toBe(200)
    await account.query(`update tokens set expires_at = now() - interval '1 second' where id = $1`, [
      short.body.id,
    ])
    const late = createReferenceClient(server.url, short.body.token ?? '')
    expect((await late.call('GET', '/v2/me')).status).toBe(401)
  })

  it.each([{ scopes: [] }, { scopes: ['asset.everything'] }, { name: ' ' }, { expires_at: 'soon' }])(
    'refuses %j with 422',
    async (body) => {
      const answer = await browser.call('POST', '/api/tokens', {
        body: { name: 'x', scopes: ['asset.read'], ...body },
      })
      expect(answer.status).toBe(422)
    },
  )

  it('tokens cannot manage tokens, sessions or other people’s tokens', async () => {
    const { client } = account.owner
    for (const [method, path] of [
      ['GET', '/api/tokens'],
      ['POST', '/api/tokens'],
      ['GET', '/api/sessions'],
      ['DELETE', '/api/sessions'],
    ] as const) {
      const body = { name: 'x', scopes: ['asset.read'] }
      const answer = await client.call(method, path, method === 'POST' ? { body } : {})
      expect(answer.status).toBe(403)
    }
    const other = await signedIn(server, await account.person('Other', 'member'))
    const { body } = await make(['asset.read'])
    expect((await other.call('DELETE', `/api/tokens/${body.id}`)).status).toBe(404)
  })

  it('lists the browsers where somebody is signed in and signs out one, or all others', async () => {
    const person = await account.person('Many', 'member')
    const [one, two, three] = [
      await signedIn(server, person),
      await signedIn(server, person),
      await signedIn(server, person),
    ]
    const sessions = await one.ok<Session[]>('GET', '/api/sessions')
    expect(sessions.filter(({ is_current }) => is_current)).toHaveLength(1)
    expect(sessions).toHaveLength(3)
    const theirs = (await two.ok<Session[]>('GET', '/api/sessions')).find(({ is_current }) => is_current)
    await one.ok('DELETE', `/api/sessions/${theirs?.id ?? ''}`)
    expect((await two.call('GET', '/v2/me')).status).toBe(401)
    expect((await three.call('GET', '/v2/me')).status).toBe(200)
    await one.ok('DELETE', '/api/sessions')
    expect((await three.call('GET', '/v2/me')).status).toBe(401)
    expect((await one.call('GET', '/v2/me')).status).toBe(200)
    await one.ok('DELETE', '/api/sessions?keep_current=false')
    expect((await one.call('GET', '/v2/me')).status).toBe(401)
  })

  it('what the database holds opens nothing', async () => {
    const { body } = await make(['asset.read'])
    const rows = await account.query<{ token_hash: Buffer }>('select token_hash from tokens where id = $1', [
      body.id,
    ])
    const stolen = rows[0]?.token_hash ?? Buffer.alloc(0)
    for (const text of [
      stolen.toString('base64url'),
      stolen.toString('hex'),
      `fio-u-${stolen.toString('base64url')}`,
    ]) {
      const thief = createReferenceClient(server.url, text)
      expect((await thief.call('GET', '/v2/me')).status).toBe(401)
      expect((await openBrowser(server.url, `rushes_session=${text}`).call('GET', '/v2/me')).status).toBe(401)
    }
  })
})

describe.each(sorts)('guessing on the %s database', (sort) => {
  let server: RunningServer

  beforeAll(async () => {
    server = await startOwnServer(sort)
  })
  afterAll(async () => {
    await server.stop()
    await server.remove()
  })

  it('a thousand guesses at a token end throttled, and those who were right before go on', async () => {
    const client = createReferenceClient(server.url, server.token)
    expect((await client.call('GET', '/v2/me')).status).toBe(200)
    const statuses = await inTurns(1000, async (number) => {
      const guess = createReferenceClient(server.url, `fio-u-guess-${String(number)}`)
      return (await guess.call('GET', '/v2/me')).status
    })
    const heard = statuses.filter((status) => status === 401).length
    // Those under way when the limit is reached are still answered.
    expect(heard).toBeGreaterThanOrEqual(300)
    expect(heard).toBeLessThan(300 + TOGETHER)
    expect(statuses.filter((status) => status === 429)).toHaveLength(1000 - heard)
    expect((await client.call('GET', '/v2/me')).status).toBe(200)
  })

  it('a thousand guesses at a password end throttled, however many at once', async () => {
    const signIn = async (password: string) =>
      (await openBrowser(server.url).call('POST', '/api/session', { body: { email: owner.email, password } }))
        .status
    const statuses = await inTurns(1000, (number) => signIn(`guess ${String(number)}`))
    expect(statuses.filter((status) => status === 401)).toHaveLength(10)
    expect(statuses.filter((status) => status === 429)).toHaveLength(990)
    expect(await signIn(owner.password)).toBe(429)
  })
})

const TOGETHER = 50

/** Calls `use` that often, so many at a time. */
async function inTurns<T>(times: number, use: (number: number) => Promise<T>): Promise<T[]> {
  const results: T[] = []
  for (let first = 0; first < times; first += TOGETHER)
    results.push(...(await Promise.all(Array.from({ length: TOGETHER }, (_, index) => use(first + index)))))
  return results
}
