// One's own profile and password (/api/me). The e-mail address is who somebody is here: it does not change by itself.
import { ChangePasswordBody, UpdateProfileBody } from '@rushes/contract/people'
import { User } from '@rushes/contract/users'
import { z } from 'zod'
import type { Actor } from '../../access/actor.ts'
import { confirmPassword, createPasswordGuesses } from '../../access/confirm-password.ts'
import { hashPassword } from '../../access/credentials.ts'
import { sessionOf } from '../../access/open-session.ts'
import { requireSession } from '../../access/require-session.ts'
import { revokeCredentials } from '../../access/revoke-credentials.ts'
import { writeEvent } from '../../db/events.ts'
import type { Deps } from '../../deps.ts'
import { defineRoute } from '../../http/route.ts'
import type { Route } from '../../http/route.ts'

export const updateProfileRoute = defineRoute({
  method: 'PUT',
  path: '/api/me',
  scope: null,
  body: UpdateProfileBody,
  answer: User,
  handle: async (deps, { actor, body, requestId }) => {
    requireSession(actor)
    await updateProfile(deps, actor, body, requestId)
    return (await sessionOf(deps, actor)).user
  },
})

async function updateProfile(
  deps: Deps,
  actor: Actor,
  body: UpdateProfileBody,
  requestId: string,
): Promise<void> {
  const at = deps.now()
  const changes = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
  await deps.db.transaction().execute(async (trx) => {
    await trx
      .updateTable('users')
      .set({ ...changes, updated_at: at })
      .where('id', '=', actor.userId)
      .execute()
    await writeEvent(trx, {
      id: deps.newId(),
      type: 'user.updated',
      at,
      actorId: actor.userId,
      accountId: actor.accountId,
      resource: { type: 'user', id: actor.userId },
      after: changes,
      requestId,
    })
  })
}

/** Ends all other sessions. Guessing the current password is throttled: the screen may be somebody else's. */
export function changePasswordRoute(deps: Deps): Route {
  const guesses = createPasswordGuesses(() => deps.now().getTime())
  return defineRoute({
    method: 'POST',
    path: '/api/me/password',
    scope: null,
    body: ChangePasswordBody,
    answer: z.object({ changed: z.boolean() }),
    handle: async (_deps, { actor, body, requestId }) => {
      requireSession(actor)
      await confirmPassword(deps, guesses, actor.userId, 'current_password', body.current_password)
      await changePassword(deps, actor, body, requestId)
      return { changed: true }
    },
  })
}

async function changePassword(
  deps: Deps,
  actor: Actor,
  body: ChangePasswordBody,
  requestId: string,
): Promise<void> {
  const at = deps.now()
  const passwordHash = await hashPassword(body.new_password, deps.config.passwordCost)
  const { userId, accountId, tokenId } = actor
  await deps.db.transaction().execute(async (trx) => {
    await trx
      .updateTable('users')
      .set({ password_hash: passwordHash, updated_at: at })
      .where('id', '=', userId)
      .execute()
    await writeEvent(trx, {
      id: deps.newId(),
      type: 'user.password_changed',
      at,
      actorId: userId,
      accountId,
      resource: { type: 'user', id: userId },
      requestId,
    })
    const act = { actorId: userId, at, newId: deps.newId, requestId }
    await revokeCredentials(trx, act, { userId, accountId, kind: 'session', except: tokenId })
  })
}
