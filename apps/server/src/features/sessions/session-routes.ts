// The web app's sign-in (/api/session, /api/welcome): a cookie that scripts cannot read, and calls that must come from
// our own pages.
import '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { SignInBody, WelcomeBody } from '@rushes/contract/sessions'
import type { Session } from '@rushes/contract/sessions'
import type { UserId } from '@rushes/contract/ids'
import { USER_COLUMNS } from '../../db/user-rows.ts'
import type { UserColumns } from '../../db/user-rows.ts'
import { authenticate, requireOwnPage, SESSION_COOKIE } from '../../access/authenticate.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { userView } from '../../views/user-view.ts'
import { signIn, welcome } from './sign-in.ts'
import type { NewSession } from './sign-in.ts'
import { createSignInThrottle } from './sign-in-throttle.ts'

export function registerSessions(app: FastifyInstance, deps: Deps): void {
  const throttle = createSignInThrottle(() => deps.now().getTime())

  app.get('/api/session', async (request) => sessionOf(deps, (await authenticate(deps, request)).userId))

  app.post('/api/session', async (request, reply) => {
    requireOwnPage(request)
    const body = parse(SignInBody, request.body)
    return open(deps, request, reply, await signIn(deps, throttle, body, request.ip, agentOf(request)))
  })

  app.post('/api/welcome', async (request, reply) => {
    requireOwnPage(request)
    const body = parse(WelcomeBody, request.body)
    return open(deps, request, reply, await welcome(deps, body, agentOf(request)))
  })

  app.delete('/api/session', async (request, reply) => {
    const actor = await authenticate(deps, request)
    await deps.db
      .updateTable('tokens')
      .set({ revoked_at: deps.now() })
      .where('id', '=', actor.tokenId)
      .where('kind', '=', 'session')
      .execute()
    return reply.clearCookie(SESSION_COOKIE, { path: '/' }).status(200).send({ signed_out: true })
  })
}

async function open(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  session: NewSession,
): Promise<Session> {
  void reply.setCookie(SESSION_COOKIE, session.token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: request.protocol === 'https',
    expires: session.expiresAt,
  })
  return sessionOf(deps, session.userId)
}

async function sessionOf(deps: Deps, userId: UserId): Promise<Session> {
  const rows = await deps.points.read<UserColumns>(
    'me',
    `select ${USER_COLUMNS} from users u where u.id = $1`,
    [userId],
  )
  const row = rows[0]
  if (row === undefined) throw errors.unauthorized()
  return { user: userView(row) }
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body ?? {}, { reportInput: true })
  if (result.success) return result.data
  throw errors.invalid(
    result.error.issues.map((issue) => ({
      field: issue.path.map(String).join('.') || 'body',
      title: issue.input === undefined ? "can't be blank" : issue.message,
    })),
  )
}

function agentOf(request: FastifyRequest): string {
  return request.headers['user-agent'] ?? 'unknown'
}
