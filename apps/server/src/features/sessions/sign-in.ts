// Signing in with e-mail and password, and the first password by a one-time link. No mailer needed (design 14).
import type { SignInBody, WelcomeBody } from '@rushes/contract/sessions'
import type { UserId } from '@rushes/contract/ids'
import { hashPassword, hashToken, newSessionToken, verifyPassword } from '../../access/credentials.ts'
import { writeEvent } from '../../db/events.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import type { SignInThrottle } from './sign-in-throttle.ts'

const SESSION_DAYS = 30
const DAY_MS = 86_400_000

export interface NewSession {
  token: string
  userId: UserId
  expiresAt: Date
}

/** Same time and same words for an unknown person and a wrong password. */
export async function signIn(
  deps: Deps,
  throttle: SignInThrottle,
  body: SignInBody,
  ip: string,
  userAgent: string,
): Promise<NewSession> {
  const email = body.email.trim().toLowerCase()
  if (!throttle.mayTry(email, ip)) throw errors.signInThrottled()
  const user = await deps.db
    .selectFrom('users')
    .select(['id', 'account_id', 'password_hash'])
    .where((eb) => eb(eb.fn('lower', ['email']), '=', email))
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  const isRight = await verifyPassword(body.password, user?.password_hash ?? null)
  if (user === undefined || !isRight) {
    throttle.failed(email, ip)
    throw errors.unauthorized('The e-mail address or the password is not right.')
  }
  throttle.succeeded(email)
  return openSession(deps, user.id, userAgent)
}

/** Sets the first password of the person the link was made for, and signs them in. A link works once. */
export async function welcome(deps: Deps, body: WelcomeBody, userAgent: string): Promise<NewSession> {
  const passwordHash = await hashPassword(body.password)
  const userId = await deps.db.transaction().execute(async (trx) => {
    const at = deps.now()
    const code = await trx
      .updateTable('one_time_codes')
      .set({ used_at: at })
      .where('code_hash', '=', hashToken(body.code))
      .where('used_at', 'is', null)
      .where('expires_at', '>', at.toISOString())
      .returning('user_id')
      .executeTakeFirst()
    if (code === undefined)
      throw errors.invalid([{ field: 'code', title: 'was used already or has expired' }])
    const changes = {
      password_hash: passwordHash,
      updated_at: at,
      ...(body.name === undefined ? {} : { name: body.name }),
      ...(body.email === undefined ? {} : { email: body.email.trim() }),
    }
    const user = await trx
      .updateTable('users')
      .set(changes)
      .where('id', '=', code.user_id)
      .returning(['id', 'account_id'])
      .executeTakeFirstOrThrow()
    await writeEvent(trx, {
      id: deps.newId(),
      type: 'user.updated',
      at,
      actorId: user.id,
      accountId: user.account_id,
      resource: { type: 'user', id: user.id },
    })
    return user.id
  })
  return openSession(deps, userId, userAgent)
}

async function openSession(deps: Deps, userId: UserId, userAgent: string): Promise<NewSession> {
  const token = newSessionToken()
  const at = deps.now()
  const expiresAt = new Date(at.getTime() + SESSION_DAYS * DAY_MS)
  await deps.db.transaction().execute(async (trx) => {
    const user = await trx
      .updateTable('users')
      .set((eb) => ({
        first_login_at: eb.fn.coalesce('first_login_at', eb.val(at.toISOString())),
        last_seen: at,
      }))
      .where('id', '=', userId)
      .returning('account_id')
      .executeTakeFirstOrThrow()
    const id = deps.newId()
    await trx
      .insertInto('tokens')
      .values({
        id,
        user_id: userId,
        kind: 'session',
        token_hash: hashToken(token),
        name: userAgent.slice(0, 300),
        scopes: [],
        inserted_at: at,
        expires_at: expiresAt,
      })
      .execute()
    await writeEvent(trx, {
      id: deps.newId(),
      type: 'user.login',
      at,
      actorId: userId,
      accountId: user.account_id,
      resource: { type: 'user', id: userId },
    })
  })
  return { token, userId, expiresAt }
}
