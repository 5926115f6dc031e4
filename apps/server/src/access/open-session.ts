// A new session of the web app: a cookie that scripts cannot read.
import '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { UserId } from '@rushes/contract/ids'
import type { Session } from '@rushes/contract/sessions'
import { writeEvent } from '../db/events.ts'
import { USER_COLUMNS } from '../db/user-rows.ts'
import type { UserColumns } from '../db/user-rows.ts'
import type { Deps } from '../deps.ts'
import { errors } from '../http/errors.ts'
import { originOf } from '../http/origin.ts'
import { userView } from '../views/user-view.ts'
import type { Actor } from './actor.ts'
import { SESSION_COOKIE } from './authenticate.ts'
import { hashToken, newSessionToken } from './credentials.ts'

const SESSION_DAYS = 30
const DAY_MS = 86_400_000
const MAX_AGENT_LENGTH = 300

/** Signs the person in at this browser and answers with who they are. */
export async function openSession(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  userId: UserId,
): Promise<Session> {
  const token = newSessionToken()
  const at = deps.now()
  const expiresAt = new Date(at.getTime() + SESSION_DAYS * DAY_MS)
  const agent = (request.headers['user-agent'] ?? 'unknown').slice(0, MAX_AGENT_LENGTH)
  await deps.db.transaction().execute(async (trx) => {
    const user = await trx
      .updateTable('users')
      .set((eb) => ({
        first_login_at: eb.fn.coalesce('first_login_at', eb.val(at.toISOString())),
        last_seen: at,
      }))
      .where('id', '=', userId)
      .where('deleted_at', 'is', null)
      .returning('account_id')
      .executeTakeFirst()
    // Deactivated in this very moment.
    if (user === undefined) throw errors.unauthorized()
    await trx
      .insertInto('tokens')
      .values({
        id: deps.newId(),
        user_id: userId,
        kind: 'session',
        token_hash: hashToken(token),
        name: agent,
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
  void reply.setCookie(SESSION_COOKIE, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: request.protocol === 'https',
    expires: expiresAt,
  })
  return sessionOf(deps, { userId, origin: originOf(deps.origin, request) })
}

/** Who is signed in. Throws 401 when that person is gone. */
export async function sessionOf(
  deps: Deps,
  { userId, origin }: Pick<Actor, 'userId' | 'origin'>,
): Promise<Session> {
  const rows = await deps.points.read<UserColumns>(
    'me',
    `select ${USER_COLUMNS} from users u where u.id = $1`,
    [userId],
  )
  const row = rows[0]
  if (row === undefined) throw errors.unauthorized()
  return { user: userView(row, origin) }
}
