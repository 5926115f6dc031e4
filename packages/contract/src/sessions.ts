// Sign-in of the web app (/api/session, /api/welcome). The cookie is HttpOnly; calls that change something must
// come from our own origin.
import { z } from 'zod'
import { User } from './users.ts'
import { wireText } from './wire.ts'

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

export const Session = z.object({ user: User })
export type Session = z.infer<typeof Session>
