// Signing in with e-mail and password, and setting a password by a one-time link: the first one, or a new one for who
// has forgotten it. No mailer needed (design 14).
import type { SignInBody, WelcomeBody, WelcomeLink } from '@rushes/contract/sessions'
import type { UserId } from '@rushes/contract/ids'
import { hashPassword, hashToken, verifyPassword } from '../../access/credentials.ts'
import { revokeCredentials } from '../../access/revoke-credentials.ts'
import { writeEvent } from '../../db/events.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import type { SignInThrottle } from './sign-in-throttle.ts'

/** Whose e-mail address and password these are. Same time and same words for an unknown person and a wrong password. */
export async function signIn(
  deps: Deps,
  throttle: SignInThrottle,
  body: SignInBody,
  ip: string,
): Promise<UserId> {
  const email = body.email.trim().toLowerCase()
  if (!throttle.begin(email, ip)) throw errors.signInThrottled()
  const user = await deps.db
    .selectFrom('users')
    .select(['id', 'password_hash'])
    .where((eb) => eb(eb.fn('lower', ['email']), '=', email))
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  const isRight = await verifyPassword(body.password, user?.password_hash ?? null, deps.config.passwordCost)
  if (user === undefined || !isRight)
    throw errors.unauthorized('The e-mail address or the password is not right.')
  throttle.succeeded(email, ip)
  return user.id
}

/** What a link leads to, or null for one that was used, has expired, or never was. */
export async function findWelcomeLink(deps: Deps, code: string): Promise<WelcomeLink | null> {
  const rows = await deps.points.read<WelcomeLink>(
    'welcome-link',
    `select c.purpose = 'welcome' as is_first, u.name, u.email
     from one_time_codes c join users u on u.id = c.user_id and u.deleted_at is null
     where c.code_hash = $1 and c.used_at is null and c.expires_at > $2`,
    [hashToken(code), deps.now()],
  )
  return rows[0] ?? null
}

/**
 * Sets the password of the person the link was made for and returns who that is. A link works once. A new password ends
 * the sessions that the old one opened.
 */
export async function welcome(deps: Deps, body: WelcomeBody): Promise<UserId> {
  const at = deps.now()
  const codeHash = hashToken(body.code)
  const living = await deps.db
    .selectFrom('one_time_codes')
    .select('user_id')
    .where('code_hash', '=', codeHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', at.toISOString())
    .executeTakeFirst()
  // Asked before the costly hash, which nobody gets without a link.
  if (living === undefined) throw deadLink()
  const passwordHash = await hashPassword(body.password, deps.config.passwordCost)
  return deps.db.transaction().execute(async (trx) => {
    const code = await trx
      .updateTable('one_time_codes')
      .set({ used_at: at })
      .where('code_hash', '=', codeHash)
      .where('used_at', 'is', null)
      .returning(['user_id', 'purpose'])
      .executeTakeFirst()
    if (code === undefined) throw deadLink()
    // Other links of the same person end with it.
    await trx
      .updateTable('one_time_codes')
      .set({ used_at: at })
      .where('user_id', '=', code.user_id)
      .where('used_at', 'is', null)
      .execute()
    const isFirst = code.purpose === 'welcome'
    const user = await trx
      .updateTable('users')
      .set({
        password_hash: passwordHash,
        updated_at: at,
        ...(isFirst && body.name !== undefined ? { name: body.name } : {}),
        ...(isFirst && body.email !== undefined ? { email: body.email.trim() } : {}),
      })
      .where('id', '=', code.user_id)
      .where('deleted_at', 'is', null)
      .returning(['id', 'account_id'])
      .executeTakeFirst()
    if (user === undefined)
      throw errors.invalid([{ field: 'code', title: 'belongs to a person who was deactivated' }])
    await writeEvent(trx, {
      id: deps.newId(),
      type: isFirst ? 'user.updated' : 'user.password_changed',
      at,
      actorId: user.id,
      accountId: user.account_id,
      resource: { type: 'user', id: user.id },
    })
    const act = { actorId: user.id, at, newId: deps.newId, requestId: null }
    await revokeCredentials(trx, act, { userId: user.id, accountId: user.account_id, kind: 'session' })
    return user.id
  })
}

function deadLink() {
  return errors.invalid([{ field: 'code', title: 'was used already or has expired' }])
}
