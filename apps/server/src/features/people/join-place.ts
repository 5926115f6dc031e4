// Putting a person where an invitation leads.
import type { Transaction } from 'kysely'
import type { AccountId, ProjectId, TeamId, UserId } from '@rushes/contract/ids'
import type { Act } from '../../db/insert-member.ts'
import { insertAccountMember, insertCollaborator, insertTeamMember } from '../../db/insert-member.ts'
import type { AccountRole, Database, InvitationRole, TeamRole } from '../../db/schema.ts'

export interface InvitationPlace {
  accountId: AccountId
  teamId: TeamId | null
  projectId: ProjectId | null
  role: InvitationRole
}

export async function joinPlace(
  trx: Transaction<Database>,
  act: Act,
  { accountId, teamId, projectId, role }: InvitationPlace,
  { userId, inviterId, message }: { userId: UserId; inviterId: UserId; message: string | null },
): Promise<void> {
  if (projectId !== null && teamId !== null) {
    await insertCollaborator(trx, act, {
      accountId,
      teamId,
      projectId,
      userId,
      creatorId: inviterId,
      message,
    })
    return
  }
  if (teamId !== null) {
    // Checked where the invitation was made: the roles of a team are these two.
    await insertTeamMember(trx, act, { accountId, teamId, userId, role: role as TeamRole })
    return
  }
  // Likewise: the roles of an account.
  await insertAccountMember(trx, act, { accountId, userId, role: role as AccountRole })
}
