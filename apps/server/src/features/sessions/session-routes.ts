// The web app's sign-in (/api/session, /api/welcome): calls that must come from our own pages.
import '@fastify/cookie'
import type { FastifyInstance } from 'fastify'
import { SignInBody, WelcomeBody } from '@rushes/contract/sessions'
import { authenticate, requireOwnPage, SESSION_COOKIE } from '../../access/authenticate.ts'
import { openSession, sessionOf } from '../../access/open-session.ts'
import { revokeCredentials } from '../../access/revoke-credentials.ts'
import type { Deps } from '../../deps.ts'
import { parseBody } from '../../http/parse-body.ts'
import { signIn, welcome } from './sign-in.ts'
import { createSignInThrottle } from './sign-in-throttle.ts'

export function registerSessions(app: FastifyInstance, deps: Deps): void {
  const throttle = createSignInThrottle(() => deps.now().getTime())

  app.get('/api/session', async (request) => sessionOf(deps, (await authenticate(deps, request)).userId))

  app.post('/api/session', async (request, reply) => {
    requireOwnPage(request)
    const body = parseBody(SignInBody, request.body)
    return openSession(deps, request, reply, await signIn(deps, throttle, body, request.ip))
  })

  app.post('/api/welcome', async (request, reply) => {
    requireOwnPage(request)
    return openSession(deps, request, reply, await welcome(deps, parseBody(WelcomeBody, request.body)))
  })

  app.delete('/api/session', async (request, reply) => {
    const actor = await authenticate(deps, request)
    const act = { actorId: actor.userId, at: deps.now(), newId: deps.newId, requestId: request.id }
    const { userId, accountId, tokenId } = actor
    // A token that calls this is no session and stays.
    await deps.db
      .transaction()
      .execute((trx) => revokeCredentials(trx, act, { userId, accountId, kind: 'session', id: tokenId }))
    return reply.clearCookie(SESSION_COOKIE, { path: '/' }).status(200).send({ signed_out: true })
  })
}
