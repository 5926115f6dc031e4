// Signing in at the web app: the first password, the cookie, and who may ride on it (design 7 and 14). Every try costs the
// server a deliberate second of work, so there are few; guessing is tested in tokens.test.ts.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sortsByTurns } from './by-turns.ts'
import { startOwnServer } from './own-server.ts'
import { createReferenceClient } from './reference-client.ts'
import type { ReferenceClient, V2Error } from './reference-client.ts'
import { owner } from './server.ts'
import type { RunningServer } from './server.ts'

const sorts = sortsByTurns(import.meta.filename)

const password = 'Straße 9½ – long enough'
const ownPage = { 'sec-fetch-site': 'same-origin' }

describe.each(sorts)('signing in on the %s database', (sort) => {
  let server: RunningServer
  let anybody: ReferenceClient
  let code: string
  let cookie: string
  /** As the browser got it. */
  let setCookie: string

  beforeAll(async () => {
    // Without a password in the settings the first start prints a link that sets one.
    server = await startOwnServer(sort, { env: { RUSHES_PASSWORD: '' } })
    anybody = createReferenceClient(server.url, null)
    const kept = await readFile(join(server.dataFolder, 'first-login.txt'), 'utf8')
    code = /\/welcome\/([\w-]+)$/m.exec(kept)?.[1] ?? ''
  })
  afterAll(async () => {
    await server.stop()
    await server.remove()
  })

  const post = (path: string, body: unknown, headers: Record<string, string> = ownPage) =>
    anybody.call<V2Error>('POST', path, { body, headers })
  const signIn = (email: string, secret: string) => post('/api/session', { email, password: secret })
  const withCookie = (method: string, path: string, headers: Record<string, string> = {}) =>
    anybody.call<V2Error>(method, path, { headers: { cookie, ...headers } })

  it('lets nobody in before a password is set', async () => {
    expect((await signIn(owner.email, password)).status).toBe(401)
  })

  it('sets the first password by the printed link, once', async () => {
    const short = await post('/api/welcome', { code, password: 'short' })
    expect(short.status).toBe(422)
    expect(short.body.errors[0]?.field).toBe('password')
    expect((await post('/api/welcome', { code: 'wrong', password })).status).toBe(422)

    const both = await Promise.all([
      post('/api/welcome', { code, password, name: 'Ada' }),
      post('/api/welcome', { code, password: 'somebody was quicker' }),
    ])
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 422])
    const [first] = both
    // Whichever of the two came first is the password; the test goes on with its own.
    const isOurs = first.status === 200
    expect((await signIn(owner.email, isOurs ? password : 'somebody was quicker')).status).toBe(200)
    expect((await post('/api/welcome', { code, password })).status).toBe(422)
    const winner = both.find(({ status }) => status === 200)
    setCookie = winner?.headers.get('set-cookie') ?? ''
    cookie = setCookie.split(';', 1)[0] ?? ''
    expect(cookie).toMatch(/^rushes_session=./)
  })

  it('gives a cookie that no script reads and no other site’s call carries', async () => {
    const attributes = setCookie.split('; ').slice(1)
    expect(attributes).toEqual(expect.arrayContaining(['HttpOnly', 'SameSite=Lax', 'Path=/']))
    // Over plain HTTP a browser would not send a Secure one.
    expect(attributes).not.toContain('Secure')
    const refused = await signIn(owner.email, 'nobody has this one')
    expect(refused.status).toBe(401)
    expect(refused.headers.get('set-cookie')).toBeNull()
    const session = await withCookie('GET', '/api/session')
    expect(session.status).toBe(200)
    expect(session.body).toMatchObject({ user: { email: owner.email } })
    expect((await withCookie('GET', '/v2/me')).status).toBe(200)
  })

  it('answers a wrong password and an unknown person with the same words', async () => {
    const wrong = await signIn(owner.email, 'not this one')
    const unknown = await signIn('nobody@example.org', 'not this one')
    expect([wrong.status, unknown.status]).toEqual([401, 401])
    expect(wrong.body).toEqual(unknown.body)
  })

  it.each([
    {},
    { email: 'a@b.c' },
    { email: 5, password: 'x' },
    { email: 'a', password: 'n'.repeat(5000) },
    [],
  ])('refuses to try %j: 422', async (body) => {
    expect((await post('/api/session', body)).status).toBe(422)
  })

  it.each<[string, Record<string, string>, number]>([
    ['its own page', ownPage, 404],
    ['its own page in a browser that sends only Origin', { origin: 'self' }, 404],
    ['a page of another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, 403],
    ['a page of a sibling', { 'sec-fetch-site': 'same-site', origin: 'https://other.example' }, 403],
    ['a page that only names another origin', { origin: 'https://evil.example' }, 403],
    ['a sandboxed page', { origin: 'null' }, 403],
    ['nobody knows where', {}, 403],
  ])('takes a change by cookie from %s accordingly', async (_what, headers, status) => {
    const sent = headers['origin'] === 'self' ? { origin: server.url } : headers
    const unknownId = '00000000-0000-4000-8000-000000000000'
    for (const method of ['DELETE', 'PUT'])
      expect((await withCookie(method, `/v2/assets/${unknownId}`, sent)).status).toBe(status)
  })

  it('lets no other site’s page sign anybody in', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }
    expect((await post('/api/session', { email: owner.email, password }, headers)).status).toBe(403)
    expect((await post('/api/welcome', { code, password }, headers)).status).toBe(403)
  })

  it('ends the session at sign-out, and at no other site’s wish', async () => {
    expect((await withCookie('DELETE', '/api/session')).status).toBe(403)
    expect((await withCookie('GET', '/v2/me')).status).toBe(200)
    const out = await withCookie('DELETE', '/api/session', ownPage)
    expect(out.status).toBe(200)
    expect(out.headers.get('set-cookie')).toMatch(/^rushes_session=;/)
    expect((await withCookie('GET', '/v2/me')).status).toBe(401)
    expect((await withCookie('GET', '/api/session')).status).toBe(401)
  })
})
