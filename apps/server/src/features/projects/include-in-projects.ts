// Projects with what `include` asks for; unknown names are passed over (v2-platform.md 6).
import { CompiledQuery } from 'kysely'
import type { Project } from '@rushes/contract/projects'
import type { Actor } from '../../access/actor.ts'
import type { ProjectRow } from '../../db/project-rows.ts'
import { USER_COLUMNS } from '../../db/user-rows.ts'
import type { UserColumns } from '../../db/user-rows.ts'
import type { Deps } from '../../deps.ts'
import { projectView } from '../../views/project-view.ts'
import { selectTeams, teamView, VISIBLE_TEAMS } from '../../views/team-view.ts'
import type { TeamRow } from '../../views/team-view.ts'
import { userView } from '../../views/user-view.ts'

export async function includeInProjects(
  deps: Deps,
  actor: Actor,
  rows: readonly ProjectRow[],
  include: readonly string[],
): Promise<Project[]> {
  const views = rows.map((row) => projectView(row, actor.userId))
  if (views.length === 0) return views
  if (include.includes('team')) {
    const teams = await deps.db.executeQuery<TeamRow>(
      CompiledQuery.raw(selectTeams(`where t.id = any($2) and ${VISIBLE_TEAMS}`), [
        actor.userId,
        views.map((view) => view.team_id),
      ]),
    )
    const byId = new Map(teams.rows.map((team) => [team.id as string, teamView(team, [])]))
    // Who was only invited into the project does not see its team.
    for (const view of views) view.team = byId.get(view.team_id) ?? null
  }
  if (include.includes('owner')) {
    const owners = await deps.db.executeQuery<UserColumns>(
      CompiledQuery.raw(`select ${USER_COLUMNS} from users u where u.id = any($1)`, [
        views.map((view) => view.owner_id),
      ]),
    )
    const byId = new Map(owners.rows.map((owner) => [owner.u_id as string, userView(owner, actor.origin)]))
    for (const view of views) {
      const owner = byId.get(view.owner_id)
      if (owner !== undefined) view.owner = owner
    }
  }
  return views
}

export async function includeInProject(
  deps: Deps,
  actor: Actor,
  row: ProjectRow,
  include: readonly string[],
): Promise<Project> {
  const [view] = await includeInProjects(deps, actor, [row], include)
  return view ?? projectView(row, actor.userId)
}
