// Teams (v2-platform.md 8.3). V2 has no call that deletes one.
import { CompiledQuery } from 'kysely'
import { z } from 'zod'
import {
  AccountParams,
  CreateTeamBody,
  Team,
  TeamListQuery,
  TeamParams,
  UpdateTeamBody,
} from '@rushes/contract/teams'
import type { TeamId } from '@rushes/contract/ids'
import { wireList } from '@rushes/contract/wire'
import type { Actor } from '../../access/actor.ts'
import { requireAccount, requireTeam } from '../../access/require-place.ts'
import { orderBy } from '../../db/order-by.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { offsetOf } from '../../http/paging.ts'
import type { ListPage } from '../../http/paging.ts'
import { defineListRoute, defineRoute } from '../../http/route.ts'
import { accountView, selectAccounts } from '../../views/account-view.ts'
import type { AccountRow } from '../../views/account-view.ts'
import { OWN_TEAMS, selectTeams, teamView, VISIBLE_TEAMS } from '../../views/team-view.ts'
import type { TeamRow } from '../../views/team-view.ts'
import { createTeam, updateTeam } from './change-team.ts'

const Include = z.object({ include: wireList() })
const CREATE = { calls: 100, windowMs: 60_000 }

export const listTeamsRoute = defineListRoute({
  method: 'GET',
  path: '/v2/teams',
  scope: 'team.read',
  query: TeamListQuery,
  list: Team,
  handle: (deps, { actor, query }) => listTeams(deps, actor, OWN_TEAMS, [], query),
})

export const listAccountTeamsRoute = defineListRoute({
  method: 'GET',
  path: '/v2/accounts/{account_id}/teams',
  scope: 'team.read',
  params: AccountParams,
  query: TeamListQuery,
  list: Team,
  handle: async (deps, { actor, params, query }) => {
    await requireAccount(deps, actor, params.account_id, 'see')
    return listTeams(deps, actor, `${VISIBLE_TEAMS} and t.account_id = $2`, [params.account_id], query)
  },
})

export const createTeamRoute = defineRoute({
  method: 'POST',
  path: '/v2/accounts/{account_id}/teams',
  scope: 'team.create',
  limit: CREATE,
  params: AccountParams,
  query: Include,
  body: CreateTeamBody,
  answer: Team,
  handle: async (deps, { actor, params, query, body, requestId }) => {
    const id = await createTeam(deps, actor, params.account_id, body, requestId)
    return readTeam(deps, actor, id, query.include)
  },
})

export const getTeamRoute = defineRoute({
  method: 'GET',
  path: '/v2/teams/{team_id}',
  scope: 'team.read',
  params: TeamParams,
  query: Include,
  answer: Team,
  handle: async (deps, { actor, params, query }) => {
    await requireTeam(deps, actor, params.team_id, 'see')
    return readTeam(deps, actor, params.team_id, query.include)
  },
})

export const updateTeamRoute = defineRoute({
  method: 'PUT',
  path: '/v2/teams/{team_id}',
  scope: 'team.update',
  params: TeamParams,
  query: Include,
  body: UpdateTeamBody,
  answer: Team,
  handle: async (deps, { actor, params, query, body, requestId }) => {
    await updateTeam(deps, actor, params.team_id, body, requestId)
    return readTeam(deps, actor, params.team_id, query.include)
  },
})

/** Of a team the caller was allowed to see a moment ago. */
async function readTeam(deps: Deps, actor: Actor, id: TeamId, include: readonly string[]): Promise<Team> {
  const rows = await deps.points.read<TeamRow>('team-by-id', selectTeams('where t.id = $2'), [
    actor.userId,
    id,
  ])
  const row = rows[0]
  if (row === undefined) throw errors.notFound('team')
  const [view] = await withAccounts(deps, actor, [teamView(row, include)], include)
  if (view === undefined) throw errors.notFound('team')
  return view
}

const SORT_COLUMNS = {
  name: 'lower(t.name) collate "C"',
  inserted_at: 't.inserted_at',
  updated_at: 't.updated_at',
}

async function listTeams(
  deps: Deps,
  actor: Actor,
  where: string,
  more: unknown[],
  query: TeamListQuery,
): Promise<ListPage<Team>> {
  const values = [actor.userId, ...more]
  const order = orderBy(query.sort, SORT_COLUMNS, 't.inserted_at', 't.id')
  const limit = `limit $${String(values.length + 1)} offset $${String(values.length + 2)}`
  const rows = await deps.db.executeQuery<TeamRow>(
    CompiledQuery.raw(selectTeams(`where ${where} order by ${order} ${limit}`), [
      ...values,
      query.page_size,
      offsetOf(query),
    ]),
  )
  const counted = await deps.db.executeQuery<{ total: number }>(
    CompiledQuery.raw(`select count(*)::int as total from teams t where ${where}`, values),
  )
  const views = rows.rows.map((row) => teamView(row, query.include))
  return { items: await withAccounts(deps, actor, views, query.include), total: counted.rows[0]?.total ?? 0 }
}

async function withAccounts(
  deps: Deps,
  actor: Actor,
  teams: Team[],
  include: readonly string[],
): Promise<Team[]> {
  if (!include.includes('account') || teams.length === 0) return teams
  const accounts = await deps.db.executeQuery<AccountRow>(
    CompiledQuery.raw(selectAccounts('where a.id = any($1)'), [teams.map((team) => team.account_id)]),
  )
  const byId = new Map(accounts.rows.map((row) => [row.id as string, accountView(row, actor.origin)]))
  for (const team of teams) {
    const account = byId.get(team.account_id)
    if (account !== undefined) team.account = account
  }
  return teams
}
