// Calls about getting in: signing in and out, the second factor, passkeys, forgotten passwords.
import type { AddPasskeyBody, Passkey, PasskeyOptions, PasskeySignInBody } from '@rushes/contract/passkeys'
import type { RecoveryCodes, SecondFactorBody, Security, TotpSetup } from '@rushes/contract/second-factor'
import type {
  ForgottenPasswordAnswer,
  Session,
  SignInAnswer,
  SignInBody,
  SignInMethods,
  WelcomeBody,
  WelcomeLink,
} from '@rushes/contract/sessions'
import { call, callJson } from './request.ts'
import type { ClientOptions } from './request.ts'

/** The part of the client that is about signing in, mixed into `createClient`. */
export function signInCalls(options: ClientOptions) {
  const json = <T>(method: string, path: string, body?: unknown, signal?: AbortSignal) =>
    callJson<T>(options, method, path, { body, signal })

  return {
    session: (signal?: AbortSignal) => json<Session>('GET', '/api/session', undefined, signal),
    /** What this server offers to who signs in. */
    signInMethods: (signal?: AbortSignal) =>
      json<SignInMethods>('GET', '/api/session/methods', undefined, signal),
    signIn: (body: SignInBody) => json<SignInAnswer>('POST', '/api/session', body),
    /** The second step, where the first one asked for it. */
    secondFactor: (body: SecondFactorBody) => json<Session>('POST', '/api/session/second_factor', body),
    passkeySignInOptions: () => json<PasskeyOptions>('POST', '/api/session/passkey/options'),
    passkeySignIn: (body: PasskeySignInBody) => json<Session>('POST', '/api/session/passkey', body),
    signOut: async () => void (await call(options, 'DELETE', '/api/session')),
    /** What a link that sets a password leads to. */
    welcomeLink: (code: string, signal?: AbortSignal) =>
      json<WelcomeLink>('GET', `/api/welcome/${encodeURIComponent(code)}`, undefined, signal),
    welcome: (body: WelcomeBody) => json<SignInAnswer>('POST', '/api/welcome', body),
    forgottenPassword: (email: string) =>
      json<ForgottenPasswordAnswer>('POST', '/api/password-links', { email }),

    security: (signal?: AbortSignal) => json<Security>('GET', '/api/me/security', undefined, signal),
    startTotp: (password: string) => json<TotpSetup>('POST', '/api/me/totp', { password }),
    confirmTotp: (code: string) => json<RecoveryCodes>('POST', '/api/me/totp/confirm', { code }),
    removeTotp: (password: string) => json<Security>('DELETE', '/api/me/totp', { password }),
    /** Ends the old ones. */
    newRecoveryCodes: (password: string) =>
      json<RecoveryCodes>('POST', '/api/me/recovery_codes', { password }),
    passkeys: (signal?: AbortSignal) => json<Passkey[]>('GET', '/api/me/passkeys', undefined, signal),
    newPasskeyOptions: (password: string) =>
      json<PasskeyOptions>('POST', '/api/me/passkeys/options', { password }),
    addPasskey: (body: AddPasskeyBody) => json<Passkey>('POST', '/api/me/passkeys', body),
    removePasskey: (id: string) => json<{ removed: boolean }>('DELETE', `/api/me/passkeys/${id}`),
  }
}
