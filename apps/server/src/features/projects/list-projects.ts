// Projects of a team (v2-platform.md 8.4); newest first unless another order is asked for (13, row 36).
import { CompiledQuery } from 'kysely'
import type { ListProjectsQuery, Project } from '@rushes/contract/projects'
import type { TeamId } from '@rushes/contract/ids'
import type { Actor } from '../../access/actor.ts'
import { requireTeam } from '../../access/require-place.ts'
import { selectProjects } from '../../db/project-rows.ts'
import type { ProjectRow } from '../../db/project-rows.ts'
import type { Deps } from '../../deps.ts'
import { offsetOf } from '../../http/paging.ts'
import type { ListPage } from '../../http/paging.ts'
import { projectView } from '../../views/project-view.ts'

const SORT_COLUMNS: Record<string, string> = {
  name: 'lower(p.name) collate "C"',
  inserted_at: 'p.inserted_at',
  updated_at: 'p.updated_at',
  storage: 'p.storage',
  file_count: 'p.file_count',
}

/** Private projects are for their owner, managers and the account's owners and admins (v2-platform.md 7.2). */
const VISIBLE = `p.team_id = $2 and p.deleted_at is null and (
  not p.private or p.owner_id = $1
  or exists (select 1 from team_members m where m.team_id = p.team_id and m.user_id = $1 and m.role = 'team_manager')
  or exists (select 1 from account_members am where am.account_id = p.account_id and am.user_id = $1 and am.role in ('owner', 'admin')))`

export async function listProjects(
  deps: Deps,
  actor: Actor,
  teamId: TeamId,
  query: ListProjectsQuery,
): Promise<ListPage<Project>> {
  await requireTeam(deps, actor, teamId, 'see')
  const name = query.filter.name ?? null
  const where = `where ${VISIBLE} and ($3::text is null or p.name ilike '%' || $3 || '%')`
  const values = [actor.userId, teamId, name === null ? null : escapeLike(name)]
  const rows = await deps.db.executeQuery<ProjectRow>(
    CompiledQuery.raw(selectProjects(`${where} order by ${orderBy(query.sort)} limit $4 offset $5`), [
      ...values,
      query.page_size,
      offsetOf(query),
    ]),
  )
  const counted = await deps.db.executeQuery<{ total: number }>(
    CompiledQuery.raw(`select count(*)::int as total from projects p ${where}`, values),
  )
  return { items: rows.rows.map((row) => projectView(row, actor.userId)), total: counted.rows[0]?.total ?? 0 }
}

function orderBy(sort: string | undefined): string {
  const terms = (sort ?? '').split(',').flatMap((term) => {
    const column = SORT_COLUMNS[term.trim().replace(/^-/, '')]
    return column === undefined ? [] : [`${column} ${term.trim().startsWith('-') ? 'desc' : 'asc'}`]
  })
  return terms.length === 0 ? 'p.inserted_at desc, p.id' : `${terms.join(', ')}, p.id`
}

function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, (character) => `\\${character}`)
}
