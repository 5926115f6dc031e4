// One account with somebody in every role, and the places in which they stand differently: what the matrix of roles is
// played on.
import { randomUUID } from 'node:crypto'
import type { ClientConfig } from 'pg'
import type { AccountStanding, Standing, TeamStandingFacts } from '../../apps/server/src/access/abilities.ts'
import { openBrowser, signedIn } from './browser-session.ts'
import type { Browser } from './browser-session.ts'
import { makeAccount } from './people-made.ts'
import type { MadePerson } from './people-made.ts'
import { createReferenceClient } from './reference-client.ts'
import type { Project, ReferenceClient } from './reference-client.ts'

export interface Persona {
  name: string
  /** Null: no credential at all. */
  person: MadePerson | null
  client: ReferenceClient
  /** A token of theirs without any scope. */
  unscoped: ReferenceClient
  browser: Browser
  account: AccountStanding
  /** Their role in the account's team; they have none in the public one. */
  teamRole: TeamStandingFacts['teamRole']
}

/** A place that a path can name, with who may see it told by the persona's standing there. */
export interface ProjectPlace {
  name: string
  isPrivate: boolean
  /** Whether the collaborator was invited into it. */
  isInvited: boolean
  /** Whether the asset that stands for it lies in something private. */
  isInPrivate: boolean
}

export interface World {
  accountId: string
  owner: MadePerson
  teamId: string
  publicTeamId: string
  collaborator: MadePerson
  personas: Persona[]
  newPerson: (name: string, role: string | null) => Promise<MadePerson>
  /** A project of a place, with everybody where they stand. */
  makeProject: (place: ProjectPlace) => Promise<Project>
}

export const openProject: ProjectPlace = {
  name: 'open project',
  isPrivate: false,
  isInvited: true,
  isInPrivate: false,
}
export const privateProject: ProjectPlace = {
  name: 'private project',
  isPrivate: true,
  isInvited: false,
  isInPrivate: false,
}
export const privateFolder: ProjectPlace = { ...openProject, name: 'private folder', isInPrivate: true }

export async function makeWorld(server: { url: string; database: ClientConfig }): Promise<World> {
  const account = await makeAccount(server)
  const elsewhere = await makeAccount(server)
  const { owner } = account
  const newTeam = (body: Record<string, unknown>) =>
    owner.client.ok<{ id: string }>('POST', `/v2/accounts/${account.id}/teams`, { body })
  const team = await newTeam({ name: 'Team', access: 'private' })
  const publicTeam = await newTeam({ name: 'Public team', access: 'public' })
  const collaborator = await account.person('Collaborator', null)

  const seat = async (name: string, role: string, teamRole: TeamStandingFacts['teamRole'] = null) => {
    const person = await account.person(name, role)
    if (teamRole !== null) {
      const body = { email: person.email, role: teamRole }
      await owner.client.ok('POST', `/v2/teams/${team.id}/members`, { body })
    }
    return person
  }
  const describePersona = async (
    name: string,
    person: MadePerson,
    accountRole: AccountStanding['accountRole'],
    teamRole: TeamStandingFacts['teamRole'] = null,
  ): Promise<Persona> => ({
    name,
    person,
    client: person.client,
    unscoped: await account.tokenWith(person, []),
    browser: await signedIn(server, person),
    account: { accountRole, isCollaborator: person === collaborator },
    teamRole,
  })
  const nobody: Persona = {
    name: 'nobody',
    person: null,
    client: createReferenceClient(server.url, null),
    unscoped: createReferenceClient(server.url, null),
    browser: openBrowser(server.url),
    account: { accountRole: null, isCollaborator: false },
    teamRole: null,
  }
  const personas = [
    // Who makes a team manages it.
    await describePersona('owner', owner, 'owner', 'team_manager'),
    await describePersona('admin', await seat('Admin', 'admin'), 'admin'),
    await describePersona('account manager', await seat('Accounts', 'account_manager'), 'account_manager'),
    await describePersona('billing manager', await seat('Billing', 'billing_manager'), 'billing_manager'),
    await describePersona(
      'team manager',
      await seat('Manager', 'member', 'team_manager'),
      'member',
      'team_manager',
    ),
    await describePersona('member', await seat('Member', 'member', 'member'), 'member', 'member'),
    await describePersona('collaborator', collaborator, null),
    await describePersona('stranger of the account', await seat('Stranger', 'member'), 'member'),
    await describePersona('stranger', elsewhere.owner, null),
    nobody,
  ]
  const makeProject = async ({ isPrivate, isInvited }: ProjectPlace) => {
    const project = await owner.client.ok<Project>('POST', `/v2/teams/${team.id}/projects`, {
      body: { name: `project ${randomUUID()}`, private: isPrivate },
    })
    if (isInvited)
      await owner.client.ok('POST', `/v2/projects/${project.id}/collaborators`, {
        body: { email: collaborator.email },
      })
    return project
  }
  // From the beginning the collaborator is one.
  await makeProject(openProject)
  return {
    accountId: account.id,
    owner,
    teamId: team.id,
    publicTeamId: publicTeam.id,
    collaborator,
    personas,
    newPerson: account.person,
    makeProject,
  }
}

/** Who the persona is in a project of that place. */
export function standingIn(place: ProjectPlace, persona: Persona): Standing {
  return {
    accountRole: persona.account.accountRole,
    teamRole: persona.teamRole,
    isCollaborator:
      persona.account.accountRole === 'owner' || (persona.account.isCollaborator && place.isInvited),
    isProjectPrivate: place.isPrivate,
    isProjectOwner: persona.account.accountRole === 'owner',
    collaboratorsMay: { download: true, invite: true, share: false },
    marksViewers: false,
  }
}
