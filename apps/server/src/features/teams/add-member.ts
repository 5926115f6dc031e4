// Adding to a team (v2-platform.md 8.3): a known person at once, an unknown e-mail address as a pending member. Adding
// somebody again changes the role when another one is asked for. Members of the account may join public teams themselves.
import type { TeamId, UserId } from '@rushes/contract/ids'
import type {
  AddTeamMemberBody,
  BatchTeamMembers,
  BatchTeamMembersBody,
  TeamMember,
} from '@rushes/contract/teams'
import type { Actor } from '../../access/actor.ts'
import { mayInTeam } from '../../access/abilities.ts'
import { newInvitationLink } from '../../access/invitation-link.ts'
import { requireTeam } from '../../access/require-place.ts'
import type { TeamPlace } from '../../access/require-place.ts'
import { tellAccessChanged, writeEvent } from '../../db/events.ts'
import { findPerson } from '../../db/find-person.ts'
import { insertTeamMember } from '../../db/insert-member.ts'
import type { Act } from '../../db/insert-member.ts'
import { insertInvitation } from '../../db/invitations.ts'
import type { TeamRole } from '../../db/schema.ts'
import type { Deps } from '../../deps.ts'
import { forEachOnItsOwn } from '../../http/batch.ts'
import { errors } from '../../http/errors.ts'
import { mailInvitation } from '../../mail/mail-invitation.ts'
import { nameOfEntry, pendingTeamMemberView, selectTeamMembers, teamMemberView } from './member-rows.ts'
import type { TeamMemberRow } from './member-rows.ts'

export async function addTeamMember(
  deps: Deps,
  actor: Actor,
  teamId: TeamId,
  body: AddTeamMemberBody,
  requestId: string,
): Promise<TeamMember> {
  const team = await requireTeam(deps, actor, teamId, 'see')
  if (!mayInTeam('manage members', team)) await requireJoining(deps, actor, team, body)
  return addTo(deps, actor, team, body, requestId)
}

/** Each entry on its own; what failed is named, the call still answers 200. */
export async function batchAddTeamMembers(
  deps: Deps,
  actor: Actor,
  teamId: TeamId,
  body: BatchTeamMembersBody,
  requestId: string,
): Promise<BatchTeamMembers> {
  const team = await requireTeam(deps, actor, teamId, 'manage members')
  const success: TeamMember[] = []
  const error = await forEachOnItsOwn(body.batch, nameOfEntry, async (entry) => {
    success.push(await addTo(deps, actor, team, entry, requestId))
  })
  return { success, error }
}

/** Who does not manage members may only bring themselves, as a plain member, into a public team. */
async function requireJoining(
  deps: Deps,
  actor: Actor,
  team: TeamPlace,
  body: AddTeamMemberBody,
): Promise<void> {
  if (!mayInTeam('join', team) || body.role === 'team_manager')
    throw errors.forbidden('Your role does not allow you to add members to this team.')
  const isOneself =
    body.user_id === actor.userId ||
    (typeof body.email === 'string' && (await emailOf(deps, actor.userId)) === body.email.toLowerCase())
  if (!isOneself) throw errors.forbidden('You may join this team yourself, but not add other people to it.')
}

async function emailOf(deps: Deps, userId: UserId): Promise<string | null> {
  const row = await deps.db.selectFrom('users').select('email').where('id', '=', userId).executeTakeFirst()
  return row?.email.toLowerCase() ?? null
}

async function addTo(
  deps: Deps,
  actor: Actor,
  team: TeamPlace,
  body: AddTeamMemberBody,
  requestId: string,
): Promise<TeamMember> {
  const act: Act = { actorId: actor.userId, at: deps.now(), newId: deps.newId, requestId }
  const role = body.role ?? null
  const found = await findPerson(deps.db, team.accountId, body)
  if (found.kind === 'unknown') {
    const link = deps.config.mail === null ? null : newInvitationLink(act.at)
    const invitation = await deps.db.transaction().execute(async (trx) => {
      const row = await insertInvitation(trx, act, {
        accountId: team.accountId,
        teamId: team.id,
        projectId: null,
        role: role ?? 'member',
        email: found.email,
        creatorId: actor.userId,
        message: null,
        code: link?.kept ?? null,
        keepsOlderLink: true,
      })
      if (link !== null && row.isNew) await mailInvitation(deps, trx, row, link.code)
      return row
    })
    return pendingTeamMemberView(invitation)
  }
  await addKnown(deps, act, team, found.userId, role)
  const rows = await deps.points.read<TeamMemberRow>(
    'team-member',
    selectTeamMembers('where m.team_id = $1 and m.user_id = $2'),
    [team.id, found.userId],
  )
  const row = rows[0]
  // Removed again in the same moment by somebody else.
  if (row === undefined) throw errors.notFound('team member')
  return teamMemberView(row, actor.origin)
}

async function addKnown(
  deps: Deps,
  act: Act,
  team: TeamPlace,
  userId: UserId,
  role: TeamRole | null,
): Promise<void> {
  await deps.db.transaction().execute(async (trx) => {
    const member = { accountId: team.accountId, teamId: team.id, userId, role: role ?? 'member' }
    if (await insertTeamMember(trx, act, member)) return
    if (role === null) return
    const before = await trx
      .selectFrom('team_members')
      .select(['id', 'role'])
      .where('team_id', '=', team.id)
      .where('user_id', '=', userId)
      .forUpdate()
      .executeTakeFirst()
    if (before === undefined || before.role === role) return
    await trx
      .updateTable('team_members')
      .set({ role, updated_at: act.at })
      .where('id', '=', before.id)
      .execute()
    await writeEvent(trx, {
      id: act.newId(),
      type: 'teammember.updated',
      at: act.at,
      actorId: act.actorId,
      accountId: team.accountId,
      teamId: team.id,
      resource: { type: 'team_member', id: before.id },
      before: { user_id: userId, role: before.role },
      after: { user_id: userId, role },
      requestId: act.requestId,
    })
    await tellAccessChanged(trx, userId)
  })
}
