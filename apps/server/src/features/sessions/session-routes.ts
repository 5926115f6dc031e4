// The web app's sign-in (/api/session, /api/welcome, /api/password-links): calls that must come from our own pages.
import '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { UserId } from '@rushes/contract/ids'
import { PasskeySignInBody } from '@rushes/contract/passkeys'
import { SecondFactorBody } from '@rushes/contract/second-factor'
import { ForgottenPasswordBody, SignInBody, WelcomeBody } from '@rushes/contract/sessions'
import type { ForgottenPasswordAnswer, SignInAnswer, SignInMethods } from '@rushes/contract/sessions'
import { authenticate, requireOwnPage, SESSION_COOKIE } from '../../access/authenticate.ts'
import { openSession, sessionOf } from '../../access/open-session.ts'
import { passkeySiteOf } from '../../access/passkey-site.ts'
import { revokeCredentials } from '../../access/revoke-credentials.ts'
import type { Deps } from '../../deps.ts'
import { originOf } from '../../http/origin.ts'
import type { OriginSettings } from '../../http/origin.ts'
import { parseBody } from '../../http/parse-body.ts'
import { askForPasswordLink, createForgottenThrottle } from './forgotten-password.ts'
import { signInByPasskey, signInOptions } from './passkey-sign-in.ts'
import { createCodeGuesses, secondStepOf, takeSecondStep } from './second-step.ts'
import { signIn, welcome } from './sign-in.ts'
import { createSignInThrottle } from './sign-in-throttle.ts'

export function registerSessions(app: FastifyInstance, deps: Deps, settings: OriginSettings): void {
  const throttle = createSignInThrottle(() => deps.now().getTime())

  app.get('/api/session', async (request) => sessionOf(deps, (await authenticate(deps, request)).userId))

  app.post('/api/session', async (request, reply) => {
    requireOwnPage(request)
    const body = parseBody(SignInBody, request.body)
    return enter(deps, request, reply, await signIn(deps, throttle, body, request.ip))
  })

  app.post('/api/welcome', async (request, reply) => {
    requireOwnPage(request)
    return enter(deps, request, reply, await welcome(deps, parseBody(WelcomeBody, request.body)))
  })

  app.get('/api/session/methods', async (request): Promise<SignInMethods> => ({
    has_passkeys: passkeySiteOf(originOf(settings, request)) !== null,
    has_mail: deps.config.mail !== null,
  }))

  const codeGuesses = createCodeGuesses(() => deps.now().getTime())
  app.post('/api/session/second_factor', async (request, reply) => {
    requireOwnPage(request)
    const body = parseBody(SecondFactorBody, request.body)
    return openSession(deps, request, reply, await takeSecondStep(deps, codeGuesses, body))
  })

  app.post('/api/session/passkey/options', async (request) => {
    requireOwnPage(request)
    return signInOptions(deps, originOf(settings, request))
  })

  app.post('/api/session/passkey', async (request, reply) => {
    requireOwnPage(request)
    const body = parseBody(PasskeySignInBody, request.body)
    return openSession(deps, request, reply, await signInByPasskey(deps, body, originOf(settings, request)))
  })

  const forgotten = createForgottenThrottle(() => deps.now().getTime())
  app.post('/api/password-links', async (request): Promise<ForgottenPasswordAnswer> => {
    requireOwnPage(request)
    const { email } = parseBody(ForgottenPasswordBody, request.body)
    await askForPasswordLink(deps, forgotten, email, request.ip)
    return { accepted: true }
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

/** After the password: in, or one step from it. */
async function enter(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  userId: UserId,
): Promise<SignInAnswer> {
  const step = await secondStepOf(deps, userId)
  if (step !== null) return { user: null, second_factor: step }
  return { ...(await openSession(deps, request, reply, userId)), second_factor: null }
}
