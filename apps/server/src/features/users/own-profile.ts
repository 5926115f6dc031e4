// One's own profile and password (/api/me). The e-mail address is who somebody is here: it does not change by itself.
import { ChangePasswordBody, UpdateProfileBody } from '@rushes/contract/people'
import { User } from '@rushes/contract/users'
import { z } from 'zod'
import type { Actor } from '../../access/actor.ts'
import { createAttempts } from '../../access/attempts.ts'
import { hashPassword, verifyPassword } from '../../access/credentials.ts'
import { sessionOf } from '../../access/open-session.ts'
import { requireSession } from '../../access/require-session.ts'
import { revokeCredentials } from '../../access/revoke-credentials.ts'
import { writeEvent } from '../../db/events.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
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
    return (await sessionOf(deps, actor.userId)).user
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

const GUESS_WINDOW_MS = 15 * 60_000
const MAX_GUESSES = 10

/** Ends all other sessions. Guessing the current password is throttled: the screen may be somebody else's. */
export function changePasswordRoute(deps: Deps): Route {
  const guesses = createAttempts(() => deps.now().getTime(), GUESS_WINDOW_MS)
  return defineRoute({
    method: 'POST',
    path: '/api/me/password',
    scope: null,
    body: ChangePasswordBody,
    answer: z.object({ changed: z.boolean() }),
    handle: async (_deps, { actor, body, requestId }) => {
      requireSession(actor)
      if (guesses.count(actor.userId) >= MAX_GUESSES) throw errors.signInThrottled()
      guesses.add(actor.userId)
      if (!(await isCurrentPassword(deps, actor, body)))
        throw errors.invalid([{ field: 'current_password', title: 'is not right' }])
      guesses.forget(actor.userId)
      await changePassword(deps, actor, body, requestId)
      return { changed: true }
    },
  })
}

async function isCurrentPassword(deps: Deps, actor: Actor, body: ChangePasswordBody): Promise<boolean> {
  const user = await deps.db
    .selectFrom('users')
    .select('password_hash')
    .where('id', '=', actor.userId)
    .executeTakeFirst()
  return verifyPassword(body.current_password, user?.password_hash ?? null)
}

async function changePassword(
  deps: Deps,
  actor: Actor,
  body: ChangePasswordBody,
  requestId: string,
): Promise<void> {
  const at = deps.now()
  const passwordHash = await hashPassword(body.new_password)
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
