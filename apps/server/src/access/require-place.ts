// The first line of every use-case on an account, a team or a project. Each throws 404 when the caller may not know of
// the place, 403 when this is not allowed in it (v2-platform.md 13, row 5).
import type { AccountId, ProjectId, TeamId, UserId } from '@rushes/contract/ids'
import { selectProjects } from '../db/project-rows.ts'
import type { ProjectRow } from '../db/project-rows.ts'
import type { AccountRole, TeamRole } from '../db/schema.ts'
import type { Deps } from '../deps.ts'
import { errors } from '../http/errors.ts'
import { may, mayInAccount, mayInTeam } from './abilities.ts'
import type { Ability, AccountAbility, AccountStanding, TeamAbility, TeamStandingFacts } from './abilities.ts'
import type { Actor } from './actor.ts'
import { standingOf } from './standing.ts'

export async function requireProject(
  deps: Deps,
  actor: Actor,
  id: ProjectId,
  ability: Ability,
): Promise<ProjectRow> {
  const rows = await deps.points.read<ProjectRow>(
    'project-by-id',
    selectProjects('where p.id = $2 and p.deleted_at is null'),
    [actor.userId, id],
  )
  const row = rows[0]
  if (row === undefined) throw errors.notFound('project')
  const standing = standingOf(row)
  if (!may('see', standing)) throw errors.notFound('project')
  if (!may(ability, standing)) throw errors.forbidden('Your role does not allow this on this project.')
  return row
}

export interface TeamPlace extends TeamStandingFacts {
  id: TeamId
  accountId: AccountId
}

export async function requireTeam(
  deps: Deps,
  actor: Actor,
  id: TeamId,
  ability: TeamAbility,
): Promise<TeamPlace> {
  const rows = await deps.points.read<{
    account_id: AccountId
    is_public: boolean
    account_role: AccountRole | null
    team_role: TeamRole | null
  }>(
    'team-standing',
    `select t.account_id, t.access = 'public' as is_public,
       (select am.role from account_members am where am.account_id = t.account_id and am.user_id = $1) as account_role,
       (select tm.role from team_members tm where tm.team_id = t.id and tm.user_id = $1) as team_role
     from teams t where t.id = $2 and t.deleted_at is null`,
    [actor.userId, id],
  )
  const row = rows[0]
  if (row === undefined) throw errors.notFound('team')
  const facts = { accountRole: row.account_role, teamRole: row.team_role, isPublic: row.is_public }
  if (!mayInTeam('see', facts)) throw errors.notFound('team')
  if (!mayInTeam(ability, facts)) throw errors.forbidden('Your role does not allow this in this team.')
  return { ...facts, id, accountId: row.account_id }
}

export async function requireAccount(
  deps: Deps,
  actor: Actor,
  id: AccountId,
  ability: AccountAbility,
): Promise<AccountStanding> {
  const standing = await accountStanding(deps, actor.userId, id)
  if (standing === null || !mayInAccount('see', standing)) throw errors.notFound('account')
  if (!mayInAccount(ability, standing))
    throw errors.forbidden('Your role does not allow this in this account.')
  return standing
}

async function accountStanding(deps: Deps, userId: UserId, id: AccountId): Promise<AccountStanding | null> {
  const rows = await deps.points.read<{ role: AccountRole | null; is_collaborator: boolean }>(
    'account-standing',
    `select (select am.role from account_members am where am.account_id = a.id and am.user_id = $1) as role,
       exists (select 1 from collaborators co join projects p on p.id = co.project_id
               where co.user_id = $1 and p.account_id = a.id and p.deleted_at is null) as is_collaborator
     from accounts a where a.id = $2 and a.deleted_at is null`,
    [userId, id],
  )
  const row = rows[0]
  return row === undefined ? null : { accountRole: row.role, isCollaborator: row.is_collaborator }
}
