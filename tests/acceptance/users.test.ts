// GET /v2/me (v2-platform.md 8.1): login test, userinfo and account discovery of most clients.
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { missingKeys } from './missing-keys.ts'
import { bytesOf, sendRaw } from './raw-http.ts'
import { createReferenceClient } from './reference-client.ts'
import type { ReferenceClient } from './reference-client.ts'
import { makeSecondAccount, makeToken } from './second-account.ts'
import { owner } from './server.ts'

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/

interface User {
  id: string
  account_id: string
  email: string
  [key: string]: unknown
}

describe.each(inject('servers'))('the caller on the $name database', (server) => {
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
