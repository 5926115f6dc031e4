// Reading and showing the people of a project (v2-platform.md 8.4).
import type { Collaborator, PendingCollaborator } from '@rushes/contract/collaborators'
import type { ProjectId, UserId } from '@rushes/contract/ids'
import type { InvitationRow } from '../../db/invitations.ts'
import type { TeamRole } from '../../db/schema.ts'
import { USER_COLUMNS } from '../../db/user-rows.ts'
import type { UserColumns } from '../../db/user-rows.ts'
import { userView } from '../../views/user-view.ts'
import { wireTime } from '../../views/wire-time.ts'

export interface CollaboratorRow extends UserColumns {
  id: string
  project_id: ProjectId
  user_id: UserId
  creator_id: UserId
  message: string | null
  inserted_at: string
  updated_at: string
  is_owner: boolean
  member_role: TeamRole | null
}

/** SQL of collaborators; `rest` starts after the joins. People who were deactivated are left out. */
export function selectCollaborators(rest: string): string {
  return `select c.id, c.project_id, c.user_id, c.creator_id, c.message, c.inserted_at, c.updated_at,
      p.owner_id = c.user_id as is_owner,
      (select tm.role from team_members tm where tm.team_id = p.team_id and tm.user_id = c.user_id) as member_role,
      ${USER_COLUMNS}
    from collaborators c
    join projects p on p.id = c.project_id
    join users u on u.id = c.user_id and u.deleted_at is null ${rest}`
}

export function collaboratorView(
  row: CollaboratorRow,
  origin: string,
  include: readonly string[],
  deletedAt: Date | null = null,
): Collaborator {
  return {
    _type: 'collaborator',
    id: row.id,
    project_id: row.project_id,
    user_id: row.user_id,
    user: {
      ...userView(row, origin),
      ...(include.includes('project_role')
        ? {
            project_role: {
              collaborator: !row.is_owner,
              owner: row.is_owner,
              team_member: row.member_role !== null,
              team_role: row.member_role,
            },
          }
        : {}),
    },
    creator_id: row.creator_id,
    message: row.message,
    deleted_at: deletedAt === null ? null : wireTime(deletedAt),
    inserted_at: row.inserted_at,
    updated_at: row.updated_at,
  }
}

/** Only of an invitation with a project and an e-mail address. */
export function pendingCollaboratorView(
  row: InvitationRow,
  deletedAt: Date | null = null,
): PendingCollaborator {
  if (row.project_id === null || row.email === null)
    throw new Error(`The invitation ${row.id} is no pending collaborator.`)
  return {
    _type: 'pending_collaborator',
    id: row.id,
    project_id: row.project_id,
    email: row.email,
    creator_id: row.creator_id,
    message: row.message,
    deleted_at: deletedAt === null ? null : wireTime(deletedAt),
    inserted_at: row.inserted_at,
    updated_at: row.updated_at,
  }
}
