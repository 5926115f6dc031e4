// People of an account (/api/accounts/{id}/people), for the web app's account page. For its owner and admins, signed in.
import type { AccountId, UserId } from '@rushes/contract/ids'
import {
  ChangePersonBody,
  HandOverBody,
  ListPeopleQuery,
  PasswordLink,
  Person,
  PersonParams,
} from '@rushes/contract/people'
import { AccountParams } from '@rushes/contract/teams'
import { z } from 'zod'
import type { Actor } from '../../access/actor.ts'
import { hashToken, newSessionToken } from '../../access/credentials.ts'
import { deactivatePerson, reactivatePerson } from '../../access/deactivate-person.ts'
import { requireSession } from '../../access/require-session.ts'
import type { Act } from '../../db/insert-member.ts'
import { insertPasswordLink } from '../../db/password-link.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { defineListRoute, defineRoute } from '../../http/route.ts'
import { wireTime } from '../../views/wire-time.ts'
import { changeRole, handOver, removeFromAccount, requireManaged } from './change-person.ts'
import { findPersonOf, listPeople, personView } from './people-rows.ts'
import type { PersonRow } from './people-rows.ts'
import { resetSecondFactor } from './reset-second-factor.ts'

export const listPeopleRoute = defineListRoute({
  method: 'GET',
  path: '/api/accounts/{account_id}/people',
  scope: null,
  params: AccountParams,
  query: ListPeopleQuery,
  list: Person,
  handle: async (deps, { actor, params, query }) => {
    requireSession(actor)
    return listPeople(deps, actor, params.account_id, query)
  },
})

export const changePersonRoute = defineRoute({
  method: 'PUT',
  path: '/api/accounts/{account_id}/people/{user_id}',
  scope: null,
  params: PersonParams,
  body: ChangePersonBody,
  answer: Person,
  handle: async (deps, { actor, params, body, requestId }) => {
    requireSession(actor)
    await changeRole(deps, actor, params.account_id, params.user_id, body.role, requestId)
    return readPerson(deps, actor, params.account_id, params.user_id)
  },
})

export const removePersonRoute = defineRoute({
  method: 'DELETE',
  path: '/api/accounts/{account_id}/people/{user_id}',
  scope: null,
  params: PersonParams,
  answer: z.object({ removed: z.boolean() }),
  handle: async (deps, { actor, params, requestId }) => {
    requireSession(actor)
    await removeFromAccount(deps, actor, params.account_id, params.user_id, requestId)
    return { removed: true }
  },
})

export const deactivatePersonRoute = defineRoute({
  method: 'POST',
  path: '/api/accounts/{account_id}/people/{user_id}/deactivate',
  scope: null,
  params: PersonParams,
  answer: Person,
  handle: async (deps, { actor, params, requestId }) => {
    const person = await requireAtHome(deps, actor, params.account_id, params.user_id)
    await deps.db
      .transaction()
      .execute((trx) => deactivatePerson(trx, actOf(deps, actor, requestId), homeOf(person)))
    return readPerson(deps, actor, params.account_id, params.user_id)
  },
})

export const reactivatePersonRoute = defineRoute({
  method: 'POST',
  path: '/api/accounts/{account_id}/people/{user_id}/reactivate',
  scope: null,
  params: PersonParams,
  answer: Person,
  handle: async (deps, { actor, params, requestId }) => {
    const person = await requireAtHome(deps, actor, params.account_id, params.user_id)
    await deps.db
      .transaction()
      .execute((trx) => reactivatePerson(trx, actOf(deps, actor, requestId), homeOf(person)))
    return readPerson(deps, actor, params.account_id, params.user_id)
  },
})

/** For somebody who forgot their password: no mailer needed, the admin passes the link on. */
export const passwordLinkRoute = defineRoute({
  method: 'POST',
  path: '/api/accounts/{account_id}/people/{user_id}/password_link',
  scope: null,
  params: PersonParams,
  answer: PasswordLink,
  handle: async (deps, { actor, params, origin, requestId }) => {
    const person = await requireAtHome(deps, actor, params.account_id, params.user_id)
    if (person.u_deleted_at !== null)
      throw errors.conflict('This person was deactivated. Reactivate them first.')
    const code = newSessionToken()
    const expiresAt = await deps.db.transaction().execute((trx) =>
      insertPasswordLink(trx, actOf(deps, actor, requestId), {
        ...homeOf(person),
        codeHash: hashToken(code),
      }),
    )
    return { url: `${origin}/welcome/${code}`, expires_at: wireTime(expiresAt) }
  },
})

/** For somebody who has lost what they sign in with besides the password. */
export const resetSecondFactorRoute = defineRoute({
  method: 'DELETE',
  path: '/api/accounts/{account_id}/people/{user_id}/second_factor',
  scope: null,
  params: PersonParams,
  answer: Person,
  handle: async (deps, { actor, params, requestId }) => {
    const person = await requireAtHome(deps, actor, params.account_id, params.user_id)
    await resetSecondFactor(deps, actor, person, requestId)
    return readPerson(deps, actor, params.account_id, params.user_id)
  },
})

export const handOverRoute = defineRoute({
  method: 'POST',
  path: '/api/accounts/{account_id}/owner',
  scope: null,
  params: AccountParams,
  body: HandOverBody,
  answer: Person,
  handle: async (deps, { actor, params, body, requestId }) => {
    requireSession(actor)
    await handOver(deps, actor, params.account_id, body.user_id, requestId)
    return readPerson(deps, actor, params.account_id, body.user_id)
  },
})

/** What ends a whole person, or could take them over, is for the account that is their home alone. */
async function requireAtHome(
  deps: Deps,
  actor: Actor,
  accountId: AccountId,
  userId: UserId,
): Promise<PersonRow> {
  requireSession(actor)
  const person = await requireManaged(deps, actor, accountId, userId)
  if (person.u_account_id !== accountId)
    throw errors.forbidden('This person belongs to another account. You can only remove them from yours.')
  return person
}

function homeOf(person: PersonRow): { userId: UserId; accountId: AccountId } {
  return { userId: person.u_id, accountId: person.u_account_id }
}

function actOf(deps: Deps, actor: Actor, requestId: string): Act {
  return { actorId: actor.userId, at: deps.now(), newId: deps.newId, requestId }
}

async function readPerson(deps: Deps, actor: Actor, accountId: AccountId, userId: UserId): Promise<Person> {
  return personView(await findPersonOf(deps, accountId, userId), accountId, actor.origin)
}
