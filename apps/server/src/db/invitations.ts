// A place kept for somebody who is not there yet. V2 shows those with an e-mail address as pending collaborators and
// pending team members; ours can also be links without one.
import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { AccountId, ProjectId, TeamId, UserId } from '@rushes/contract/ids'
import { errors } from '../http/errors.ts'
import { writeEvent } from './events.ts'
import type { Act } from './insert-member.ts'
import type { Database, InvitationRole } from './schema.ts'

export interface InvitationRow {
  id: string
  account_id: AccountId
  team_id: TeamId | null
  project_id: ProjectId | null
  role: InvitationRole
  email: string | null
  creator_id: UserId
  message: string | null
  expires_at: string | null
  inserted_at: string
  updated_at: string
}

/** What its link carries; only the hash is kept. */
export interface InvitationCode {
  hash: Buffer
  expiresAt: Date
}

export interface InsertedInvitation extends InvitationRow {
  /** False: the address was invited to the place before. */
  isNew: boolean
}

export interface NewInvitation {
  accountId: AccountId
  /** Null: into the account alone. */
  teamId: TeamId | null
  /** Null: into the team, or the account. */
  projectId: ProjectId | null
  role: InvitationRole
  /** Null: for whoever has the link. */
  email: string | null
  creatorId: UserId
  message: string | null
  /** Null: no link was made yet. */
  code: InvitationCode | null
  /** The link is for a new invitation only: one from before keeps its own. */
  keepsOlderLink?: boolean
}

const COLUMNS = [
  'id',
  'account_id',
  'team_id',
  'project_id',
  'role',
  'email',
  'creator_id',
  'message',
  'expires_at',
  'inserted_at',
  'updated_at',
] as const

/** An e-mail address is invited to a place once: a second time answers with the first invitation, and its new link. */
export async function insertInvitation(
  trx: Transaction<Database>,
  act: Act,
  invitation: NewInvitation,
): Promise<InsertedInvitation> {
  const { accountId, teamId, projectId, role, email, creatorId, message, code } = invitation
  const { at, newId } = act
  if (email !== null) {
    const lock = `invitation ${projectId ?? teamId ?? accountId} ${email.toLowerCase()}`
    await sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`.execute(trx)
    const existing = await trx
      .selectFrom('invitations')
      .select(COLUMNS)
      .where('account_id', '=', accountId)
      .where('team_id', teamId === null ? 'is' : '=', teamId)
      .where('project_id', projectId === null ? 'is' : '=', projectId)
      .where((eb) => eb(eb.fn('lower', ['email']), '=', email.toLowerCase()))
      .executeTakeFirst()
    if (existing !== undefined) {
      const keeps = code === null || invitation.keepsOlderLink === true
      const row = keeps ? existing : await renewInvitationLink(trx, act, existing.id, role, code)
      return { ...row, isNew: false }
    }
  }
  const row = await trx
    .insertInto('invitations')
    .values({
      id: newId(),
      account_id: accountId,
      team_id: teamId,
      project_id: projectId,
      role,
      email,
      creator_id: creatorId,
      message,
      code_hash: code?.hash ?? null,
      expires_at: code?.expiresAt ?? null,
      inserted_at: at,
      updated_at: at,
    })
    .returning(COLUMNS)
    .executeTakeFirstOrThrow()
  await writeInvitationEvent(trx, act, 'invitation.created', row)
  return { ...row, isNew: true }
}

/**
 * A new link; the old one ends. Who makes it becomes the inviter, so that a link never gives more than its maker could.
 */
export async function renewInvitationLink(
  trx: Transaction<Database>,
  act: Act,
  id: string,
  role: InvitationRole,
  code: InvitationCode,
): Promise<InvitationRow> {
  const row = await trx
    .updateTable('invitations')
    .set({
      code_hash: code.hash,
      expires_at: code.expiresAt,
      role,
      updated_at: act.at,
      ...(act.actorId === null ? {} : { creator_id: act.actorId }),
    })
    .where('id', '=', id)
    .returning(COLUMNS)
    .executeTakeFirst()
  if (row === undefined) throw errors.notFound('invitation')
  await writeInvitationEvent(trx, act, 'invitation.updated', row)
  return row
}

/** Takes an invitation back. Returns it, or null when it was gone already. */
export async function deleteInvitation(
  trx: Transaction<Database>,
  act: Act,
  id: string,
): Promise<InvitationRow | null> {
  const row = await trx.deleteFrom('invitations').where('id', '=', id).returning(COLUMNS).executeTakeFirst()
  if (row === undefined) return null
  await writeInvitationEvent(trx, act, 'invitation.deleted', row)
  return row
}

async function writeInvitationEvent(
  trx: Transaction<Database>,
  { actorId, at, newId, requestId }: Act,
  type: 'invitation.created' | 'invitation.updated' | 'invitation.deleted',
  row: InvitationRow,
): Promise<void> {
  const what = { email: row.email, role: row.role }
  await writeEvent(trx, {
    id: newId(),
    type,
    at,
    actorId,
    accountId: row.account_id,
    teamId: row.team_id,
    projectId: row.project_id,
    resource: { type: resourceTypeOf(row), id: row.id },
    ...(type === 'invitation.deleted' ? { before: what } : { after: what }),
    requestId,
  })
}

/** As the audit log of V2 names them (v2-platform.md appendix A). */
function resourceTypeOf({ project_id, team_id }: InvitationRow): string {
  if (project_id !== null) return 'pending_collaborator'
  return team_id === null ? 'pending_account_member' : 'pending_team_member'
}
