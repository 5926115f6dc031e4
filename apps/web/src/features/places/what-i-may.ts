// Which controls to show. The server decides again on every call; this only keeps what would be refused off the screen.
// The rules are those of v2-platform.md 7.2.

export interface Standing {
  /** "owner", "admin", "account_manager", "billing_manager", or null for everybody else. */
  accountRole: string | null
  /** "team_manager", "member", or null for who is not in the team. */
  teamRole: string | null
}

export interface AccountRights {
  managePeople: boolean
  createTeam: boolean
  handOver: boolean
}

export function accountRights(accountRole: string | null): AccountRights {
  return {
    managePeople: isBoss(accountRole),
    createTeam: isBoss(accountRole) || accountRole === 'account_manager',
    handOver: accountRole === 'owner',
  }
}

export interface TeamRights {
  createProject: boolean
  manageMembers: boolean
  manageTeam: boolean
  /** On one's own, without being asked. */
  join: boolean
}

/** Only teams that the caller sees reach this: who is not in one of them may join it. */
export function teamRights({ accountRole, teamRole }: Standing): TeamRights {
  const boss = isBoss(accountRole)
  const isManager = boss || teamRole === 'team_manager'
  return {
    createProject: boss || teamRole !== null,
    manageMembers: isManager || accountRole === 'account_manager',
    manageTeam: isManager,
    join: teamRole === null,
  }
}

export interface ProjectRights {
  invite: boolean
  removePeople: boolean
  manage: boolean
  /** May see private files and what the team keeps to itself. */
  isInside: boolean
}

export function projectRights(
  standing: Standing & { isOwner: boolean; collaboratorsMayInvite: boolean },
): ProjectRights {
  const isManager = isBoss(standing.accountRole) || standing.teamRole === 'team_manager'
  // A member who sees a private project was invited into it or owns it, and is a member there too.
  const isInside = isManager || standing.teamRole === 'member'
  return {
    invite: isInside || standing.collaboratorsMayInvite,
    removePeople: isInside,
    manage: isManager || (isInside && standing.isOwner),
    isInside,
  }
}

function isBoss(role: string | null): boolean {
  return role === 'owner' || role === 'admin'
}
