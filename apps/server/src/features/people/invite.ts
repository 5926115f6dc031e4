// Making, renewing and taking back invitations: links that can be copied, no mailer needed (design 14).
import type { AccountId, ProjectId, TeamId } from '@rushes/contract/ids'
import type { CreateInvitationBody, InvitationLink } from '@rushes/contract/people'
import type { Actor } from '../../access/actor.ts'
import { may, mayInAccount, mayInTeam } from '../../access/abilities.ts'
import { newInvitationLink } from '../../access/invitation-link.ts'
import { requireAccount, requireProject, requireTeam } from '../../access/require-place.ts'
import { standingOf } from '../../access/standing.ts'
import { findPerson } from '../../db/find-person.ts'
import type { Act } from '../../db/insert-member.ts'
import { deleteInvitation, insertInvitation, renewInvitationLink } from '../../db/invitations.ts'
import type { InvitationRole } from '../../db/schema.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { mailInvitation } from '../../mail/mail-invitation.ts'
import { joinPlace } from './join-place.ts'
import { readInvitation } from './invitation-rows.ts'
import type { InvitationPlace } from './join-place.ts'

const ACCOUNT_ROLES: readonly InvitationRole[] = ['admin', 'account_manager', 'billing_manager', 'member']

/** A known address joins at once, as in V2; an unknown one, or none, gets a link that is shown this once. */
export async function createInvitation(
  deps: Deps,
  actor: Actor,
  body: CreateInvitationBody,
  origin: string,
  requestId: string,
): Promise<InvitationLink> {
  const place = await requireInviter(deps, actor, body)
  const act: Act = { actorId: actor.userId, at: deps.now(), newId: deps.newId, requestId }
  const email = body.email ?? null
  if (email !== null) {
    const found = await findPerson(deps.db, place.accountId, { email })
    if (found.kind === 'known') {
      const { userId } = found
      await deps.db
        .transaction()
        .execute((trx) =>
          joinPlace(trx, act, place, { userId, inviterId: actor.userId, message: body.message ?? null }),
        )
      return { joined: true, invitation: null, url: null, mailed: false }
    }
  }
  const { code, kept } = newInvitationLink(act.at)
  const message = body.message ?? null
  const { id, mailed } = await deps.db.transaction().execute(async (trx) => {
    const row = await insertInvitation(trx, act, {
      ...place,
      email,
      creatorId: actor.userId,
      message,
      code: kept,
    })
    return { id: row.id, mailed: await mailInvitation(deps, trx, row, code) }
  })
  return {
    joined: false,
    invitation: await readInvitation(deps, id),
    url: `${origin}/invite/${code}`,
    mailed,
  }
}

/**
 * A new link for an invitation; the old one ends. Who makes it becomes the inviter: a link never gives more than its
 * maker could.
 */
export async function renewInvitation(
  deps: Deps,
  actor: Actor,
  id: string,
  origin: string,
  requestId: string,
): Promise<InvitationLink> {
  const invitation = await readInvitation(deps, id)
  await requireInviter(deps, actor, {
    project_id: invitation.project_id as ProjectId | null,
    team_id: invitation.project_id === null ? (invitation.team_id as TeamId | null) : null,
    account_id: invitation.team_id === null ? (invitation.account_id as AccountId) : null,
    role: invitation.role,
  }).catch(asUnknownInvitation)
  const act: Act = { actorId: actor.userId, at: deps.now(), newId: deps.newId, requestId }
  const { code, kept } = newInvitationLink(act.at)
  const mailed = await deps.db.transaction().execute(async (trx) => {
    const row = await renewInvitationLink(trx, act, id, invitation.role, kept)
    return mailInvitation(deps, trx, row, code)
  })
  return {
    joined: false,
    invitation: await readInvitation(deps, id),
    url: `${origin}/invite/${code}`,
    mailed,
  }
}

/** By who made it, or who may remove people from the place. */
export async function revokeInvitation(
  deps: Deps,
  actor: Actor,
  id: string,
  requestId: string,
): Promise<void> {
  const invitation = await readInvitation(deps, id)
  if (
    invitation.creator_id !== actor.userId &&
    !(await mayRemove(deps, actor, invitation).catch(asUnknownInvitation))
  )
    throw errors.forbidden('Your role does not allow you to take this invitation back.')
  const act: Act = { actorId: actor.userId, at: deps.now(), newId: deps.newId, requestId }
  const removed = await deps.db.transaction().execute((trx) => deleteInvitation(trx, act, id))
  if (removed === null) throw errors.notFound('invitation')
}

/** Where the body leads and as what, if the caller may invite there. Throws 404 and 403 of the place, 422 for the role. */
async function requireInviter(
  deps: Deps,
  actor: Actor,
  body: Pick<CreateInvitationBody, 'account_id' | 'team_id' | 'project_id' | 'role'>,
): Promise<InvitationPlace> {
  const role = body.role ?? null
  if (typeof body.project_id === 'string') {
    const project = await requireProject(deps, actor, body.project_id, 'invite')
    if (role !== null && role !== 'collaborator') throw wrongRole('a project')
    const { account_id: accountId, team_id: teamId, id: projectId } = project
    return { accountId, teamId, projectId, role: 'collaborator' }
  }
  if (typeof body.team_id === 'string') {
    const team = await requireTeam(deps, actor, body.team_id, 'manage members')
    if (role !== null && role !== 'member' && role !== 'team_manager') throw wrongRole('a team')
    return { accountId: team.accountId, teamId: team.id, projectId: null, role: role ?? 'member' }
  }
  // The schema has made sure that it is one of the three.
  const accountId = body.account_id as AccountId
  await requireAccount(deps, actor, accountId, 'manage people')
  if (role !== null && !ACCOUNT_ROLES.includes(role)) throw wrongRole('an account')
  return { accountId, teamId: null, projectId: null, role: role ?? 'member' }
}

async function mayRemove(
  deps: Deps,
  actor: Actor,
  invitation: { account_id: string; team_id: string | null; project_id: string | null },
): Promise<boolean> {
  if (invitation.project_id !== null) {
    const project = await requireProject(deps, actor, invitation.project_id as ProjectId, 'see')
    return may('remove collaborators', standingOf(project))
  }
  if (invitation.team_id !== null)
    return mayInTeam('manage members', await requireTeam(deps, actor, invitation.team_id as TeamId, 'see'))
  return mayInAccount(
    'manage people',
    await requireAccount(deps, actor, invitation.account_id as AccountId, 'see'),
  )
}

function wrongRole(place: string) {
  return errors.invalid([{ field: 'role', title: `cannot be given in ${place}` }])
}

/** Who may not know of the place may not know of the invitation into it. */
function asUnknownInvitation(error: unknown): never {
  const isUnknown = error instanceof Error && 'status' in error && error.status === 404
  throw isUnknown ? errors.notFound('invitation') : error
}
