// The first line of every use-case on an account, a team or a project.
import type { AccountId, ProjectId, TeamId } from '@rushes/contract/ids'
import { selectProjects } from '../db/project-rows.ts'
import type { ProjectRow } from '../db/project-rows.ts'
import type { AccountRole, TeamRole } from '../db/schema.ts'
import type { Deps } from '../deps.ts'
import { errors } from '../http/errors.ts'
import { may } from './abilities.ts'
import type { Ability, Standing } from './abilities.ts'
import type { Actor } from './actor.ts'

/** Throws 404 when the caller may not know of the project, 403 when this is not allowed on it. */
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
  const standing = projectStanding(row)
  if (!may('see', standing)) throw errors.notFound('project')
  if (!may(ability, standing)) throw errors.forbidden('Your role does not allow this on this project.')
  return row
}

export function projectStanding(row: ProjectRow): Standing {
  return {
    accountRole: row.account_role,
    teamRole: row.team_role,
    isProjectPrivate: row.private,
    isProjectOwner: row.is_owner,
  }
}

export interface TeamStanding {
  id: TeamId
  account_id: AccountId
  account_role: AccountRole | null
  team_role: TeamRole | null
}

/** Throws 404 when the caller may not know of the team, 403 when this is not allowed in it. */
export async function requireTeam(
  deps: Deps,
  actor: Actor,
  id: TeamId,
  ability: 'see' | 'create project',
): Promise<TeamStanding> {
  const rows = await deps.points.read<TeamStanding>(
    'team-standing',
    `select t.id, t.account_id,
       (select am.role from account_members am where am.account_id = t.account_id and am.user_id = $1) as account_role,
       (select tm.role from team_members tm where tm.team_id = t.id and tm.user_id = $1) as team_role
     from teams t where t.id = $2 and t.deleted_at is null`,
    [actor.userId, id],
  )
  const row = rows[0]
  if (row === undefined) throw errors.notFound('team')
  const standing = {
    accountRole: row.account_role,
    teamRole: row.team_role,
    isProjectPrivate: false,
    isProjectOwner: false,
  }
  if (!may('see', standing)) throw errors.notFound('team')
  if (!may(ability, standing)) throw errors.forbidden('Your role does not allow this in this team.')
  return row
}

/** Throws 404 when the caller is no member of the account. */
export async function requireAccount(deps: Deps, actor: Actor, id: AccountId): Promise<AccountRole> {
  const rows = await deps.points.read<{ role: AccountRole }>(
    'account-role',
    `select am.role from account_members am join accounts a on a.id = am.account_id
     where am.user_id = $1 and am.account_id = $2 and a.deleted_at is null`,
    [actor.userId, id],
  )
  const row = rows[0]
  if (row === undefined) throw errors.notFound('account')
  return row.role
}
