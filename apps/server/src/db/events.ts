// Writing to the event log. One row for each state change, in the transaction that makes it (design invariant 3);
// the same row tells listeners through NOTIFY once it is committed.
import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { EventType } from '@rushes/contract/events'
import type { AccountId, AssetId, ProjectId, TeamId, UserId } from '@rushes/contract/ids'
import type { LiveMessage } from '@rushes/contract/live'
import type { Database } from './schema.ts'

/** Name of the PostgreSQL channel on which live messages travel between processes. */
export const LIVE_CHANNEL = 'rushes_live'

export interface NewEvent {
  id: string
  type: EventType
  at: Date
  actorId: UserId | null
  accountId: AccountId | null
  teamId?: TeamId | null
  projectId?: ProjectId | null
  assetId?: AssetId | null
  parentId?: AssetId | null
  resource: { type: string; id: string }
  before?: unknown
  after?: unknown
  requestId?: string | null
}

/** What an event needs to know of the asset it is about. */
export interface AssetPlace {
  id: AssetId
  account_id: AccountId
  team_id: TeamId
  project_id: ProjectId
  parent_id: AssetId | null
}

/** An event about one asset; `parent_id` names the folder whose listing changed. */
export async function writeAssetEvent(
  trx: Transaction<Database>,
  asset: AssetPlace,
  event: Pick<NewEvent, 'id' | 'type' | 'at' | 'actorId' | 'before' | 'after' | 'requestId'>,
): Promise<void> {
  await writeEvent(trx, {
    ...event,
    accountId: asset.account_id,
    teamId: asset.team_id,
    projectId: asset.project_id,
    assetId: asset.id,
    parentId: asset.parent_id,
    resource: { type: 'asset', id: asset.id },
  })
}

/**
 * Pages that show a folder look again: its listing changed by something whose event names another folder, such as a move
 * out of it.
 */
export async function tellFolderChanged(
  trx: Transaction<Database>,
  { id, project_id: projectId, parent_id: parentId }: Pick<AssetPlace, 'id' | 'project_id' | 'parent_id'>,
  type: EventType,
): Promise<void> {
  const message: LiveMessage = {
    kind: 'asset',
    project_id: projectId,
    asset_id: id,
    parent_id: parentId,
    type,
  }
  await sql`select pg_notify(${LIVE_CHANNEL}, ${JSON.stringify(message)})`.execute(trx)
}

/** Appends an event inside the given transaction. */
export async function writeEvent(trx: Transaction<Database>, event: NewEvent): Promise<void> {
  await trx
    .insertInto('events')
    .values({
      id: event.id,
      type: event.type,
      account_id: event.accountId,
      team_id: event.teamId ?? null,
      project_id: event.projectId ?? null,
      asset_id: event.assetId ?? null,
      actor_id: event.actorId,
      resource_type: event.resource.type,
      resource_id: event.resource.id,
      before: event.before === undefined ? null : JSON.stringify(event.before),
      after: event.after === undefined ? null : JSON.stringify(event.after),
      request_id: event.requestId ?? null,
      inserted_at: event.at,
    })
    .execute()
  if (event.projectId === undefined || event.projectId === null) return tellPeopleChanged(trx, event)
  const isComment = event.resource.type === 'comment'
  const message: LiveMessage = {
    kind: isComment ? 'comment' : event.assetId === undefined || event.assetId === null ? 'project' : 'asset',
    project_id: event.projectId,
    asset_id: event.assetId ?? null,
    parent_id: event.parentId ?? null,
    ...(isComment ? { comment_id: event.resource.id } : {}),
    type: event.type,
  }
  await sql`select pg_notify(${LIVE_CHANNEL}, ${JSON.stringify(message)})`.execute(trx)
}

/** Travels on the same channel, to the servers alone: who is in an account or a team, or how a person looks, changed. */
export interface PeopleMessage {
  kind: 'people'
  account_id: AccountId
  /** Of a change in one team. */
  team_id: TeamId | null
  /** Of a change that shows wherever this person is shown. */
  user_id: UserId | null
}

/** Events without a project that change what pages about people show. Signing in and tokens are nobody else's business. */
const SHOWN_WITH_PEOPLE = /^(?:account|account_member|team|teammember|invitation|login_factor)\./
const SHOWN_WITH_THE_PERSON = new Set<EventType>(['user.updated', 'user.deactivated', 'user.reactivated'])

async function tellPeopleChanged(trx: Transaction<Database>, event: NewEvent): Promise<void> {
  const isPerson = SHOWN_WITH_THE_PERSON.has(event.type)
  if (event.accountId === null || (!isPerson && !SHOWN_WITH_PEOPLE.test(event.type))) return
  const message: PeopleMessage = {
    kind: 'people',
    account_id: event.accountId,
    team_id: event.teamId ?? null,
    // What such an event is about is the person.
    user_id: isPerson ? (event.resource.id as UserId) : null,
  }
  await sql`select pg_notify(${LIVE_CHANNEL}, ${JSON.stringify(message)})`.execute(trx)
}

/** Travels on the same channel, to the servers alone: what this person may see has changed, open streams ask again. */
export interface AccessMessage {
  kind: 'access'
  user_id: UserId
}

/** Ends the person's open live updates where they may not see the place any more, at once and in every process. */
export async function tellAccessChanged(trx: Transaction<Database>, userId: UserId): Promise<void> {
  const message: AccessMessage = { kind: 'access', user_id: userId }
  await sql`select pg_notify(${LIVE_CHANNEL}, ${JSON.stringify(message)})`.execute(trx)
}
