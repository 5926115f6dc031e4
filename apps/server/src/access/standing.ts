// From the columns that came with a row to the caller's standing.
import type { StandingColumns } from '../db/standing-columns.ts'
import type { Standing } from './abilities.ts'

export function standingOf(row: StandingColumns): Standing {
  return {
    accountRole: row.account_role,
    teamRole: row.team_role,
    isCollaborator: row.is_collaborator,
    isProjectPrivate: row.is_project_private,
    isProjectOwner: row.is_project_owner,
    collaboratorsMay: {
      download: row.collaborator_can_download,
      invite: row.collaborator_can_invite,
      share: row.collaborator_can_share,
    },
    marksViewers: row.viewers_marked_since !== null,
  }
}

/** Reaches the project only because somebody invited them: V2's "shared" (v2-platform.md 8.1). */
export function isOnlyInvited({ accountRole, teamRole, isCollaborator }: Standing): boolean {
  return isCollaborator && teamRole === null && accountRole !== 'owner' && accountRole !== 'admin'
}
