// Teams (v2-platform.md 8.3), reading only; making and changing them comes with people and places.
import { CompiledQuery } from 'kysely'
import { z } from 'zod'
import { AccountId, TeamId } from '@rushes/contract/ids'
import { PageQuery } from '@rushes/contract/paging'
import { Team } from '@rushes/contract/teams'
import { wireList } from '@rushes/contract/wire'
import { requireAccount, requireTeam } from '../../access/require-place.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { offsetOf } from '../../http/paging.ts'
import type { ListPage } from '../../http/paging.ts'
import { defineListRoute, defineRoute } from '../../http/route.ts'
import { accountView, selectAccounts } from '../../views/account-view.ts'
import type { AccountRow } from '../../views/account-view.ts'
import { selectTeams, VISIBLE_TEAMS } from './team-rows.ts'
import type { TeamRow } from './team-rows.ts'
import { teamView } from './team-view.ts'

const TeamListQuery = PageQuery.extend({ include: wireList() })
type TeamListQuery = z.infer<typeof TeamListQuery>

export const listTeamsRoute = defineListRoute({
  method: 'GET',
  path: '/v2/teams',
  scope: 'team.read',
  query: TeamListQuery,
  list: Team,
  handle: (deps, { actor, query }) => listTeams(deps, VISIBLE_TEAMS, [actor.userId], query),
})

export const listAccountTeamsRoute = defineListRoute({
  method: 'GET',
  path: '/v2/accounts/{account_id}/teams',
  scope: 'team.read',
  params: z.object({ account_id: AccountId }),
  query: TeamListQuery,
  list: Team,
  handle: async (deps, { actor, params, query }) => {
    await requireAccount(deps, actor, params.account_id)
    return listTeams(deps, `${VISIBLE_TEAMS} and t.account_id = $2`, [actor.userId, params.account_id], query)
  },
})

export const getTeamRoute = defineRoute({
  method: 'GET',
  path: '/v2/teams/{team_id}',
  scope: 'team.read',
  params: z.object({ team_id: TeamId }),
  query: z.object({ include: wireList() }),
  answer: Team,
  handle: async (deps, { actor, params, query }) => {
    await requireTeam(deps, actor, params.team_id, 'see')
    const rows = await deps.points.read<TeamRow>('team-by-id', selectTeams('where t.id = $2'), [
      actor.userId,
      params.team_id,
    ])
    const row = rows[0]
    if (row === undefined) throw errors.notFound('team')
    const view = teamView(row, query.include)
    if (query.include.includes('account')) {
      const accounts = await deps.points.read<AccountRow>(
        'account-by-id',
        selectAccounts('where a.id = $1'),
        [row.account_id],
      )
      if (accounts[0] !== undefined) view.account = accountView(accounts[0])
    }
    return view
  },
})

async function listTeams(
  deps: Deps,
  where: string,
  values: unknown[],
  query: TeamListQuery,
): Promise<ListPage<Team>> {
  const limit = `limit $${String(values.length + 1)} offset $${String(values.length + 2)}`
  const rows = await deps.db.executeQuery<TeamRow>(
    CompiledQuery.raw(selectTeams(`where ${where} order by t.inserted_at, t.id ${limit}`), [
      ...values,
      query.page_size,
      offsetOf(query),
    ]),
  )
  const counted = await deps.db.executeQuery<{ total: number }>(
    CompiledQuery.raw(`select count(*)::int as total from teams t where ${where}`, values),
  )
  return { items: rows.rows.map((row) => teamView(row, query.include)), total: counted.rows[0]?.total ?? 0 }
}
