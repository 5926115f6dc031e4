// Opening a link (/invite/<code>): somebody who is signed in joins as they are, somebody new becomes a person here.
import type { Transaction } from 'kysely'
import type { UserId } from '@rushes/contract/ids'
import type { AcceptInvitationBody, OpenInvitation } from '@rushes/contract/people'
import { hashPassword, hashToken } from '../../access/credentials.ts'
import type { Act } from '../../db/insert-member.ts'
import { insertPerson } from '../../db/insert-person.ts'
import { deleteInvitation } from '../../db/invitations.ts'
import type { InvitationRow } from '../../db/invitations.ts'
import type { Database } from '../../db/schema.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { joinPlace } from './join-place.ts'

interface LinkRow extends InvitationRow, Omit<OpenInvitation, 'place' | 'expires_at'> {
  id: string
  role: InvitationRow['role']
  expires_at: string
}

/** What the link leads to. Throws 404 for a link that was used, taken back, has expired, or never was. */
export async function findOpenInvitation(deps: Deps, code: string): Promise<LinkRow> {
  const rows = await deps.points.read<LinkRow>(
    'open-invitation',
    `select i.*, a.display_name as account_name, maker.name as inviter_name,
       coalesce(p.name, t.name, a.display_name) as place_name,
       exists (select 1 from users u where lower(u.email) = lower(i.email)) as must_sign_in
     from invitations i
     join accounts a on a.id = i.account_id
     join users maker on maker.id = i.creator_id and maker.deleted_at is null
     left join teams t on t.id = i.team_id
     left join projects p on p.id = i.project_id
     where i.code_hash = $1 and i.expires_at > $2 and p.deleted_at is null and t.deleted_at is null`,
    [hashToken(code), deps.now()],
  )
  const row = rows[0]
  if (row === undefined) throw errors.notFound('invitation: it was used, taken back, or has expired')
  return row
}

export function openInvitationView(row: LinkRow): OpenInvitation {
  return {
    account_name: row.account_name,
    place: row.project_id !== null ? 'project' : row.team_id !== null ? 'team' : 'account',
    place_name: row.place_name,
    role: row.role,
    inviter_name: row.inviter_name,
    message: row.message,
    email: row.email,
    must_sign_in: row.must_sign_in,
    expires_at: row.expires_at,
  }
}

/** For somebody who is signed in, whatever address the invitation names: who has the link was given it. */
export async function joinByInvitation(
  deps: Deps,
  row: LinkRow,
  userId: UserId,
  requestId: string,
): Promise<void> {
  const act: Act = { actorId: userId, at: deps.now(), newId: deps.newId, requestId }
  await deps.db.transaction().execute((trx) => takeUp(trx, act, row, userId))
}

/** Makes the person, signed out until now, and returns who that is. Throws 409 when the address is somebody's already. */
export async function signUpByInvitation(
  deps: Deps,
  row: LinkRow,
  body: AcceptInvitationBody,
  requestId: string,
): Promise<UserId> {
  const email = row.email ?? body.email ?? null
  const missing = [
    ...(body.name === undefined ? ['name'] : []),
    ...(body.password === undefined ? ['password'] : []),
    ...(email === null ? ['email'] : []),
  ]
  if (body.name === undefined || body.password === undefined || email === null)
    throw errors.invalid(missing.map((field) => ({ field, title: "can't be blank" })))
  const { name } = body
  const passwordHash = await hashPassword(body.password, deps.config.passwordCost)
  const userId = deps.newId() as UserId
  const act: Act = { actorId: userId, at: deps.now(), newId: deps.newId, requestId }
  await deps.db.transaction().execute(async (trx) => {
    const person = { userId, accountId: row.account_id, name, email, passwordHash }
    if (!(await insertPerson(trx, act, { ...person, origin: { invited_by: row.creator_id } })))
      throw errors.conflict('Somebody here has this e-mail address. Sign in, then open the link again.')
    await takeUp(trx, act, row, userId)
    await takeUpSiblings(trx, act, row, userId)
  })
  return userId
}

async function takeUp(trx: Transaction<Database>, act: Act, row: LinkRow, userId: UserId): Promise<void> {
  const used = await deleteInvitation(trx, act, row.id)
  if (used === null) throw errors.notFound('invitation: it was used, taken back, or has expired')
  await join(trx, act, used, userId)
}

/**
 * The other places that the same inviter keeps for the same address. Only theirs: the link proves that its maker gave it
 * away, not that the address is this person's, so it must not open what others keep for it.
 */
async function takeUpSiblings(
  trx: Transaction<Database>,
  act: Act,
  row: LinkRow,
  userId: UserId,
): Promise<void> {
  const { email } = row
  if (email === null) return
  const siblings = await trx
    .selectFrom('invitations')
    .select('id')
    .where((eb) => eb(eb.fn('lower', ['email']), '=', email.toLowerCase()))
    .where('creator_id', '=', row.creator_id)
    .execute()
  for (const { id } of siblings) {
    const sibling = await deleteInvitation(trx, act, id)
    if (sibling !== null) await join(trx, act, sibling, userId)
  }
}

async function join(
  trx: Transaction<Database>,
  act: Act,
  invitation: InvitationRow,
  userId: UserId,
): Promise<void> {
  const { account_id: accountId, team_id: teamId, project_id: projectId, role } = invitation
  await joinPlace(
    trx,
    act,
    { accountId, teamId, projectId, role },
    { userId, inviterId: invitation.creator_id, message: invitation.message },
  )
}
