// GET /v2/me (v2-platform.md 8.1): login test, userinfo and account discovery of most clients.
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { signedIn } from './browser-session.ts'
import { serversByTurns } from './by-turns.ts'
import { missingKeys } from './missing-keys.ts'
import { bytesOf, sendRaw } from './raw-http.ts'
import { createReferenceClient } from './reference-client.ts'
import type { ReferenceClient } from './reference-client.ts'
import { makeSecondAccount, makeToken } from './second-account.ts'
import { makeAccount } from './people-made.ts'
import type { MadeAccount, MadePerson } from './people-made.ts'
import { owner } from './server.ts'
import { waitUntil } from './wait-until.ts'

const servers = serversByTurns(import.meta.filename)

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/

interface User {
  id: string
  account_id: string
  email: string
  [key: string]: unknown
}

describe.each(servers)('the caller on the $name database', (server) => {
  let client: ReferenceClient
  let me: User

  beforeAll(async () => {
    client = createReferenceClient(server.url, server.token)
    me = await client.ok<User>('GET', '/v2/me')
  })

  it('has every documented key', () => {
    const keys = `_type id account_id name email bio context location phone profile_image profile_image_original
      image_32 image_64 image_128 image_256 upload_url user_default_color avatar_color user_hash timezone_value
      digest_frequency next_digest_date email_preferences email_confirm_by features_seen first_login_at last_seen
      joined_via from_google from_adobe highest_account_role integrations mfa_enforced_at notification_preferences
      roles deleted_at inserted_at updated_at`
    expect(missingKeys(me, keys)).toEqual([])
    expect(missingKeys(me['roles'] as object, 'id admin sales support service_desk')).toEqual([])
  })

  it('is the owner that the first start made', () => {
    expect(me).toMatchObject({
      _type: 'user',
      id: expect.stringMatching(uuid) as string,
      account_id: expect.stringMatching(uuid) as string,
      email: owner.email,
      user_default_color: expect.stringMatching(/^#[\da-f]{6}$/) as string,
      highest_account_role: 'owner',
      from_google: false,
      from_adobe: false,
      integrations: [],
      deleted_at: null,
      inserted_at: expect.stringMatching(dateTime) as string,
      updated_at: expect.stringMatching(dateTime) as string,
    })
  })

  it('shows no secret of anybody', async () => {
    expect((await client.call('GET', '/v2/me')).text).not.toMatch(/password|scrypt|hash":"scrypt|token/i)
  })

  it('is somebody else by somebody else’s token', async () => {
    const stranger = await makeSecondAccount(server)
    const them = await createReferenceClient(server.url, stranger.token).ok<User>('GET', '/v2/me')
    expect(them).toMatchObject({ id: stranger.userId, account_id: stranger.accountId, email: stranger.email })
    expect(them.id).not.toBe(me.id)
  })

  it('needs no scope, only a valid token', async () => {
    const token = await makeToken(server, me.id, ['team.read'])
    expect((await createReferenceClient(server.url, token).call('GET', '/v2/me')).status).toBe(200)
    const none = await makeToken(server, me.id, [])
    expect((await createReferenceClient(server.url, none).call('GET', '/v2/me')).status).toBe(200)
  })

  it('is answered to a GET with a JSON body, as the SDK sends it', async () => {
    const answer = await sendRaw(
      server.url,
      bytesOf({
        method: 'GET',
        target: '/v2/me',
        headers: [
          ['host', new URL(server.url).host],
          ['authorization', `Bearer ${server.token}`],
          ['content-type', 'application/json'],
          ['x-frameio-client', 'python/2.0.0'],
          ['connection', 'close'],
        ],
        body: Buffer.from('{}'),
      }),
    )
    expect(answer.status).toBe(200)
    expect(answer.body).toContain(me.id)
  })

  it('is one object without paging, with the rate-limit headers', async () => {
    const answer = await client.call('GET', '/v2/me')
    for (const header of ['link', 'page-number', 'per-page', 'total', 'total-pages'])
      expect(answer.headers.get(header)).toBeNull()
    for (const header of ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-window'])
      expect(answer.headers.get(header)).toMatch(/^\d+$/)
  })
})

const sides = [32, 64, 128, 256]

describe.each(servers)('a picture on the $name database', (server) => {
  let account: MadeAccount
  let ada: MadePerson
  let cookie: string

  beforeAll(async () => {
    account = await makeAccount(server)
    ada = await account.person('Ada', 'member')
    cookie = (await signedIn(server, ada)).cookie() ?? ''
  })

  const send = async (method: 'PUT' | 'DELETE', file?: Buffer) => {
    const headers = { cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'image/png' }
    const answer = await fetch(`${server.url}/api/me/picture`, {
      method,
      headers,
      body: file === undefined ? null : new Uint8Array(file),
    })
    return { status: answer.status, body: (await answer.json()) as User & { errors: { detail: string }[] } }
  }
  const square = (background: string, width = 300, height = 200) =>
    sharp({ create: { width, height, channels: 3, background } })
      .png()
      .toBuffer()
  const meanOf = async (url: unknown) => {
    const answer = await fetch(String(url))
    expect(answer.headers.get('content-type')).toBe('image/jpeg')
    expect(answer.headers.get('cache-control')).toContain('immutable')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    const bytes = Buffer.from(await answer.arrayBuffer())
    const { width, height } = await sharp(bytes).metadata()
    const { channels } = await sharp(bytes).stats()
    return { width, height, mean: channels.map(({ mean }) => Math.round(mean / 32) * 32) }
  }
  /** Where its bytes lie. */
  const folderOf = (url: unknown) =>
    join(server.dataFolder, 'blobs', 'pictures', new URL(String(url)).pathname.split('/')[2] ?? '')
  const isThere = (path: string) =>
    access(path).then(
      () => true,
      () => false,
    )

  it('is squared, shown by addresses that need no token, wherever the person is', async () => {
    const { status, body } = await send('PUT', await square('#e00000'))
    expect(status).toBe(200)
    for (const side of sides)
      expect(await meanOf(body[`image_${String(side)}`])).toEqual({
        width: side,
        height: side,
        mean: [224, 0, 0],
      })
    expect(body['profile_image']).toBe(body['image_256'])
    expect(await meanOf(body['profile_image_original'])).toMatchObject({ width: 200, height: 200 })
    const url = body['image_64']
    expect(await ada.client.ok('GET', '/v2/me')).toMatchObject({ image_64: url })
    const people = await (
      await signedIn(server, account.owner)
    ).ok<{ user: User }[]>('GET', `/api/accounts/${account.id}/people`)
    expect(people.find(({ user }) => user.id === ada.id)?.user['image_64']).toBe(url)
    const { client } = account.owner
    const team = await client.ok<{ id: string }>('POST', `/v2/accounts/${account.id}/teams`, {
      body: { name: 'Crew' },
    })
    await client.ok('POST', `/v2/teams/${team.id}/members`, { body: { email: ada.email } })
    const project = await client.ok<{ id: string }>('POST', `/v2/teams/${team.id}/projects`, {
      body: { name: 'Film' },
    })
    const named = await client.ok<User[]>('GET', `/api/projects/${project.id}/mentionable`)
    expect(named.find(({ id }) => id === ada.id)?.['image_64']).toBe(url)
    const head = await fetch(String(url), { method: 'HEAD' })
    expect([head.status, Number(head.headers.get('content-length')) > 100]).toEqual([200, true])
  })

  it('is followed by another one: the old addresses end, the old bytes go, the log has both without the address', async () => {
    const before = await ada.client.ok<User>('GET', '/v2/me')
    const { body } = await send('PUT', await square('#0000e0'))
    expect(await meanOf(body['image_64'])).toMatchObject({ mean: [0, 0, 224] })
    expect((await fetch(String(before['image_64']))).status).toBe(404)
    expect(await isThere(folderOf(body['image_64']))).toBe(true)
    await waitUntil(
      'the old bytes are gone',
      () => isThere(folderOf(before['image_64'])),
      (there) => !there,
    )
    const events = await account.query<{ before: unknown; after: unknown }>(
      `select before, after from events where type = 'user.updated' and resource_id = $1 order by inserted_at`,
      [ada.id],
    )
    expect(events.map((event) => [event.before, event.after])).toEqual([
      [{ has_picture: false }, { has_picture: true }],
      [{ has_picture: true }, { has_picture: true }],
    ])
  })

  it('that cannot be one is refused with a sentence, and the picture stays', async () => {
    const before = await ada.client.ok<User>('GET', '/v2/me')
    for (const [file, sentence] of [
      [Buffer.from('no picture at all'), /^picture must be a JPEG/],
      [Buffer.alloc(0), /^picture can't be blank/],
      [await square('#e00000', 4, 9000), /^picture must be at least 32 pixels wide and high/],
      [Buffer.alloc(15_100_000), /^picture must not be larger than 15 MB/],
      [(await square('#e00000')).subarray(0, 80), /^picture cannot be used/],
    ] as const) {
      const { status, body } = await send('PUT', file)
      expect([status, body.errors[0]?.detail]).toEqual([422, expect.stringMatching(sentence)])
    }
    expect((await ada.client.ok<User>('GET', '/v2/me'))['image_64']).toBe(before['image_64'])
    for (const path of [
      'x/64.jpg',
      `${'A'.repeat(22)}/64.jpg`,
      `%00${'A'.repeat(21)}/64.jpg`,
      '..%2f/64.jpg',
    ])
      expect((await fetch(`${server.url}/pictures/${path}`)).status).toBe(404)
  })

  it('is removed, and so are its bytes', async () => {
    const before = await ada.client.ok<User>('GET', '/v2/me')
    const { body } = await send('DELETE')
    for (const side of sides) expect(body[`image_${String(side)}`]).toBeNull()
    expect((await fetch(String(before['image_64']))).status).toBe(404)
    await waitUntil(
      'the bytes are gone',
      () => isThere(folderOf(before['image_64'])),
      (there) => !there,
    )
    expect((await send('DELETE')).status).toBe(200)
  })
})
