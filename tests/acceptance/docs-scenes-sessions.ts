// The calls only somebody who is signed in may make, as they stand as examples in the reference.
import { Secret, TOTP } from 'otpauth'
import type { Browser } from './browser-session.ts'
import type { Stage } from './docs-stage.ts'
import { makePasskey } from './software-passkey.ts'
import { waitUntil } from './wait-until.ts'

interface Named {
  id: string
}

/** Who plays them. */
export interface SessionCast {
  /** The owner of the account, signed in at an address with a name: passkeys need one. */
  browser: Browser
  origin: string
  password: string
  /** Somebody of the account who is taken out of it in the end. */
  colleague: Named
  /** Path of a picture. */
  picture: string
}

/** Profile, tokens, sessions, second factor and passkeys of one's own. */
export async function playOwn({ play, playFile, client }: Stage, cast: SessionCast): Promise<void> {
  const { browser, password } = cast
  await play('PUT /api/me', {}, { location: 'Berlin', timezone_value: 'Europe/Berlin' })
  await playFile('PUT /api/me/picture', cast.picture)
  await play('DELETE /api/me/picture', {})

  const body = { name: 'Ingest', scopes: ['project.read', 'asset.read', 'asset.create'] }
  const token = await play<Named & { token: string }>('POST /api/tokens', {}, body)
  await fetch(`${client.url}/v2/me`, { headers: { authorization: `Bearer ${token.token}` } })
  const path = `/api/tokens/${token.id}/requests`
  await waitUntil(
    'the call is recorded',
    () => browser.ok<unknown[]>('GET', path),
    ({ length }) => length > 0,
  )
  await waitUntil(
    'the token is marked as used',
    () => browser.ok<(Named & { last_used_at: string | null })[]>('GET', '/api/tokens'),
    (list) => list.some(({ id, last_used_at: usedAt }) => id === token.id && usedAt !== null),
  )
  await play('GET /api/tokens/{id}/requests', { id: token.id })
  await play('GET /api/tokens', {}, undefined, '?page_size=1')
  await play('DELETE /api/tokens/{id}', { id: token.id })

  await playSecurity({ play }, cast)

  await play('GET /api/sessions', {}, undefined, '?page_size=1')
  const credentials = { email: await emailOf(browser), password }
  const elsewhere = async () => {
    await client.call('POST', '/api/session', { body: credentials, headers: { origin: client.url } })
    const list = await browser.ok<(Named & { is_current: boolean })[]>('GET', '/api/sessions')
    return list.find((session) => !session.is_current)?.id ?? ''
  }
  await play('DELETE /api/sessions/{id}', { id: await elsewhere() })
  await elsewhere()
  await play('DELETE /api/sessions', {}, undefined, '?keep_current=true')
  await play(
    'POST /api/me/password',
    {},
    { current_password: password, new_password: `${password}, changed` },
  )
}

async function playSecurity({ play }: Pick<Stage, 'play'>, cast: SessionCast): Promise<void> {
  const guarded = { password: cast.password }
  await play('GET /api/me/security', {})
  const { secret } = await play<{ secret: string }>('POST /api/me/totp', {}, guarded)
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate()
  await play('POST /api/me/totp/confirm', {}, { code })
  await play('POST /api/me/recovery_codes', {}, guarded)
  await play('DELETE /api/me/totp', {}, guarded)

  const { options } = await play<{ options: Parameters<typeof makePasskey>[0] }>(
    'POST /api/me/passkeys/options',
    {},
    guarded,
  )
  const credential = makePasskey(options, cast.origin)
  const { id } = await play<Named>('POST /api/me/passkeys', {}, { name: 'Laptop', credential })
  await play('PUT /api/me/passkeys/{id}', { id }, { name: 'Laptop in the cutting room' })
  await play('GET /api/me/passkeys', {})
  await play('DELETE /api/me/passkeys/{id}', { id })
}

/** The people of an account, from an invitation to handing the account over: nothing can follow that. */
export async function playPeople({ play, guest }: Stage, cast: SessionCast, account: Named): Promise<void> {
  const ofAccount = { account_id: account.id }
  const invitation = { ...ofAccount, email: 'robin@example.org', message: 'Welcome to the team' }
  const invited = await play<{ invitation: Named }>('POST /api/invitations', {}, invitation)
  await play('GET /api/invitations', {}, undefined, `?account_id=${account.id}`)
  await play('POST /api/invitations/{id}/link', { id: invited.invitation.id })
  await play('DELETE /api/invitations/{id}', { id: invited.invitation.id })

  await play('GET /api/accounts/{account_id}/disk', ofAccount)
  const person = { ...ofAccount, user_id: cast.colleague.id }
  await play('GET /api/accounts/{account_id}/people', ofAccount, undefined, '?q=kim')
  const ofPerson = '/api/accounts/{account_id}/people/{user_id}'
  await play(`PUT ${ofPerson}`, person, { role: 'account_manager' })
  await play(`POST ${ofPerson}/password_link`, person)
  await play(`DELETE ${ofPerson}/second_factor`, person)
  await play(`POST ${ofPerson}/deactivate`, person)
  await play(`POST ${ofPerson}/reactivate`, person)
  await play(`DELETE ${ofPerson}`, person)
  await play('POST /api/accounts/{account_id}/owner', ofAccount, { user_id: guest.id })
}

async function emailOf(browser: Browser): Promise<string> {
  return (await browser.ok<{ email: string }>('GET', '/v2/me')).email
}
