// Asking for the password again before the guard of an account is changed: the screen may be somebody else's.
import type { UserId } from '@rushes/contract/ids'
import type { Deps } from '../deps.ts'
import { errors } from '../http/errors.ts'
import { createAttempts } from './attempts.ts'
import type { Attempts } from './attempts.ts'
import { verifyPassword } from './credentials.ts'

const WINDOW_MS = 15 * 60_000
const MAX_GUESSES = 10

export function createPasswordGuesses(nowMs: () => number): Attempts {
  return createAttempts(nowMs, WINDOW_MS)
}

/** Throws 422 naming the field when it is wrong or there is none, 429 when somebody guesses. */
export async function confirmPassword(
  deps: Deps,
  guesses: Attempts,
  userId: UserId,
  field: string,
  password: string,
): Promise<void> {
  const user = await deps.db
    .selectFrom('users')
    .select('password_hash')
    .where('id', '=', userId)
    .executeTakeFirst()
  const stored = user?.password_hash ?? null
  if (stored === null)
    throw errors.invalid([{ field, title: 'was never set; ask an admin for a link that sets one' }])
  if (guesses.count(userId) >= MAX_GUESSES) throw errors.signInThrottled()
  guesses.add(userId)
  if (!(await verifyPassword(password, stored, deps.config.passwordCost)))
    throw errors.invalid([{ field, title: 'is not right' }])
  guesses.forget(userId)
}
