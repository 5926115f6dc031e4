// Signing in with a second factor: an authenticator app, and recovery codes for the day it is lost.
import { Secret, TOTP } from 'otpauth'
import { beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, signedIn } from './browser-session.ts'
import type { Browser } from './browser-session.ts'
import { serversByTurns } from './by-turns.ts'
import { makeAccount } from './people-made.ts'
import type { MadeAccount } from './people-made.ts'

const servers = serversByTurns(import.meta.filename)

interface Setup {
  secret: string
  uri: string
}
interface Security {
  has_totp: boolean
  recovery_code_count: number
}
interface SignIn {
  user: { email: string } | null
  second_factor: { challenge: string; expires_at: string } | null
}

const password = 'the password of Ada'
const stepMs = 30_000

describe.each(servers)('a second factor on the $name database', (server) => {
  let account: MadeAccount
  let boss: Browser
  let ada: Browser
  let email: string
  let secret: string
  let codes: string[]

  beforeAll(async () => {
    account = await makeAccount(server)
    boss = await signedIn(server, account.owner)
    email = `ada-${account.id}@example.org`
    const { url } = await boss.ok<{ url: string }>('POST', '/api/invitations', {
      body: { account_id: account.id, email },
    })
    ada = openBrowser(server.url)
    await ada.ok('POST', `/api/invite/${url.split('/invite/')[1] ?? ''}`, { body: { name: 'Ada', password } })
  })

  /** Of an app whose clock is so many steps ahead: a code is taken once, and tests do not wait for the next. */
  const codeOf = (steps: number) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * stepMs })
  const signIn = () =>
    openBrowser(server.url).ok<SignIn>('POST', '/api/session', { body: { email, password } })
  const challenge = async () => (await signIn()).second_factor?.challenge ?? ''
  const secondStep = (body: { challenge: string; code: string }) => {
    const browser = openBrowser(server.url)
    return browser
      .call<SignIn>('POST', '/api/session/second_factor', { body })
      .then(({ status }) => ({ status, browser }))
  }

  it('is set up with the password and confirmed with a first code', async () => {
    const wrong = await ada.call('POST', '/api/me/totp', { body: { password: 'not it' } })
    expect(wrong.status).toBe(422)
    const setup = await ada.ok<Setup>('POST', '/api/me/totp', { body: { password } })
    secret = setup.secret
    const { searchParams, pathname, protocol } = new URL(setup.uri)
    expect(protocol).toBe('otpauth:')
    expect(decodeURIComponent(pathname)).toContain(email)
    expect(searchParams.get('secret')).toBe(secret)
    // Until it is confirmed the password alone is enough: a set-up that was given up locks nobody out.
    expect(await signIn()).toMatchObject({ user: { email }, second_factor: null })
    const confirm = (code: string) =>
      ada.call<{ codes: string[] }>('POST', '/api/me/totp/confirm', { body: { code } })
    expect((await confirm('000000')).status).toBe(422)
    const confirmed = await confirm(codeOf(-1))
    expect(confirmed.status).toBe(200)
    codes = confirmed.body.codes
    expect(new Set(codes).size).toBe(10)
    expect(await ada.ok<Security>('GET', '/api/me/security')).toMatchObject({
      has_totp: true,
      recovery_code_count: 10,
    })
    expect((await ada.call('POST', '/api/me/totp', { body: { password } })).status).toBe(409)
  })

  it('is asked for after the password, and only both together sign in', async () => {
    const browser = openBrowser(server.url)
    const first = await browser.ok<SignIn>('POST', '/api/session', { body: { email, password } })
    expect(first.user).toBeNull()
    expect(browser.cookie()).toBeNull()
    const body = { challenge: first.second_factor?.challenge ?? '', code: codeOf(0) }
    expect((await secondStep({ ...body, code: '12345' })).status).toBe(422)
    const passed = await secondStep(body)
    expect(passed.status).toBe(200)
    expect(await passed.browser.ok('GET', '/v2/me')).toMatchObject({ email })
    // The code was used, and so was the challenge.
    expect((await secondStep({ ...body, challenge: await challenge() })).status).toBe(422)
    expect((await secondStep({ ...body, code: codeOf(1) })).status).toBe(401)
  })

  it('takes each recovery code once, however it is typed', async () => {
    const [code = ''] = codes
    expect(
      (await secondStep({ challenge: await challenge(), code: code.replaceAll('-', ' ').toUpperCase() }))
        .status,
    ).toBe(200)
    expect((await secondStep({ challenge: await challenge(), code })).status).toBe(422)
    expect(await ada.ok<Security>('GET', '/api/me/security')).toMatchObject({ recovery_code_count: 9 })
    const renewed = await ada.ok<{ codes: string[] }>('POST', '/api/me/recovery_codes', {
      body: { password },
    })
    expect((await secondStep({ challenge: await challenge(), code: codes[1] ?? '' })).status).toBe(422)
    expect((await secondStep({ challenge: await challenge(), code: renewed.codes[0] ?? '' })).status).toBe(
      200,
    )
    codes = renewed.codes
  })

  it('is not passed by with a link that sets a new password', async () => {
    const { id } = await ada.ok<{ id: string }>('GET', '/v2/me')
    const { url } = await boss.ok<{ url: string }>(
      'POST',
      `/api/accounts/${account.id}/people/${id}/password_link`,
      { body: {} },
    )
    const before = await challenge()
    const browser = openBrowser(server.url)
    const code = url.split('/welcome/')[1]
    const answer = await browser.ok<SignIn>('POST', '/api/welcome', { body: { code, password } })
    expect(answer.user).toBeNull()
    expect(browser.cookie()).toBeNull()
    // A step that was begun with the old password leads nowhere.
    expect((await secondStep({ challenge: before, code: codes[1] ?? '' })).status).toBe(401)
    const passed = await secondStep({
      challenge: answer.second_factor?.challenge ?? '',
      code: codes[1] ?? '',
    })
    expect(passed.status).toBe(200)
    ada = passed.browser
  })

  it('cannot be guessed: six wrong codes end it for a while', async () => {
    const text = await challenge()
    const statuses: number[] = []
    for (let guess = 0; guess < 7; guess += 1)
      statuses.push((await secondStep({ challenge: text, code: `00000${String(guess)}` })).status)
    expect(statuses.slice(0, 5)).toEqual([422, 422, 422, 422, 422])
    expect(statuses.at(-1)).toBe(429)
    for (const forged of ['', 'a.b.c.d', `${text}x`])
      expect((await secondStep({ challenge: forged, code: codes[2] ?? '' })).status).toBe(401)
  })

  it('is removed with the password, recovery codes with it', async () => {
    const off = (text: string) => ada.call('DELETE', '/api/me/totp', { body: { password: text } })
    expect((await off('not it')).status).toBe(422)
    expect((await off(password)).body).toMatchObject({ has_totp: false, recovery_code_count: 0 })
    expect(await signIn()).toMatchObject({ user: { email }, second_factor: null })
    const events = await account.query<{ type: string }>(
      `select type from events where resource_type = 'login_factor' and account_id = $1 order by id`,
      [account.id],
    )
    expect(events.map(({ type }) => type)).toEqual([
      'login_factor.created',
      'login_factor.updated',
      'login_factor.deleted',
    ])
  })

  it('keeps nothing in the database that makes codes', async () => {
    const setup = await ada.ok<Setup>('POST', '/api/me/totp', { body: { password } })
    const rows = await account.query<{ row: string }>('select to_jsonb(a)::text as row from authenticators a')
    const bytes = Buffer.from(Secret.fromBase32(setup.secret).buffer)
    const kept = rows.map(({ row }) => row).join('\n')
    expect(kept).toContain('sealed_secret')
    for (const writing of [setup.secret, bytes.toString('hex'), bytes.toString('base64')])
      expect(kept).not.toContain(writing)
  })

  it('is reset by an admin for who has lost it, who is signed out and told of in the log', async () => {
    const setup = await ada.ok<Setup>('POST', '/api/me/totp', { body: { password } })
    secret = setup.secret
    await ada.ok('POST', '/api/me/totp/confirm', { body: { code: codeOf(0) } })
    const { id } = await ada.ok<{ id: string }>('GET', '/v2/me')
    const path = (userId: string) => `/api/accounts/${account.id}/people/${userId}/second_factor`
    const ofAda = async () =>
      (
        await boss.ok<{ user: { id: string }; has_second_factor: boolean }[]>(
          'GET',
          `/api/accounts/${account.id}/people`,
        )
      ).find(({ user }) => user.id === id)?.has_second_factor
    expect(await ofAda()).toBe(true)

    const admin = await account.person('Admin', 'admin')
    const admins = await signedIn(server, admin)
    const member = await signedIn(server, await account.person('Member', 'member'))
    expect((await member.call('DELETE', path(id))).status).toBe(403)
    expect((await admins.call('DELETE', path(account.owner.id))).status).toBe(409)
    expect((await ada.call('DELETE', path(id))).status).toBe(403)
    expect((await signIn()).user).toBeNull()

    expect(await admins.ok('DELETE', path(id))).toMatchObject({ user: { id }, has_second_factor: false })
    expect(await ofAda()).toBe(false)
    expect((await ada.call('GET', '/v2/me')).status).toBe(401)
    expect(await signIn()).toMatchObject({ user: { email }, second_factor: null })
    // There is nothing left to forget, and nothing happens.
    await admins.ok('DELETE', path(id))
    const events = await account.query<{ actor_id: string }>(
      `select actor_id from events where type = 'login_factor.deleted' and actor_id = $1 and resource_id = $2`,
      [admin.id, id],
    )
    expect(events).toHaveLength(1)
  })
})
