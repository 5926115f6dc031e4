// The table of v2-platform.md 7.2, spelled out: one line a row, one letter a column.
import { describe, expect, it } from 'vitest'
import { isMarkedViewer, may, mayInAccount, mayInTeam, mayOnComment } from './abilities.ts'
import type { Ability, AccountAbility, Standing, TeamAbility, TeamStandingFacts } from './abilities.ts'

const nobody: Standing = {
  accountRole: null,
  teamRole: null,
  isCollaborator: false,
  isProjectPrivate: false,
  isProjectOwner: false,
  collaboratorsMay: { download: true, invite: true, share: false },
  marksViewers: false,
}

/** In the order of the columns below. */
const people: [name: string, Standing][] = [
  ['owner', { ...nobody, accountRole: 'owner' }],
  ['admin', { ...nobody, accountRole: 'admin' }],
  ['account manager', { ...nobody, accountRole: 'account_manager' }],
  ['billing manager', { ...nobody, accountRole: 'billing_manager' }],
  ['team manager', { ...nobody, accountRole: 'member', teamRole: 'team_manager' }],
  ['team member', { ...nobody, accountRole: 'member', teamRole: 'member' }],
  ['team member who owns it', { ...nobody, accountRole: 'member', teamRole: 'member', isProjectOwner: true }],
  ['collaborator', { ...nobody, isCollaborator: true }],
  ['stranger of the account', { ...nobody, accountRole: 'member' }],
  ['stranger', nobody],
]

/** owner, admin, account manager, billing manager, team manager, member, its owner, collaborator, stranger, stranger. */
const inOpenProject: Record<Ability, string> = {
  see: 'yy--yyyy--',
  'see private': 'yy--yyy---',
  organise: 'yy--yyyy--',
  comment: 'yy--yyyy--',
  download: 'yy--yyyy--',
  share: 'yy--yyy---',
  invite: 'yy--yyyy--',
  'remove collaborators': 'yy--yyy---',
  'manage devices': 'yy--yyy---',
  moderate: 'yy--y-y---',
  'manage project': 'yy--y-y---',
}

const inPrivateProject: Record<Ability, string> = {
  see: 'yy--y-yy--',
  'see private': 'yy--y-y---',
  organise: 'yy--y-yy--',
  comment: 'yy--y-yy--',
  download: 'yy--y-yy--',
  share: 'yy--y-y---',
  invite: 'yy--y-yy--',
  'remove collaborators': 'yy--y-y---',
  'manage devices': 'yy--y-y---',
  moderate: 'yy--y-y---',
  'manage project': 'yy--y-y---',
}

describe.each([
  ['an open project', inOpenProject, false],
  ['a private project', inPrivateProject, true],
] as const)('in %s', (_name, table, isProjectPrivate) => {
  it.each(Object.entries(table) as [Ability, string][])('%s: %s', (ability, row) => {
    const actual = people.map(([, standing]) => (may(ability, { ...standing, isProjectPrivate }) ? 'y' : '-'))
    expect(actual.join('')).toBe(row)
  })
})

describe('what a project leaves to its collaborators', () => {
  const collaborator: Standing = { ...nobody, isCollaborator: true }
  it.each(['download', 'invite', 'share'] as const)('%s follows the switch', (ability) => {
    for (const isOn of [true, false]) {
      const collaboratorsMay = { ...nobody.collaboratorsMay, [ability]: isOn }
      expect(may(ability, { ...collaborator, collaboratorsMay })).toBe(isOn)
      expect(may(ability, { ...nobody, teamRole: 'member', collaboratorsMay })).toBe(true)
    }
  })

  it('leaves downloads to nobody from outside whose films are watermarked', () => {
    const marking = { marksViewers: true }
    expect(may('download', { ...collaborator, ...marking })).toBe(false)
    expect(
      people.map(([, standing]) => (isMarkedViewer({ ...standing, ...marking }) ? 'y' : '-')).join(''),
    ).toBe('-------y--')
    expect(people.some(([, standing]) => isMarkedViewer(standing))).toBe(false)
  })

  it('seats a team member who was invited into a private project as a member', () => {
    const invited: Standing = { ...nobody, teamRole: 'member', isCollaborator: true, isProjectPrivate: true }
    expect(may('see private', invited)).toBe(true)
    expect(may('manage project', invited)).toBe(false)
  })

  it('leaves somebody who owns a project but left its team no more than an invitation does', () => {
    const left: Standing = { ...collaborator, isProjectOwner: true }
    expect(may('see', left)).toBe(true)
    expect(may('manage project', left)).toBe(false)
    expect(may('see', { ...left, isCollaborator: false })).toBe(false)
  })
})

/** owner, admin, account manager, billing manager, manager of the team, member of it, other member of the account, stranger. */
const inPrivateTeam: Record<TeamAbility, string> = {
  see: 'yy--yy--',
  join: 'yy------',
  'create project': 'yy--yy--',
  'manage members': 'yy--y---',
  'manage team': 'yy--y---',
}
const inPublicTeam: Record<TeamAbility, string> = {
  see: 'yyyyyyy-',
  join: 'yyyyyyy-',
  'create project': 'yy--yy--',
  'manage members': 'yyy-y---',
  'manage team': 'yy--y---',
}

describe.each([
  ['a private team', inPrivateTeam, false],
  ['a public team', inPublicTeam, true],
] as const)('in %s', (_name, table, isPublic) => {
  const facts: Omit<TeamStandingFacts, 'isPublic'>[] = [
    { accountRole: 'owner', teamRole: null },
    { accountRole: 'admin', teamRole: null },
    { accountRole: 'account_manager', teamRole: null },
    { accountRole: 'billing_manager', teamRole: null },
    { accountRole: 'member', teamRole: 'team_manager' },
    { accountRole: 'member', teamRole: 'member' },
    { accountRole: 'member', teamRole: null },
    { accountRole: null, teamRole: null },
  ]
  it.each(Object.entries(table) as [TeamAbility, string][])('%s: %s', (ability, row) => {
    expect(facts.map((fact) => (mayInTeam(ability, { ...fact, isPublic }) ? 'y' : '-')).join('')).toBe(row)
  })

  it('lets an account manager add members to a team of their own', () => {
    const own = { accountRole: 'account_manager', teamRole: 'member', isPublic } as const
    expect(mayInTeam('manage members', own)).toBe(true)
    expect(mayInTeam('manage team', own)).toBe(false)
  })
})

/** owner, admin, account manager, billing manager, member, collaborator, stranger. */
const inAccount: Record<AccountAbility, string> = {
  see: 'yyyyyy-',
  'see all teams': 'yy-----',
  'create team': 'yyy----',
  bill: 'yy-y---',
  audit: 'yy-----',
  'manage people': 'yy-----',
  own: 'y------',
}

it.each(Object.entries(inAccount) as [AccountAbility, string][])('in an account, %s: %s', (ability, row) => {
  const roles = ['owner', 'admin', 'account_manager', 'billing_manager', 'member', null, null] as const
  const actual = roles.map((accountRole, column) =>
    mayInAccount(ability, { accountRole, isCollaborator: column === 5 }) ? 'y' : '-',
  )
  expect(actual.join('')).toBe(row)
})

it('a comment is edited by its author alone, and removed also by who may update the project', () => {
  const letters = (ability: 'edit' | 'delete', isAuthor: boolean) =>
    people.map(([, standing]) => (mayOnComment(ability, standing, isAuthor) ? 'y' : '-')).join('')
  expect(letters('edit', false)).toBe('----------')
  expect(letters('edit', true)).toBe(inOpenProject.comment)
  expect(letters('delete', false)).toBe(inOpenProject['manage project'])
  expect(letters('delete', true)).toBe(inOpenProject.comment)
})
