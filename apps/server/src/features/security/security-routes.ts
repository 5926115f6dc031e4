// What guards one's own account (/api/me/…), for a signed-in person alone. Whatever changes the guard asks for the
// password again.
import { PageQuery } from '@rushes/contract/paging'
import {
  AddPasskeyBody,
  Passkey,
  PasskeyOptions,
  PasskeyParams,
  PasskeyRemoved,
  RenamePasskeyBody,
} from '@rushes/contract/passkeys'
import {
  PasswordBody,
  RecoveryCodes,
  Security,
  TotpCodeBody,
  TotpSetup,
} from '@rushes/contract/second-factor'
import type { Actor } from '../../access/actor.ts'
import { confirmPassword, createPasswordGuesses } from '../../access/confirm-password.ts'
import { requireSession } from '../../access/require-session.ts'
import type { Deps } from '../../deps.ts'
import { defineListRoute, defineRoute } from '../../http/route.ts'
import type { Route } from '../../http/route.ts'
import { addPasskey, passkeyOptions } from './add-passkey.ts'
import {
  confirmAuthenticator,
  removeAuthenticator,
  renewRecoveryCodes,
  setUpAuthenticator,
} from './authenticator.ts'
import { listPasskeys, removePasskey, renamePasskey } from './own-passkeys.ts'
import { readSecurity } from './read-security.ts'

const readSecurityRoute = defineRoute({
  method: 'GET',
  path: '/api/me/security',
  scope: null,
  answer: Security,
  handle: async (deps, { actor }) => {
    requireSession(actor)
    return readSecurity(deps, actor.userId)
  },
})

const confirmTotpRoute = defineRoute({
  method: 'POST',
  path: '/api/me/totp/confirm',
  scope: null,
  body: TotpCodeBody,
  answer: RecoveryCodes,
  handle: async (deps, { actor, body, requestId }) => {
    requireSession(actor)
    return confirmAuthenticator(deps, actor, body.code, requestId)
  },
})

const listPasskeysRoute = defineListRoute({
  method: 'GET',
  path: '/api/me/passkeys',
  scope: null,
  query: PageQuery,
  list: Passkey,
  handle: async (deps, { actor, query }) => {
    requireSession(actor)
    return listPasskeys(deps, actor.userId, query)
  },
})

const addPasskeyRoute = defineRoute({
  method: 'POST',
  path: '/api/me/passkeys',
  scope: null,
  body: AddPasskeyBody,
  answer: Passkey,
  handle: async (deps, { actor, body, origin, requestId }) => {
    requireSession(actor)
    return addPasskey(deps, actor, body, origin, requestId)
  },
})

const renamePasskeyRoute = defineRoute({
  method: 'PUT',
  path: '/api/me/passkeys/{id}',
  scope: null,
  params: PasskeyParams,
  body: RenamePasskeyBody,
  answer: Passkey,
  handle: async (deps, { actor, params, body, requestId }) => {
    requireSession(actor)
    return renamePasskey(deps, actor, params.id, body.name, requestId)
  },
})

const removePasskeyRoute = defineRoute({
  method: 'DELETE',
  path: '/api/me/passkeys/{id}',
  scope: null,
  params: PasskeyParams,
  answer: PasskeyRemoved,
  handle: async (deps, { actor, params, requestId }) => {
    requireSession(actor)
    await removePasskey(deps, actor, params.id, requestId)
    return { removed: true }
  },
})

/** All of them, with one count of wrong passwords between them. */
export function securityRoutes(deps: Deps): Route[] {
  const guesses = createPasswordGuesses(() => deps.now().getTime())
  const requirePassword = async (actor: Actor, password: string) => {
    requireSession(actor)
    await confirmPassword(deps, guesses, actor.userId, 'password', password)
  }
  return [
    readSecurityRoute,
    defineRoute({
      method: 'POST',
      path: '/api/me/totp',
      scope: null,
      body: PasswordBody,
      answer: TotpSetup,
      handle: async (_deps, { actor, body }) => {
        await requirePassword(actor, body.password)
        return setUpAuthenticator(deps, actor)
      },
    }),
    confirmTotpRoute,
    // The password travels in the body of the DELETE, which is read like a query.
    defineRoute({
      method: 'DELETE',
      path: '/api/me/totp',
      scope: null,
      query: PasswordBody,
      answer: Security,
      handle: async (_deps, { actor, query, requestId }) => {
        await requirePassword(actor, query.password)
        await removeAuthenticator(deps, actor, requestId)
        return readSecurity(deps, actor.userId)
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/me/recovery_codes',
      scope: null,
      body: PasswordBody,
      answer: RecoveryCodes,
      handle: async (_deps, { actor, body, requestId }) => {
        await requirePassword(actor, body.password)
        return renewRecoveryCodes(deps, actor, requestId)
      },
    }),
    listPasskeysRoute,
    defineRoute({
      method: 'POST',
      path: '/api/me/passkeys/options',
      scope: null,
      body: PasswordBody,
      answer: PasskeyOptions,
      handle: async (_deps, { actor, body, origin }) => {
        await requirePassword(actor, body.password)
        return passkeyOptions(deps, actor, origin)
      },
    }),
    addPasskeyRoute,
    renamePasskeyRoute,
    removePasskeyRoute,
  ]
}
