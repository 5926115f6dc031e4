// What a thief gets from a stolen copy of the database: nothing that opens a door. Every value of every table is tried as
// every kind of key, on a server of this test's own that holds one of each.
import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from './browser-session.ts'
import type { Browser } from './browser-session.ts'
import { startOwnServer } from './own-server.ts'
import { withDatabase } from './people-made.ts'
import { owner } from './server.ts'
import type { RunningServer } from './server.ts'

/** Keys that open a door; each test first sees that they do. */
interface Secrets {
  password: string
  token: string
  cookie: string
  invitation: string
  passwordLink: string
}

let server: RunningServer
let browser: Browser
let secrets: Secrets
let dump: Dump

beforeAll(async () => {
  // Each guess comes from an address of its own, so that it is the value that is refused and not the guesser.
  server = await startOwnServer('external', {
    env: { RUSHES_TRUSTED_PROXIES: '127.0.0.1', RUSHES_PASSWORD_COST: '14' },
  })
  browser = openBrowser(server.url)
  await browser.ok('POST', '/api/session', { body: owner })
  const { account_id: accountId } = await browser.ok<{ account_id: string }>('GET', '/v2/me')
  const { token } = await browser.ok<{ token: string }>('POST', '/api/tokens', {
    body: { name: 'for the thief', scopes: ['asset.read'] },
  })
  const { url } = await browser.ok<{ url: string }>('POST', '/api/invitations', {
    body: { account_id: accountId },
  })
  await openBrowser(server.url).ok('POST', `/api/invite/${codeOf(url)}`, {
    body: { name: 'Ada', email: 'ada@example.org', password: 'the password of Ada' },
  })
  const people = await browser.ok<{ user: { id: string; email: string } }[]>(
    'GET',
    `/api/accounts/${accountId}/people`,
  )
  const ada = people.find(({ user }) => user.email === 'ada@example.org')?.user.id ?? ''
  const link = await browser.ok<{ url: string }>(
    'POST',
    `/api/accounts/${accountId}/people/${ada}/password_link`,
    { body: {} },
  )
  const invitation = await browser.ok<{ url: string }>('POST', '/api/invitations', {
    body: { account_id: accountId, email: 'next@example.org' },
  })
  secrets = {
    password: owner.password,
    token,
    cookie: (browser.cookie() ?? '').replace('rushes_session=', ''),
    invitation: codeOf(invitation.url),
    passwordLink: codeOf(link.url),
  }
  dump = await withDatabase(server.database, readDump)
})
afterAll(async () => {
  await server.stop()
  await server.remove()
})

describe('a copy of the database', () => {
  it('holds rows of all that could be stolen', () => {
    for (const table of ['users', 'tokens', 'one_time_codes', 'invitations', 'events'])
      expect(dump.values.get(table)?.size, table).toBeGreaterThan(0)
  })

  it('holds no secret in any writing', () => {
    for (const [name, secret] of Object.entries(secrets)) {
      const bytes = Buffer.from(secret)
      expect(secret.length, name).toBeGreaterThan(15)
      for (const writing of [
        secret,
        bytes.toString('hex'),
        bytes.toString('base64'),
        bytes.toString('base64url'),
      ])
        expect(dump.text.includes(writing), name).toBe(false)
      // What is random is no more than text around 32 bytes.
      const raw = Buffer.from(secret.replace(/^fio-u-/, ''), 'base64url').toString('hex')
      if (name !== 'password') expect(dump.text.includes(raw), name).toBe(false)
    }
  })

  it('gives no token and no session', async () => {
    const asToken = (value: string) => call('/v2/teams', { authorization: `Bearer ${value}` })
    const asCookie = (value: string) =>
      call('/v2/me', { cookie: `rushes_session=${encodeURIComponent(value)}` })
    expect(await asToken(secrets.token)).toBe(403)
    expect(await asCookie(secrets.cookie)).toBe(200)
    const values = dump.all.filter((value) => /^[!-~]+$/.test(value))
    expect(values.length).toBeGreaterThan(50)
    for (const value of values) {
      expect(await asToken(value), value).toBe(401)
      expect(await asCookie(value), value).toBe(401)
    }
  })

  it('gives no link into a place and none that sets a password', async () => {
    const opens = (code: string) => call(`/api/invite/${encodeURIComponent(code)}`, {})
    const setsPassword = (code: string) => post('/api/welcome', { code, password: 'the password of a thief' })
    expect(await opens(secrets.invitation)).toBe(200)
    for (const value of dump.all.filter((text) => text.length < 1000)) {
      expect(await opens(value), value).toBe(404)
      expect(await setsPassword(value), value).toBe(422)
    }
    expect(await setsPassword(secrets.passwordLink)).toBe(200)
  })

  // A password is dear to check, so that what is tried is what stands beside passwords and is no id and no time.
  it('gives no password', async () => {
    const signIn = (password: string) => post('/api/session', { email: owner.email, password })
    const beside = [...(dump.values.get('users') ?? []), ...(dump.values.get('one_time_codes') ?? [])]
    const values = [...new Set(beside)].filter((value) => value.length >= 8 && !isIdOrTime(value))
    expect(values.length).toBeGreaterThan(10)
    for (let first = 0; first < values.length; first += 5) {
      // The right one in between: wrong ones are counted.
      expect(await signIn(secrets.password)).toBe(200)
      const some = values.slice(first, first + 5)
      expect(await Promise.all(some.map(signIn)), some.join(' ')).toEqual(some.map(() => 401))
    }
  })
})

it('signing in takes as long for who is not here as for who is', async () => {
  const known: number[] = []
  const unknown: number[] = []
  for (let round = 0; round < 7; round += 1) {
    known.push(await millisecondsOf({ email: 'ada@example.org', password: 'not it' }))
    unknown.push(await millisecondsOf({ email: `nobody-${String(round)}@example.org`, password: 'not it' }))
  }
  // Without the same work for both the ratio would be above ten; the rest is how busy the machine is.
  const ratio = median(known) / median(unknown)
  expect(Math.max(ratio, 1 / ratio)).toBeLessThan(4)
})

async function millisecondsOf(body: { email: string; password: string }): Promise<number> {
  const started = performance.now()
  expect(await post('/api/session', body)).toBe(401)
  return performance.now() - started
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}

function isIdOrTime(value: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(value) || /^\d{4}-\d\d-\d\dT/.test(value)
}

let guesses = 0

/** Status of a call from an address that never called before. */
async function call(path: string, headers: Record<string, string>, body?: unknown): Promise<number> {
  guesses += 1
  const from = `10.${String(guesses >> 16)}.${String((guesses >> 8) & 255)}.${String(guesses & 255)}`
  const response = await fetch(server.url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'x-forwarded-for': from, 'sec-fetch-site': 'same-origin', ...headers },
    body: body === undefined ? null : JSON.stringify(body),
  })
  await response.arrayBuffer()
  return response.status
}

function post(path: string, body: unknown): Promise<number> {
  return call(path, { 'content-type': 'application/json' }, body)
}

function codeOf(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1)
}

interface Dump {
  /** Every value of every table, by table, bytes in four writings. */
  values: Map<string, Set<string>>
  all: string[]
  /** The whole copy as PostgreSQL writes it. */
  text: string
}

async function readDump(db: Client): Promise<Dump> {
  const tables = await db.query<{ schema: string; name: string }>(
    `select table_schema as schema, table_name as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  )
  const values = new Map<string, Set<string>>()
  const texts: string[] = []
  for (const { schema, name } of tables.rows) {
    const rows = await db.query<{ row: unknown }>(`select to_jsonb(t) as row from "${schema}"."${name}" t`)
    texts.push(JSON.stringify(rows.rows))
    const found = values.get(name) ?? new Set<string>()
    for (const { row } of rows.rows) for (const value of leavesOf(row)) found.add(value)
    values.set(name, found)
  }
  return {
    values,
    all: [...new Set([...values.values()].flatMap((set) => [...set]))],
    text: texts.join('\n'),
  }
}

function leavesOf(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(leavesOf)
  if (typeof value !== 'string' && typeof value !== 'number') return []
  const text = String(value)
  if (!text.startsWith('\\x'))
    return text === '' ? [] : [text, ...text.split('$').filter((part) => part.length > 20)]
  const bytes = Buffer.from(text.slice(2), 'hex')
  return [text, ...(['hex', 'base64', 'base64url'] as const).map((writing) => bytes.toString(writing))]
}
