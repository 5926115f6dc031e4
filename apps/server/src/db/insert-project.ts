// The rows that make a project: itself, its root folder, its owner's place, its event. Also used by the bootstrap.
import type { Transaction } from 'kysely'
import type { AccountId, AssetId, ProjectId, TeamId, UserId } from '@rushes/contract/ids'
import { writeEvent } from './events.ts'
import type { Database } from './schema.ts'

export interface NewProject {
  id: ProjectId
  rootAssetId: AssetId
  eventId: string
  /** Id of the owner's collaborator row. */
  ownerPlaceId: string
  accountId: AccountId
  teamId: TeamId
  ownerId: UserId
  name: string
  description: string | null
  isPrivate: boolean
  preferences: Record<string, boolean | undefined>
  at: Date
  requestId: string | null
}

/** The owner is the first of its collaborators, as V2 counts and lists them. */
export async function insertProject(trx: Transaction<Database>, project: NewProject): Promise<void> {
  const { id, rootAssetId, accountId, teamId, ownerId, at } = project
  await trx
    .insertInto('projects')
    .values({
      id,
      team_id: teamId,
      account_id: accountId,
      owner_id: ownerId,
      root_asset_id: rootAssetId,
      name: project.name,
      description: project.description,
      private: project.isPrivate,
      preferences: JSON.stringify(project.preferences),
      inserted_at: at,
      updated_at: at,
    })
    .execute()
  await trx
    .insertInto('assets')
    .values({
      id: rootAssetId,
      type: 'folder',
      account_id: accountId,
      team_id: teamId,
      project_id: id,
      parent_id: null,
      creator_id: ownerId,
      name: 'root',
      inserted_at: at,
      updated_at: at,
    })
    .execute()
  await trx
    .insertInto('collaborators')
    .values({
      id: project.ownerPlaceId,
      project_id: id,
      user_id: ownerId,
      creator_id: ownerId,
      inserted_at: at,
      updated_at: at,
    })
    .execute()
  await writeEvent(trx, {
    id: project.eventId,
    type: 'project.created',
    at,
    actorId: ownerId,
    accountId,
    teamId,
    projectId: id,
    resource: { type: 'project', id },
    after: { name: project.name },
    requestId: project.requestId,
  })
}
