// A forgotten password, without an admin: a link by mail. Whoever asks learns nothing: the answer, and the work until it
// is given, are the same for an address that is somebody's here and for one that is not. What differs is done by a job.
import { createAttempts } from '../../access/attempts.ts'
import { hashToken, newSessionToken } from '../../access/credentials.ts'
import { insertPasswordLink } from '../../db/password-link.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { passwordLetter } from '../../mail/letters.ts'
import { postLetter } from '../../mail/post-letter.ts'

export interface ForgottenThrottle {
  /** "refused" is told to the caller, "silent" is not: that somebody else asked is nobody's business. */
  ask: (email: string, ip: string) => 'go on' | 'silent' | 'refused'
}

const WINDOW_MS = 3_600_000
const MAX_PER_EMAIL = 3
const MAX_PER_ADDRESS = 30

export function createForgottenThrottle(nowMs: () => number): ForgottenThrottle {
  const emails = createAttempts(nowMs, WINDOW_MS)
  const addresses = createAttempts(nowMs, WINDOW_MS)
  return {
    ask: (email, ip) => {
      if (addresses.count(ip) >= MAX_PER_ADDRESS) return 'refused'
      addresses.add(ip)
      if (emails.count(email) >= MAX_PER_EMAIL) return 'silent'
      emails.add(email)
      return 'go on'
    },
  }
}

/** Throws 409 where no mail is set up, 429 when an address asks too often. */
export async function askForPasswordLink(
  deps: Deps,
  throttle: ForgottenThrottle,
  email: string,
  ip: string,
): Promise<void> {
  if (deps.config.mail === null)
    throw errors.conflict(
      'This server sends no mail. Ask an owner or admin of your account for a link that sets a new password.',
    )
  const address = email.trim().toLowerCase()
  const answer = throttle.ask(address, ip)
  if (answer === 'refused') throw errors.rateLimited()
  if (answer === 'go on') await deps.queue.enqueue(deps.db, 'password.forgotten', { email: address })
}

/** The job: nothing happens for an address that is nobody's, or of somebody who was deactivated. */
export async function mailForgottenPassword(deps: Deps, email: string): Promise<void> {
  const { mail } = deps.config
  if (mail === null) return
  const user = await deps.db
    .selectFrom('users')
    .select(['id', 'account_id', 'email'])
    .where((eb) => eb(eb.fn('lower', ['email']), '=', email))
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (user === undefined) return
  const code = newSessionToken()
  const act = { actorId: null, at: deps.now(), newId: deps.newId, requestId: null }
  await deps.db.transaction().execute(async (trx) => {
    const expiresAt = await insertPasswordLink(trx, act, {
      userId: user.id,
      accountId: user.account_id,
      codeHash: hashToken(code),
      keepsOlder: true,
    })
    await postLetter(deps, trx, passwordLetter(user.email, `${mail.origin}/welcome/${code}`, expiresAt))
  })
}
