import { expect, test } from 'vitest'
import { accountRights, projectRights, teamRights } from './what-i-may.ts'

const nobody = { accountRole: null, teamRole: null }

test('people are managed by owners and admins alone, and an account is handed over by its owner alone', () => {
  expect(accountRights('owner')).toEqual({ managePeople: true, createTeam: true, handOver: true })
  expect(accountRights('admin')).toEqual({ managePeople: true, createTeam: true, handOver: false })
  expect(accountRights('account_manager')).toEqual({ managePeople: false, createTeam: true, handOver: false })
  expect(accountRights(null)).toEqual({ managePeople: false, createTeam: false, handOver: false })
})

test('a team is run by its managers, and its people by account managers too', () => {
  expect(teamRights({ ...nobody, teamRole: 'team_manager' })).toMatchObject({
    manageMembers: true,
    manageTeam: true,
  })
  expect(teamRights({ ...nobody, teamRole: 'member' })).toEqual({
    createProject: true,
    manageMembers: false,
    manageTeam: false,
    join: false,
  })
  expect(teamRights({ accountRole: 'account_manager', teamRole: null })).toEqual({
    createProject: false,
    manageMembers: true,
    manageTeam: false,
    join: true,
  })
})

test('a member changes the projects they own, a collaborator none, not even their own', () => {
  const own = { isOwner: true, collaboratorsMayInvite: false }
  const other = { isOwner: false, collaboratorsMayInvite: false }
  expect(projectRights({ ...nobody, teamRole: 'member', ...own }).manage).toBe(true)
  expect(projectRights({ ...nobody, teamRole: 'member', ...other }).manage).toBe(false)
  expect(projectRights({ ...nobody, ...own }).manage).toBe(false)
  expect(projectRights({ accountRole: 'admin', teamRole: null, ...other }).manage).toBe(true)
})

test('collaborators invite where the project leaves it to them, and take nobody out', () => {
  const may = projectRights({ ...nobody, isOwner: false, collaboratorsMayInvite: true })
  expect(may).toEqual({ invite: true, removePeople: false, manage: false, isInside: false })
  expect(projectRights({ ...nobody, isOwner: false, collaboratorsMayInvite: false }).invite).toBe(false)
})
