// Who may do what (v2-platform.md 7.2), as pure rules over the caller's roles. Collaborators and links come with the
// people-and-places work; until then nobody but account and team people sees anything.
import type { AccountRole, TeamRole } from '../db/schema.ts'

/** The caller's standing towards one object, read together with it. */
export interface Standing {
  accountRole: AccountRole | null
  teamRole: TeamRole | null
  isProjectPrivate: boolean
  isProjectOwner: boolean
}

export type Ability =
  | 'see'
  | 'see private'
  | 'organise' // upload, rename, label, delete, restore
  | 'download'
  | 'create project'
  | 'manage project' // update, delete

export function may(ability: Ability, standing: Standing): boolean {
  const { accountRole, teamRole, isProjectPrivate, isProjectOwner } = standing
  const isBoss = accountRole === 'owner' || accountRole === 'admin'
  if (isBoss) return true
  const isManager = teamRole === 'team_manager'
  const isMember = teamRole === 'member' && (!isProjectPrivate || isProjectOwner)
  switch (ability) {
    case 'see':
    case 'see private':
    case 'organise':
    case 'download':
      return isManager || isMember
    case 'create project':
      return teamRole !== null
    case 'manage project':
      return isManager || (isMember && isProjectOwner)
  }
}
