// Reading and showing the members of a team (v2-platform.md 8.3).
import type { TeamId, UserId } from '@rushes/contract/ids'
import type { BatchTeamMembersBody, TeamMember } from '@rushes/contract/teams'
import type { InvitationRow } from '../../db/invitations.ts'
import type { TeamRole } from '../../db/schema.ts'
import { USER_COLUMNS } from '../../db/user-rows.ts'
import type { UserColumns } from '../../db/user-rows.ts'
import { userView } from '../../views/user-view.ts'
import { wireTime } from '../../views/wire-time.ts'

export interface TeamMemberRow extends UserColumns {
  id: string
  team_id: TeamId
  user_id: UserId
  role: TeamRole
  inserted_at: string
  updated_at: string
}

/** SQL of members; `rest` starts after the joins. People who were deactivated are left out. */
export function selectTeamMembers(rest: string): string {
  return `select m.id, m.team_id, m.user_id, m.role, m.inserted_at, coalesce(m.updated_at, m.inserted_at) as updated_at,
      ${USER_COLUMNS}
    from team_members m join users u on u.id = m.user_id and u.deleted_at is null ${rest}`
}

export function teamMemberView(
  row: TeamMemberRow,
  origin: string,
  deletedAt: Date | null = null,
): TeamMember {
  return {
    _type: 'team_member',
    id: row.id,
    team_id: row.team_id,
    user_id: row.user_id,
    role: row.role,
    email: row.u_email,
    user: userView(row, origin),
    deleted_at: deletedAt === null ? null : wireTime(deletedAt),
    inserted_at: row.inserted_at,
    updated_at: row.updated_at,
  }
}

/** Only of an invitation into a team, with an e-mail address. */
export function pendingTeamMemberView(row: InvitationRow, deletedAt: Date | null = null): TeamMember {
  if (row.team_id === null || row.email === null)
    throw new Error(`The invitation ${row.id} is no pending team member.`)
  return {
    _type: 'pending_team_member',
    id: row.id,
    team_id: row.team_id,
    user_id: null,
    role: row.role,
    email: row.email,
    user: null,
    deleted_at: deletedAt === null ? null : wireTime(deletedAt),
    inserted_at: row.inserted_at,
    updated_at: row.updated_at,
  }
}

/** How a batch call names an entry it could not do. */
export function nameOfEntry(entry: BatchTeamMembersBody['batch'][number]): string {
  return entry.email ?? entry.user_id ?? 'batch'
}
