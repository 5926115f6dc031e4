// Members of a team (v2-platform.md 8.3). Scopes are those of teams (13, row 35).
import { CompiledQuery } from 'kysely'
import type { TeamId } from '@rushes/contract/ids'
import {
  AddTeamMemberBody,
  BatchTeamMembers,
  BatchTeamMembersBody,
  TeamMember,
  TeamMembership,
  TeamMembersQuery,
  TeamParams,
} from '@rushes/contract/teams'
import type { Actor } from '../../access/actor.ts'
import { requireTeam } from '../../access/require-place.ts'
import type { InvitationRow } from '../../db/invitations.ts'
import { orderBy } from '../../db/order-by.ts'
import type { Deps } from '../../deps.ts'
import { offsetOf } from '../../http/paging.ts'
import type { ListPage } from '../../http/paging.ts'
import { defineListRoute, defineRoute } from '../../http/route.ts'
import { addTeamMember, batchAddTeamMembers } from './add-member.ts'
import { pendingTeamMemberView, selectTeamMembers, teamMemberView } from './member-rows.ts'
import type { TeamMemberRow } from './member-rows.ts'
import { batchRemoveTeamMembers } from './remove-member.ts'

const ADD = { calls: 100, windowMs: 60_000 }

export const listTeamMembersRoute = defineListRoute({
  method: 'GET',
  path: '/v2/teams/{team_id}/members',
  scope: 'team.read',
  params: TeamParams,
  query: TeamMembersQuery,
  list: TeamMember,
  handle: (deps, { actor, params, query }) => listTeamMembers(deps, actor, params.team_id, query),
})

export const addTeamMemberRoute = defineRoute({
  method: 'POST',
  path: '/v2/teams/{team_id}/members',
  scope: 'team.update',
  limit: ADD,
  params: TeamParams,
  body: AddTeamMemberBody,
  answer: TeamMember,
  handle: (deps, { actor, params, body, requestId }) =>
    addTeamMember(deps, actor, params.team_id, body, requestId),
})

export const teamMembershipRoute = defineRoute({
  method: 'GET',
  path: '/v2/teams/{team_id}/membership',
  scope: 'team.read',
  params: TeamParams,
  answer: TeamMembership,
  handle: async (deps, { actor, params }) => {
    const team = await requireTeam(deps, actor, params.team_id, 'see')
    return { role: team.teamRole }
  },
})

/** An undocumented path of the PHP client for the call above (v2-platform.md 8.3). */
export const addTeamMembershipRoute = defineRoute({
  method: 'POST',
  path: '/v2/teams/{team_id}/membership',
  scope: 'team.update',
  limit: ADD,
  params: TeamParams,
  body: AddTeamMemberBody,
  answer: TeamMember,
  handle: (deps, { actor, params, body, requestId }) =>
    addTeamMember(deps, actor, params.team_id, body, requestId),
})

export const batchAddTeamMembersRoute = defineRoute({
  method: 'POST',
  path: '/v2/batch/teams/{team_id}/members',
  scope: 'team.update',
  limit: ADD,
  params: TeamParams,
  body: BatchTeamMembersBody,
  answer: BatchTeamMembers,
  handle: (deps, { actor, params, body, requestId }) =>
    batchAddTeamMembers(deps, actor, params.team_id, body, requestId),
})

// The list travels in the body of the DELETE, which is read like a query.
export const batchRemoveTeamMembersRoute = defineRoute({
  method: 'DELETE',
  path: '/v2/batch/teams/{team_id}/members',
  scope: 'team.update',
  params: TeamParams,
  query: BatchTeamMembersBody,
  answer: BatchTeamMembers,
  handle: (deps, { actor, params, query, requestId }) =>
    batchRemoveTeamMembers(deps, actor, params.team_id, query, requestId),
})

const BY_EMAIL = 'lower(u.email) collate "C"'
const SORT_COLUMNS = {
  email: BY_EMAIL,
  'user.email': BY_EMAIL,
  name: 'lower(u.name) collate "C"',
  'user.name': 'lower(u.name) collate "C"',
  role: 'm.role',
  inserted_at: 'm.inserted_at',
}

/** Members first, in the order asked for; then those who were invited and are still to come. */
async function listTeamMembers(
  deps: Deps,
  actor: Actor,
  teamId: TeamId,
  query: TeamMembersQuery,
): Promise<ListPage<TeamMember>> {
  await requireTeam(deps, actor, teamId, 'see')
  const counted = await deps.points.read<{ members: number; pending: number }>(
    'count-team-members',
    `select (select count(*)::int from team_members m join users u on u.id = m.user_id and u.deleted_at is null
             where m.team_id = $1) as members,
       (select count(*)::int from invitations where team_id = $1 and project_id is null and email is not null) as pending`,
    [teamId],
  )
  const { members, pending } = counted[0] ?? { members: 0, pending: 0 }
  const order = orderBy(query.sort, SORT_COLUMNS, 'm.inserted_at', 'm.id')
  const rows = await deps.db.executeQuery<TeamMemberRow>(
    CompiledQuery.raw(selectTeamMembers(`where m.team_id = $1 order by ${order} limit $2 offset $3`), [
      teamId,
      query.page_size,
      offsetOf(query),
    ]),
  )
  const items = rows.rows.map((row) => teamMemberView(row, actor.origin))
  const room = query.page_size - items.length
  if (room > 0 && pending > 0) {
    const invited = await deps.db.executeQuery<InvitationRow>(
      CompiledQuery.raw(
        `select * from invitations where team_id = $1 and project_id is null and email is not null
         order by inserted_at, id limit $2 offset $3`,
        [teamId, room, Math.max(0, offsetOf(query) - members)],
      ),
    )
    items.push(...invited.rows.map((row) => pendingTeamMemberView(row)))
  }
  return { items, total: members + pending }
}
