// What owners and admins of an account do with its people: roles, taking out, handing over.
import { sql } from 'kysely'
import type { AccountId, TeamId, UserId } from '@rushes/contract/ids'
import type { Actor } from '../../access/actor.ts'
import { requireAccount } from '../../access/require-place.ts'
import { tellAccessChanged, writeEvent } from '../../db/events.ts'
import type { Act } from '../../db/insert-member.ts'
import { removeTeamMember } from '../../db/remove-member.ts'
import type { AccountRole } from '../../db/schema.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { findPersonOf } from './people-rows.ts'
import type { PersonRow } from './people-rows.ts'

/** Throws 409 for the owner: the account is handed over instead. */
export async function changeRole(
  deps: Deps,
  actor: Actor,
  accountId: AccountId,
  userId: UserId,
  role: Exclude<AccountRole, 'owner'>,
  requestId: string,
): Promise<void> {
  const person = await requireManaged(deps, actor, accountId, userId)
  if (person.role === null)
    throw errors.conflict('This person is no member of the account. Invite them first.')
  const before = person.role
  if (before === role) return
  const at = deps.now()
  await deps.db.transaction().execute(async (trx) => {
    const changed = await trx
      .updateTable('account_members')
      .set({ role })
      .where('account_id', '=', accountId)
      .where('user_id', '=', userId)
      .where('role', '=', before)
      .executeTakeFirst()
    if (changed.numUpdatedRows === 0n)
      throw errors.conflict('Somebody else changed the role of this person in the same moment. Look again.')
    await writeEvent(trx, {
      id: deps.newId(),
      type: 'account_member.updated',
      at,
      actorId: actor.userId,
      accountId,
      resource: { type: 'account_member', id: userId },
      before: { role: before },
      after: { role },
      requestId,
    })
    await tellAccessChanged(trx, userId)
  })
}

/** Out of the account, its teams and its projects, at once. What they made stays. */
export async function removeFromAccount(
  deps: Deps,
  actor: Actor,
  accountId: AccountId,
  userId: UserId,
  requestId: string,
): Promise<void> {
  const person = await requireManaged(deps, actor, accountId, userId)
  const act: Act = { actorId: actor.userId, at: deps.now(), newId: deps.newId, requestId }
  await deps.db.transaction().execute(async (trx) => {
    for (const { id } of person.teams ?? [])
      await removeTeamMember(trx, act, { accountId, teamId: id as TeamId, userId })
    if (person.role !== null) {
      const removed = await trx
        .deleteFrom('account_members')
        .where('account_id', '=', accountId)
        .where('user_id', '=', userId)
        // The account may have been handed over to them meanwhile.
        .where('role', '<>', 'owner')
        .executeTakeFirst()
      if (removed.numDeletedRows === 0n) throw errors.conflict('This person owns the account by now.')
    }
    const places = await sql<{ id: string }>`with gone as (
        delete from collaborators co using projects p
        where p.id = co.project_id and p.account_id = ${accountId} and co.user_id = ${userId} returning co.project_id
      )
      update projects set collaborator_count = collaborator_count - 1
      where id in (select project_id from gone) returning id`.execute(trx)
    await writeEvent(trx, {
      id: deps.newId(),
      type: 'account_member.deleted',
      at: act.at,
      actorId: actor.userId,
      accountId,
      resource: { type: 'account_member', id: userId },
      before: { role: person.role, project_ids: places.rows.map(({ id }) => id) },
      requestId,
    })
    await tellAccessChanged(trx, userId)
  })
}

/** The owner makes another member the owner and stays as an admin. */
export async function handOver(
  deps: Deps,
  actor: Actor,
  accountId: AccountId,
  userId: UserId,
  requestId: string,
): Promise<void> {
  await requireAccount(deps, actor, accountId, 'own')
  const person = await findPersonOf(deps, accountId, userId)
  if (person.role === null || person.u_deleted_at !== null)
    throw errors.conflict('An account can only be handed over to an active member of it.')
  if (person.role === 'owner') return
  const at = deps.now()
  await deps.db.transaction().execute(async (trx) => {
    const changed = await trx
      .updateTable('accounts')
      .set({ owner_id: userId, updated_at: at })
      .where('id', '=', accountId)
      .where('owner_id', '=', actor.userId)
      .executeTakeFirst()
    if (changed.numUpdatedRows === 0n) throw errors.conflict('The account has another owner by now.')
    await setRole(userId, 'owner')
    await setRole(actor.userId, 'admin')
    await writeEvent(trx, {
      id: deps.newId(),
      type: 'account.updated',
      at,
      actorId: actor.userId,
      accountId,
      resource: { type: 'account', id: accountId },
      before: { owner_id: actor.userId },
      after: { owner_id: userId },
      requestId,
    })
    await tellAccessChanged(trx, userId)
    await tellAccessChanged(trx, actor.userId)

    async function setRole(id: UserId, role: AccountRole): Promise<void> {
      const updated = await trx
        .updateTable('account_members')
        .set({ role })
        .where('account_id', '=', accountId)
        .where('user_id', '=', id)
        .executeTakeFirst()
      if (updated.numUpdatedRows === 0n)
        throw errors.conflict('An account can only be handed over to an active member of it.')
    }
  })
}

/** A person of the account whom the caller may manage: anybody but its owner and oneself. */
export async function requireManaged(
  deps: Deps,
  actor: Actor,
  accountId: AccountId,
  userId: UserId,
): Promise<PersonRow> {
  await requireAccount(deps, actor, accountId, 'manage people')
  const person = await findPersonOf(deps, accountId, userId)
  if (person.role === 'owner')
    throw errors.conflict('This person owns the account. The owner hands it over to somebody else first.')
  if (userId === actor.userId) throw errors.conflict('Somebody else has to do this to you.')
  return person
}
