// The second step of signing in, for who has an authenticator app: the password alone opens nothing.
import { createHash } from 'node:crypto'
import { UserId } from '@rushes/contract/ids'
import type { SecondFactorBody } from '@rushes/contract/second-factor'
import type { SignInAnswer } from '@rushes/contract/sessions'
import { createAttempts } from '../../access/attempts.ts'
import type { Attempts } from '../../access/attempts.ts'
import { newChallenge, readChallenge, spendChallenge } from '../../access/challenges.ts'
import { hasSecondFactor, takeAppCode, takeRecoveryCode } from '../../access/second-factor.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { wireTime } from '../../views/wire-time.ts'

const WINDOW_MS = 15 * 60_000
const MAX_GUESSES = 6

export function createCodeGuesses(nowMs: () => number): Attempts {
  return createAttempts(nowMs, WINDOW_MS)
}

/** The step that is still missing, or null for who needs none. */
export async function secondStepOf(deps: Deps, userId: UserId): Promise<SignInAnswer['second_factor']> {
  if (!(await hasSecondFactor(deps.db, userId))) return null
  const subject = `${userId}:${await fingerprintOfPassword(deps, userId)}`
  const { text, expiresAt } = newChallenge(deps.secret, 'second factor', subject, deps.now())
  return { challenge: text, expires_at: wireTime(expiresAt) }
}

/** Who passed both steps. Throws 401 for a challenge that is not valid any more, 422 for a wrong code, 429 for guessing. */
export async function takeSecondStep(
  deps: Deps,
  guesses: Attempts,
  { challenge, code }: SecondFactorBody,
): Promise<UserId> {
  const now = deps.now()
  const [id, fingerprint] = (readChallenge(deps.secret, 'second factor', challenge, now) ?? '').split(':')
  const userId = UserId.safeParse(id)
  if (!userId.success || (await fingerprintOfPassword(deps, userId.data)) !== fingerprint) throw startAgain()
  if (guesses.count(userId.data) >= MAX_GUESSES) throw errors.signInThrottled()
  guesses.add(userId.data)
  const check = { secret: deps.secret, now }
  await deps.db.transaction().execute(async (trx) => {
    const isRight =
      (await takeAppCode(trx, check, userId.data, code, true)) ||
      (await takeRecoveryCode(trx, check, userId.data, code))
    if (!isRight) throw errors.invalid([{ field: 'code', title: 'is not right, or was used already' }])
    if (!(await spendChallenge(trx, challenge, now))) throw startAgain()
  })
  guesses.forget(userId.data)
  return userId.data
}

/** A challenge ends with the password it was got by. */
async function fingerprintOfPassword(deps: Deps, userId: UserId): Promise<string> {
  const user = await deps.db
    .selectFrom('users')
    .select('password_hash')
    .where('id', '=', userId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  return createHash('sha256')
    .update(user?.password_hash ?? '')
    .digest('base64url')
}

function startAgain() {
  return errors.unauthorized('This sign-in has taken too long or was finished already. Start again.')
}
