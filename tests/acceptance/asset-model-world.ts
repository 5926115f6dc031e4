// What the sequences of the model are played on: an account of its own with three people who may change its trees.
import { Pool } from 'pg'
import type { QueryResultRow } from 'pg'
import * as model from './asset-model.ts'
import type { Model } from './asset-model.ts'
import { makeAccount } from './people-made.ts'
import type { Project, ReferenceClient } from './reference-client.ts'
import type { ServerUnderTest } from './start-servers.ts'

/** Somebody who takes steps. */
export interface Hand {
  client: ReferenceClient
  /** Whether they may remove for good what lies in the trash (v2-platform.md 7.2, moderators). */
  mayPurge: boolean
}

/** One of several lines of sequences that run at once on a server. */
export interface Lane {
  server: Pick<ServerUnderTest, 'url' | 'database' | 'dataFolder'>
  /** The first one owns the account and invited the others. */
  hands: [Hand, ...Hand[]]
  teamId: string
  /** Whom every project of the lane invites. */
  collaboratorEmail: string
  query: <Row extends QueryResultRow>(sql: string, values?: unknown[]) => Promise<Row[]>
  close: () => Promise<void>
}

/** A project and what it must look like. */
export interface World {
  lane: Lane
  project: Project
  model: Model
  /** Content that was ever uploaded into it. */
  mediaIds: Set<string>
  /** Names and indices of their own for what steps make. */
  count: number
}

/** The owner, a member of the team and somebody from outside who is invited into the projects. */
export async function openLane(server: Lane['server']): Promise<Lane> {
  const account = await makeAccount(server)
  const { client } = account.owner
  const team = await client.ok<{ id: string }>('POST', `/v2/accounts/${account.id}/teams`, {
    body: { name: 'Team' },
  })
  const member = await account.person('Member', 'member')
  await client.ok('POST', `/v2/teams/${team.id}/members`, { body: { email: member.email, role: 'member' } })
  const collaborator = await account.person('Collaborator', null)
  const pool = new Pool({ ...server.database, max: 2 })
  // A server that is killed takes its database along; the next query opens a connection anew.
  pool.on('error', () => undefined)
  return {
    server,
    hands: [
      { client, mayPurge: true },
      { client: member.client, mayPurge: false },
      { client: collaborator.client, mayPurge: false },
    ],
    teamId: team.id,
    collaboratorEmail: collaborator.email,
    query: async <Row extends QueryResultRow>(sql: string, values: unknown[] = []) =>
      (await pool.query<Row>(sql, values)).rows,
    close: () => pool.end(),
  }
}

export async function makeWorld(lane: Lane): Promise<World> {
  const { client } = lane.hands[0]
  const project = await client.ok<Project>('POST', `/v2/teams/${lane.teamId}/projects`, {
    body: { name: 'model' },
  })
  await client.ok('POST', `/v2/projects/${project.id}/collaborators`, {
    body: { email: lane.collaboratorEmail },
  })
  return { lane, project, model: model.makeModel(project.root_asset_id), mediaIds: new Set(), count: 0 }
}

/** Whose turn it is, counted around. */
export function handOf({ hands }: Lane, who: number): Hand {
  return hands[who % hands.length] ?? hands[0]
}
