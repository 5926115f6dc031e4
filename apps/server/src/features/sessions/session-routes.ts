// The web app's sign-in (/api/session, /api/welcome, /api/password-links): calls that must come from our own pages.
import '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { UserId } from '@rushes/contract/ids'
import { PasskeySignInBody } from '@rushes/contract/passkeys'
import { SecondFactorBody } from '@rushes/contract/second-factor'
import { ForgottenPasswordBody, SignInBody, WelcomeBody } from '@rushes/contract/sessions'
import type {
  ForgottenPasswordAnswer,
  SignInAnswer,
  SignInMethods,
  WelcomeLink,
} from '@rushes/contract/sessions'
import { createAttempts } from '../../access/attempts.ts'
import { authenticate, requireOwnPage, SESSION_COOKIE } from '../../access/authenticate.ts'
import { openSession, sessionOf } from '../../access/open-session.ts'
import { passkeySiteOf } from '../../access/passkey-site.ts'
import { revokeCredentials } from '../../access/revoke-credentials.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { originOf } from '../../http/origin.ts'
import { parseBody } from '../../http/parse-body.ts'
import { askForPasswordLink, createForgottenThrottle } from './forgotten-password.ts'
import { signInByPasskey, signInOptions } from './passkey-sign-in.ts'
import { createCodeGuesses, secondStepOf, takeSecondStep } from './second-step.ts'
import { findWelcomeLink, signIn, welcome } from './sign-in.ts'
import { createSignInThrottle } from './sign-in-throttle.ts'

const GUESS_WINDOW_MS = 15 * 60_000
const MAX_LINK_GUESSES = 50

export function registerSessions(app: FastifyInstance, deps: Deps): void {
  const throttle = createSignInThrottle(() => deps.now().getTime())

  app.get('/api/session', async (request) => sessionOf(deps, await authenticate(deps, request)))

  app.post('/api/session', async (request, reply) => {
    requireOwnPage(request)
    const body = parseBody(SignInBody, request.body)
    return enter(deps, request, reply, await signIn(deps, throttle, body, request.ip))
  })

  const linkGuesses = createAttempts(() => deps.now().getTime(), GUESS_WINDOW_MS)
  app.get<{ Params: { code: string } }>(
    '/api/welcome/:code',
    async ({ params, ip }): Promise<WelcomeLink> => {
      if (linkGuesses.count(ip) >= MAX_LINK_GUESSES) throw errors.rateLimited()
      const link = await findWelcomeLink(deps, params.code)
      if (link !== null) return link
      linkGuesses.add(ip)
      throw errors.notFound('link: it was used or has expired')
    },
  )

  app.post('/api/welcome', async (request, reply) => {
    requireOwnPage(request)
    return enter(deps, request, reply, await welcome(deps, parseBody(WelcomeBody, request.body)))
  })

  app.get('/api/session/methods', async (request): Promise<SignInMethods> => ({
    has_passkeys: passkeySiteOf(originOf(deps.origin, request)) !== null,
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
    return signInOptions(deps, originOf(deps.origin, request))
  })

  app.post('/api/session/passkey', async (request, reply) => {
    requireOwnPage(request)
    const body = parseBody(PasskeySignInBody, request.body)
    return openSession(
      deps,
      request,
      reply,
      await signInByPasskey(deps, body, originOf(deps.origin, request)),
    )
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
