// What people may be, in words. Each says in one sentence what it means (v2-platform.md 7.2).
import type { GivenAccountRole } from '@rushes/client/people'

export interface RoleWords<Value extends string> {
  value: Value
  label: string
  note: string
}

export type TeamRole = 'team_manager' | 'member'

/** Roles that owners and admins give; strongest first. */
export const ACCOUNT_ROLES: readonly RoleWords<GivenAccountRole>[] = [
  {
    value: 'admin',
    label: 'Admin',
    note: 'Sees and changes everything: every team, every project, everyone in them.',
  },
  {
    value: 'account_manager',
    label: 'Account manager',
    note: 'Makes teams and decides who is in the teams they can see.',
  },
  {
    value: 'billing_manager',
    label: 'Billing manager',
    note: 'Looks after the plan, and sees only what they are invited to.',
  },
  { value: 'member', label: 'Member', note: 'Works in the teams they were put into.' },
]

export const TEAM_ROLES: readonly RoleWords<TeamRole>[] = [
  {
    value: 'team_manager',
    label: 'Team manager',
    note: 'Runs the team: its people, its settings and all of its projects.',
  },
  {
    value: 'member',
    label: 'Team member',
    note: 'Works in every project of the team that is not private, and makes new ones.',
  },
]

export const COLLABORATOR: RoleWords<'collaborator'> = {
  value: 'collaborator',
  label: 'Collaborator',
  note: 'Uploads, organises and comments in the projects you choose, and sees nothing else.',
}

const NAMES: Record<string, string> = {
  owner: 'Owner',
  team_manager: 'Team manager',
  collaborator: 'Collaborator',
  ...Object.fromEntries(ACCOUNT_ROLES.map(({ value, label }) => [value, label])),
}

/** The name of any role the server may answer. */
export function roleName(role: string): string {
  return NAMES[role] ?? role.replaceAll('_', ' ')
}
