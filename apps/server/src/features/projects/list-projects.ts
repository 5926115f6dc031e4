// Projects of a team, and those somebody was only invited to (v2-platform.md 8.1 and 8.4); newest first unless another
// order is asked for (13, row 36).
import { CompiledQuery } from 'kysely'
import { AccountId } from '@rushes/contract/ids'
import type { TeamId } from '@rushes/contract/ids'
import type { ListProjectsQuery, Project } from '@rushes/contract/projects'
import type { Actor } from '../../access/actor.ts'
import { requireTeam } from '../../access/require-place.ts'
import { escapeLike, orderBy } from '../../db/order-by.ts'
import { selectProjects } from '../../db/project-rows.ts'
import type { ProjectRow } from '../../db/project-rows.ts'
import { IS_SHARED_WITH_CALLER, MAY_SEE_PROJECT } from '../../db/standing-columns.ts'
import type { Deps } from '../../deps.ts'
import { offsetOf } from '../../http/paging.ts'
import type { ListPage } from '../../http/paging.ts'
import { includeInProjects } from './include-in-projects.ts'

const SORT_COLUMNS = {
  name: 'lower(p.name) collate "C"',
  inserted_at: 'p.inserted_at',
  updated_at: 'p.updated_at',
  storage: 'p.storage',
  file_count: 'p.file_count',
}

export async function listTeamProjects(
  deps: Deps,
  actor: Actor,
  teamId: TeamId,
  query: ListProjectsQuery,
): Promise<ListPage<Project>> {
  await requireTeam(deps, actor, teamId, 'see')
  return listProjects(deps, actor, `p.team_id = $4 and ${MAY_SEE_PROJECT}`, teamId, query)
}

/** Over all accounts, or in the one that the filter names. */
export async function listSharedProjects(
  deps: Deps,
  actor: Actor,
  query: ListProjectsQuery,
): Promise<ListPage<Project>> {
  const wanted = query.filter.account_id
  const accountId = AccountId.safeParse(wanted)
  // An id that is none names no account.
  if (wanted !== undefined && !accountId.success) return { items: [], total: 0 }
  const where = `($4::uuid is null or p.account_id = $4) and ${IS_SHARED_WITH_CALLER}`
  return listProjects(deps, actor, where, accountId.data ?? null, query)
}

/** `where` may use $1, the caller, and $4, the place. */
async function listProjects(
  deps: Deps,
  actor: Actor,
  where: string,
  placeId: string | null,
  query: ListProjectsQuery,
): Promise<ListPage<Project>> {
  const { name, archived } = query.filter
  const condition = `where p.deleted_at is null and ${where}
    and ($2::text is null or p.name ilike '%' || $2 || '%')
    and ($3::boolean is null or (p.archived_at is not null) = $3)`
  const values = [
    actor.userId,
    name === undefined ? null : escapeLike(name),
    archivedWanted(archived),
    placeId,
  ]
  const order = orderBy(query.sort, SORT_COLUMNS, 'p.inserted_at desc', 'p.id')
  const rows = await deps.db.executeQuery<ProjectRow>(
    CompiledQuery.raw(selectProjects(`${condition} order by ${order} limit $5 offset $6`), [
      ...values,
      query.page_size,
      offsetOf(query),
    ]),
  )
  const counted = await deps.db.executeQuery<{ total: number }>(
    CompiledQuery.raw(`select count(*)::int as total from projects p ${condition}`, values),
  )
  return {
    items: await includeInProjects(deps, actor, rows.rows, query.include),
    total: counted.rows[0]?.total ?? 0,
  }
}

/** Null: archived or not. Absent means not, "all" adds them, "true" shows them alone (v2-platform.md 8.1, 8.4). */
function archivedWanted(filter: string | undefined): boolean | null {
  if (filter === 'all') return null
  return filter === 'true' || filter === '1' || filter === 'archived'
}
