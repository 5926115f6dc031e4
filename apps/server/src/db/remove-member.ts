// Taking a person out of a place, with everything that hangs on it, in one transaction.
import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { AccountId, TeamId, UserId } from '@rushes/contract/ids'
import { tellAccessChanged, writeEvent } from './events.ts'
import type { Act } from './insert-member.ts'
import type { Database } from './schema.ts'

/**
 * Out of the team and of every project in it, also those the person was invited to or owns (the owner's name stays on
 * them). Returns false when they were no member.
 */
export async function removeTeamMember(
  trx: Transaction<Database>,
  { actorId, at, newId, requestId }: Act,
  { accountId, teamId, userId }: { accountId: AccountId; teamId: TeamId; userId: UserId },
): Promise<boolean> {
  const removed = await trx
    .deleteFrom('team_members')
    .where('team_id', '=', teamId)
    .where('user_id', '=', userId)
    .returning(['id', 'role'])
    .executeTakeFirst()
  if (removed === undefined) return false
  const places = await sql<{ project_id: string }>`with gone as (
      delete from collaborators co using projects p
      where p.id = co.project_id and p.team_id = ${teamId} and co.user_id = ${userId} returning co.project_id
    )
    update projects set collaborator_count = collaborator_count - 1
    where id in (select project_id from gone) returning id as project_id`.execute(trx)
  await writeEvent(trx, {
    id: newId(),
    type: 'teammember.deleted',
    at,
    actorId,
    accountId,
    teamId,
    resource: { type: 'team_member', id: removed.id },
    before: {
      user_id: userId,
      role: removed.role,
      project_ids: places.rows.map(({ project_id }) => project_id),
    },
    requestId,
  })
  await tellAccessChanged(trx, userId)
  return true
}
