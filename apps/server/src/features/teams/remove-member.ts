// Taking people out of a team (v2-platform.md 8.3; V2 has it as a batch alone). They are out of everything in the team at
// once: also of its projects they had been invited to or own, which stay where they are.
import { sql } from 'kysely'
import type { TeamId } from '@rushes/contract/ids'
import type { BatchTeamMembers, BatchTeamMembersBody, TeamMember } from '@rushes/contract/teams'
import type { Actor } from '../../access/actor.ts'
import { mayInTeam } from '../../access/abilities.ts'
import { requireTeam } from '../../access/require-place.ts'
import type { TeamPlace } from '../../access/require-place.ts'
import { deleteInvitation } from '../../db/invitations.ts'
import { removeTeamMember } from '../../db/remove-member.ts'
import type { Deps } from '../../deps.ts'
import { forEachOnItsOwn } from '../../http/batch.ts'
import { errors } from '../../http/errors.ts'
import { nameOfEntry, pendingTeamMemberView, selectTeamMembers, teamMemberView } from './member-rows.ts'
import type { TeamMemberRow } from './member-rows.ts'

type Entry = BatchTeamMembersBody['batch'][number]

/** Each entry on its own; what failed is named, the call still answers 200. */
export async function batchRemoveTeamMembers(
  deps: Deps,
  actor: Actor,
  teamId: TeamId,
  body: BatchTeamMembersBody,
  requestId: string,
): Promise<BatchTeamMembers> {
  const team = await requireTeam(deps, actor, teamId, 'see')
  // A plain member may call this too: to leave.
  if (!mayInTeam('manage members', team) && team.teamRole === null)
    throw errors.forbidden('Your role does not allow you to remove members of this team.')
  const success: TeamMember[] = []
  const error = await forEachOnItsOwn(body.batch, nameOfEntry, async (entry) => {
    success.push(await removeFrom(deps, actor, team, entry, requestId))
  })
  return { success, error }
}

async function removeFrom(
  deps: Deps,
  actor: Actor,
  team: TeamPlace,
  entry: Entry,
  requestId: string,
): Promise<TeamMember> {
  const act = { actorId: actor.userId, at: deps.now(), newId: deps.newId, requestId }
  const row = await findMember(deps, team.id, entry)
  if (row !== null) {
    if (row.user_id !== actor.userId) requireManager(team)
    const place = { accountId: team.accountId, teamId: team.id, userId: row.user_id }
    const isRemoved = await deps.db.transaction().execute((trx) => removeTeamMember(trx, act, place))
    if (!isRemoved) throw errors.notFound('team member')
    return teamMemberView(row, actor.origin, act.at)
  }
  requireManager(team)
  const removed = await deps.db.transaction().execute(async (trx) => {
    const pending = await sql<{ id: string }>`select id from invitations
      where team_id = ${team.id} and project_id is null and lower(email) = lower(${entry.email ?? ''})`.execute(
      trx,
    )
    const id = pending.rows[0]?.id
    return id === undefined ? null : deleteInvitation(trx, act, id)
  })
  if (removed === null) throw errors.notFound('team member')
  return pendingTeamMemberView(removed, act.at)
}

async function findMember(deps: Deps, teamId: TeamId, entry: Entry): Promise<TeamMemberRow | null> {
  const rows = await deps.points.read<TeamMemberRow>(
    'team-member-by-either',
    selectTeamMembers('where m.team_id = $1 and (m.user_id = $2 or lower(u.email) = $3)'),
    [teamId, entry.user_id ?? null, entry.email?.toLowerCase() ?? null],
  )
  return rows[0] ?? null
}

function requireManager(team: TeamPlace): void {
  if (!mayInTeam('manage members', team))
    throw errors.forbidden('Your role does not allow you to remove members of this team.')
}
