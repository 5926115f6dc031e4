// Sign-in of the web app (/api/session, /api/welcome). The cookie is HttpOnly; calls that change something must
// come from our own origin.
import { z } from 'zod'
import { User } from './users.ts'
import { DateTime, wireEmail, wireText } from './wire.ts'

export const SignInBody = z.object({ email: wireText(320), password: wireText(1024) })
export type SignInBody = z.infer<typeof SignInBody>

export const MIN_PASSWORD_LENGTH = 8

/** Sets the first password of the person the one-time link was printed for. */
export const WelcomeBody = z.object({
  code: wireText(200),
  name: wireText(200).optional(),
  email: wireText(320).optional(),
  password: wireText(1024).refine(
    (text) => text.length >= MIN_PASSWORD_LENGTH,
    `must have at least ${String(MIN_PASSWORD_LENGTH)} characters`,
  ),
})
export type WelcomeBody = z.infer<typeof WelcomeBody>

/** GET /api/welcome/{code}: what a link leads to. 404 when it was used or has expired. */
export const WelcomeLink = z.object({
  /** They have never had a password here; otherwise it is a new one for who forgot theirs. */
  is_first: z.boolean(),
  name: z.string(),
  email: z.string(),
})
export type WelcomeLink = z.infer<typeof WelcomeLink>

export const Session = z.object({ user: User })
export type Session = z.infer<typeof Session>

/**
 * What POST /api/session and POST /api/welcome answer: a session, or the step that is still missing. Then nobody is
 * signed in yet, and POST /api/session/second_factor takes the challenge with a code (second-factor.ts).
 */
export const SignInAnswer = z.object({
  user: User.nullable(),
  second_factor: z.object({ challenge: z.string(), expires_at: DateTime }).nullable(),
})
export type SignInAnswer = z.infer<typeof SignInAnswer>

/** GET /api/session/methods, for the sign-in page; needs no session. */
export const SignInMethods = z.object({
  /** The address has a name, so passkeys work. */
  has_passkeys: z.boolean(),
  /** Mail is set up: a forgotten password can be asked for here, and need not be asked of an admin. */
  has_mail: z.boolean(),
})
export type SignInMethods = z.infer<typeof SignInMethods>

/** POST /api/password-links: mails a link that sets a new password. The answer is the same for an unknown address. */
export const ForgottenPasswordBody = z.object({ email: wireEmail() })
export type ForgottenPasswordBody = z.infer<typeof ForgottenPasswordBody>
export const ForgottenPasswordAnswer = z.object({ accepted: z.boolean() })
export type ForgottenPasswordAnswer = z.infer<typeof ForgottenPasswordAnswer>
