// Invitations (/api/invitations) and the page that a link opens (/api/invite/<code>, which needs no credential).
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import {
  AcceptInvitationBody,
  CreateInvitationBody,
  Invitation,
  InvitationLink,
  InvitationParams,
  ListInvitationsQuery,
} from '@rushes/contract/people'
import { createAttempts } from '../../access/attempts.ts'
import { authenticate, requireOwnPage, SESSION_COOKIE } from '../../access/authenticate.ts'
import { openSession, sessionOf } from '../../access/open-session.ts'
import { requireSession } from '../../access/require-session.ts'
import type { Deps } from '../../deps.ts'
import { errors, HttpError } from '../../http/errors.ts'
import { parseBody } from '../../http/parse-body.ts'
import { defineListRoute, defineRoute } from '../../http/route.ts'
import {
  findOpenInvitation,
  joinByInvitation,
  openInvitationView,
  signUpByInvitation,
} from './accept-invitation.ts'
import { listInvitations } from './invitation-rows.ts'
import { createInvitation, renewInvitation, revokeInvitation } from './invite.ts'

const INVITE = { calls: 100, windowMs: 60_000 }

export const listInvitationsRoute = defineListRoute({
  method: 'GET',
  path: '/api/invitations',
  scope: null,
  query: ListInvitationsQuery,
  list: Invitation,
  handle: async (deps, { actor, query }) => {
    requireSession(actor)
    return listInvitations(deps, actor, query)
  },
})

export const createInvitationRoute = defineRoute({
  method: 'POST',
  path: '/api/invitations',
  scope: null,
  limit: INVITE,
  body: CreateInvitationBody,
  answer: InvitationLink,
  handle: async (deps, { actor, body, origin, requestId }) => {
    requireSession(actor)
    return createInvitation(deps, actor, body, origin, requestId)
  },
})

export const renewInvitationRoute = defineRoute({
  method: 'POST',
  path: '/api/invitations/{id}/link',
  scope: null,
  limit: INVITE,
  params: InvitationParams,
  answer: InvitationLink,
  handle: async (deps, { actor, params, origin, requestId }) => {
    requireSession(actor)
    return renewInvitation(deps, actor, params.id, origin, requestId)
  },
})

export const revokeInvitationRoute = defineRoute({
  method: 'DELETE',
  path: '/api/invitations/{id}',
  scope: null,
  params: InvitationParams,
  answer: z.object({ revoked: z.boolean() }),
  handle: async (deps, { actor, params, requestId }) => {
    requireSession(actor)
    await revokeInvitation(deps, actor, params.id, requestId)
    return { revoked: true }
  },
})

const GUESS_WINDOW_MS = 15 * 60_000
const MAX_GUESSES = 50

/** Outside the route map: who opens a link is nobody yet. */
export function registerInvitationPage(app: FastifyInstance, deps: Deps): void {
  const guesses = createAttempts(() => deps.now().getTime(), GUESS_WINDOW_MS)

  async function find(code: string, ip: string) {
    if (guesses.count(ip) >= MAX_GUESSES) throw errors.rateLimited()
    return findOpenInvitation(deps, code).catch((error: unknown) => {
      if (error instanceof HttpError) guesses.add(ip)
      throw error
    })
  }

  app.get<{ Params: { code: string } }>('/api/invite/:code', async (request) =>
    openInvitationView(await find(request.params.code, request.ip)),
  )

  app.post<{ Params: { code: string } }>('/api/invite/:code', async (request, reply) => {
    requireOwnPage(request)
    const invitation = await find(request.params.code, request.ip)
    const place = {
      account_id: invitation.account_id,
      team_id: invitation.team_id,
      project_id: invitation.project_id,
    }
    // A session that has ended is no reason to refuse somebody new.
    const actor =
      request.cookies[SESSION_COOKIE] === undefined
        ? null
        : await authenticate(deps, request).catch((error: unknown) => {
            if (error instanceof HttpError && error.status === 401) return null
            throw error
          })
    if (actor !== null) {
      await joinByInvitation(deps, invitation, actor.userId, request.id)
      return { ...(await sessionOf(deps, actor)), ...place }
    }
    const body = parseBody(AcceptInvitationBody, request.body)
    const userId = await signUpByInvitation(deps, invitation, body, request.id)
    return { ...(await openSession(deps, request, reply, userId)), ...place }
  })
}
