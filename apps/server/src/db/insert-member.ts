// The rows that put a person into a place. Both do nothing for who is there already.
import type { Transaction } from 'kysely'
import type { AccountId, ProjectId, TeamId, UserId } from '@rushes/contract/ids'
import { tellAccessChanged, writeEvent } from './events.ts'
import type { AccountRole, Database, TeamRole } from './schema.ts'

/** Who puts somebody somewhere, when, and where ids come from. */
export interface Act {
  actorId: UserId | null
  at: Date
  newId: () => string
  requestId: string | null
}

/** Returns false when the person is a member already. */
export async function insertAccountMember(
  trx: Transaction<Database>,
  { actorId, at, newId, requestId }: Act,
  member: { accountId: AccountId; userId: UserId; role: AccountRole },
): Promise<boolean> {
  const { accountId, userId, role } = member
  const inserted = await trx
    .insertInto('account_members')
    .values({ account_id: accountId, user_id: userId, role, inserted_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows === 0n) return false
  await writeEvent(trx, {
    id: newId(),
    type: 'account_member.created',
    at,
    actorId,
    accountId,
    resource: { type: 'account_member', id: userId },
    after: { role },
    requestId,
  })
  return true
}

/** A team's members are members of its account. Returns false when the person is in the team already. */
export async function insertTeamMember(
  trx: Transaction<Database>,
  act: Act,
  member: { accountId: AccountId; teamId: TeamId; userId: UserId; role: TeamRole },
): Promise<boolean> {
  const { actorId, at, newId, requestId } = act
  const { accountId, teamId, userId, role } = member
  await insertAccountMember(trx, act, { accountId, userId, role: 'member' })
  const id = newId()
  const inserted = await trx
    .insertInto('team_members')
    .values({ id, team_id: teamId, user_id: userId, role, inserted_at: at, updated_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows === 0n) return false
  await writeEvent(trx, {
    id: newId(),
    type: 'teammember.created',
    at,
    actorId,
    accountId,
    teamId,
    resource: { type: 'team_member', id },
    after: { user_id: userId, role },
    requestId,
  })
  await tellAccessChanged(trx, userId)
  return true
}

/** Returns false when the person is in the project already. */
export async function insertCollaborator(
  trx: Transaction<Database>,
  { actorId, at, newId, requestId }: Act,
  place: {
    accountId: AccountId
    teamId: TeamId
    projectId: ProjectId
    userId: UserId
    creatorId: UserId
    message: string | null
  },
): Promise<boolean> {
  const { accountId, teamId, projectId, userId, creatorId, message } = place
  const id = newId()
  const inserted = await trx
    .insertInto('collaborators')
    .values({
      id,
      project_id: projectId,
      user_id: userId,
      creator_id: creatorId,
      message,
      inserted_at: at,
      updated_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows === 0n) return false
  await trx
    .updateTable('projects')
    .set((eb) => ({ collaborator_count: eb('collaborator_count', '+', 1) }))
    .where('id', '=', projectId)
    .execute()
  await writeEvent(trx, {
    id: newId(),
    type: 'collaborator.created',
    at,
    actorId,
    accountId,
    teamId,
    projectId,
    resource: { type: 'collaborator', id },
    after: { user_id: userId },
    requestId,
  })
  await tellAccessChanged(trx, userId)
  return true
}
