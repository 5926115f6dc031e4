// Passkeys, with the authenticator that Chromium itself plays: added, used to sign in without a password, removed.
import type { Browser as Chromium, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { openBrowser, signedIn } from './browser-session.ts'
import type { Browser } from './browser-session.ts'
import { makeAccount } from './people-made.ts'
import type { MadeAccount } from './people-made.ts'
import { closeWindows, openChromium } from './web-window.ts'

interface Options {
  options: { challenge: string; rp?: { id: string }; rpId?: string }
}

const server = inject('servers')[0]!
/** Passkeys are bound to a name; this machine has one for itself. */
const url = server.url.replace('127.0.0.1', 'localhost')
const password = 'the password of Ada'

let chrome: Chromium
let page: Page
let account: MadeAccount
let ada: Browser
let email: string

beforeAll(async () => {
  account = await makeAccount(server)
  const boss = await signedIn(server, account.owner)
  email = `ada-${account.id}@example.org`
  const link = await boss.ok<{ url: string }>('POST', '/api/invitations', {
    body: { account_id: account.id, email },
  })
  ada = openBrowser(url)
  await ada.ok('POST', `/api/invite/${link.url.split('/invite/')[1] ?? ''}`, {
    body: { name: 'Ada', password },
  })
  chrome = await openChromium()
  const context = await chrome.newContext()
  page = await context.newPage()
  await page.goto(`${url}/health`)
  const devtools = await context.newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}, 120_000)
afterAll(() => closeWindows(chrome))

/** Written as text: it runs in the page, whose types are not this file's. */
function inPage(verb: 'create' | 'get', { options }: Options): Promise<Record<string, unknown>> {
  const parse = verb === 'create' ? 'parseCreationOptionsFromJSON' : 'parseRequestOptionsFromJSON'
  return page.evaluate(
    `navigator.credentials.${verb}({ publicKey: PublicKeyCredential.${parse}(${JSON.stringify(options)}) })
      .then((credential) => credential.toJSON())`,
  )
}

const signInOptions = () => openBrowser(url).ok<Options>('POST', '/api/session/passkey/options', { body: {} })
const signIn = async (credential: unknown) => {
  const browser = openBrowser(url)
  const { status } = await browser.call('POST', '/api/session/passkey', { body: { credential } })
  return { status, browser }
}

let passkeyId: string

it('are added with the password, and a challenge is answered once', async () => {
  expect((await ada.call('POST', '/api/me/passkeys/options', { body: { password: 'not it' } })).status).toBe(
    422,
  )
  const options = await ada.ok<Options>('POST', '/api/me/passkeys/options', { body: { password } })
  expect(options.options.rp?.id).toBe('localhost')
  const credential = await inPage('create', options)
  const add = (browser: Browser, body: object) =>
    browser.call<{ id: string }>('POST', '/api/me/passkeys', { body })
  // An answer to somebody else's challenge is nobody's passkey.
  const boss = openBrowser(url, (await signedIn(server, account.owner)).cookie())
  expect((await add(boss, { name: 'stolen', credential })).status).toBe(422)
  expect((await add(ada, { name: ' ', credential })).status).toBe(422)
  const added = await add(ada, { name: 'Laptop', credential })
  expect(added.status).toBe(200)
  passkeyId = added.body.id
  expect((await add(ada, { name: 'again', credential })).status).toBe(422)
  const again = await ada.ok<Options & { options: { excludeCredentials: unknown[] } }>(
    'POST',
    '/api/me/passkeys/options',
    { body: { password } },
  )
  expect(again.options.excludeCredentials).toHaveLength(1)
})

it('sign in by themselves, each answer once', async () => {
  const credential = await inPage('get', await signInOptions())
  const { status, browser } = await signIn(credential)
  expect(status).toBe(200)
  expect(await browser.ok('GET', '/v2/me')).toMatchObject({ email })
  expect((await signIn(credential)).status).toBe(401)
  const [listed] = await ada.ok<{ name: string; last_used_at: string | null }[]>('GET', '/api/me/passkeys')
  expect(listed).toMatchObject({ name: 'Laptop' })
  expect(listed?.last_used_at).not.toBeNull()
})

it('answer no challenge but ours, and nothing that was changed on the way', async () => {
  const forged = {
    options: { challenge: Buffer.from('anybody.x.zzzzzzzz.y').toString('base64url'), rpId: 'localhost' },
  }
  expect((await signIn(await inPage('get', forged))).status).toBe(401)
  const credential = await inPage('get', await signInOptions())
  const response = credential['response'] as Record<string, string>
  const signature = `${(response['signature'] ?? '').slice(0, -4)}AAAA`
  expect((await signIn({ ...credential, response: { ...response, signature } })).status).toBe(401)
  expect((await signIn({ ...credential, id: 'bm9ib2R5', rawId: 'bm9ib2R5' })).status).toBe(401)
  for (const broken of [{}, { ...credential, response: {} }, { ...credential, type: 'password' }])
    expect((await signIn(broken)).status).toBe(422)
  expect((await signIn(credential)).status).toBe(200)
})

it('are renamed and removed by who has them, and open nothing afterwards', async () => {
  const path = `/api/me/passkeys/${passkeyId}`
  const boss = openBrowser(url, (await signedIn(server, account.owner)).cookie())
  for (const [method, body] of [
    ['PUT', { name: 'mine now' }],
    ['DELETE', {}],
  ] as const)
    expect((await boss.call(method, path, { body })).status).toBe(404)
  expect(await ada.ok('PUT', path, { body: { name: 'Old laptop' } })).toMatchObject({ name: 'Old laptop' })
  await ada.ok('DELETE', path)
  expect((await signIn(await inPage('get', await signInOptions()))).status).toBe(401)
})

it('are not offered where the address has no name', async () => {
  const methods = (at: string) => openBrowser(at).ok('GET', '/api/session/methods')
  expect(await methods(url)).toEqual({ has_passkeys: true, has_mail: false })
  expect(await methods(server.url)).toEqual({ has_passkeys: false, has_mail: false })
  expect(
    (await openBrowser(server.url).call('POST', '/api/session/passkey/options', { body: {} })).status,
  ).toBe(409)
})
