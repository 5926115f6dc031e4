// Where a search may look: the projects that the caller can see and asked for. Decided before anything is counted or
// paged, so that pages are always full.
import type { AccountId, ProjectId, TeamId } from '@rushes/contract/ids'
import type { AssetSearch } from '@rushes/contract/search'
import { may } from '../../access/abilities.ts'
import type { Actor } from '../../access/actor.ts'
import { requireAccount } from '../../access/require-place.ts'
import { isOnlyInvited, standingOf } from '../../access/standing.ts'
import { MAY_SEE_PROJECT, STANDING_COLUMNS } from '../../db/standing-columns.ts'
import type { StandingColumns } from '../../db/standing-columns.ts'
import type { Deps } from '../../deps.ts'
import type { JobName } from '../../queue/queue.ts'
import { valuesOf } from './search-filters.ts'

export interface Reach {
  accountIds: AccountId[]
  projectIds: ProjectId[]
  /** Those of them in which the caller may see private things. */
  privateIn: ProjectId[]
  /** Files and folders of all of them, from their counters. */
  itemCount: number
  /**
   * A row alone says where it lies, and the caller may see it if it is not below something deleted: nothing is on its way
   * to another place, and nothing there is private from them.
   */
  isSettled: boolean
}

/** Jobs that make rows agree with what lies above them. */
const ON_THE_WAY: readonly JobName[] = ['asset.carry-move', 'asset.fill-copy', 'deletion.purge']
/** With a longer queue than is looked at, anything may be in it. */
const MOST_JOBS = 1_000

interface ProjectRow extends StandingColumns {
  id: ProjectId
  team_id: TeamId
  account_id: AccountId
  item_count: number
}

/** What of a search says where to look. */
type Places = Pick<AssetSearch, 'account_id' | 'project_id' | 'team_id'> &
  Partial<Pick<AssetSearch, 'filter' | 'shared_projects'>>

export async function readReach(deps: Deps, actor: Actor, search: Places): Promise<Reach> {
  const accountId = search.account_id ?? null
  const [rows, queued] = await Promise.all([
    deps.points.read<ProjectRow>(
      'projects-in-reach',
      `select p.id, p.team_id, p.account_id, p.file_count + p.folder_count as item_count, ${STANDING_COLUMNS}
       from projects p where p.deleted_at is null and ($2::uuid is null or p.account_id = $2) and ${MAY_SEE_PROJECT}`,
      [actor.userId, accountId],
    ),
    deps.points.read<{ jobs: number; on_the_way: number }>(
      'jobs-on-the-way',
      `select count(*)::int as jobs, (count(*) filter (where task_identifier = any($1::text[])))::int as on_the_way
       from (select task_identifier from graphile_worker.jobs limit ${String(MOST_JOBS)}) job`,
      [ON_THE_WAY],
    ),
    accountId === null ? null : requireAccount(deps, actor, accountId, 'see'),
  ])
  const wanted = {
    project: [search.project_id, ...valuesOf(search.filter, 'project_id')].filter((ids) => ids.length > 0),
    team: [search.team_id, ...valuesOf(search.filter, 'team_id')].filter((ids) => ids.length > 0),
  }
  const projects = rows.filter(
    (row) =>
      wanted.project.every((ids) => ids.includes(row.id)) &&
      wanted.team.every((ids) => ids.includes(row.team_id)) &&
      !(search.shared_projects === false && isOnlyInvited(standingOf(row))),
  )
  const privateIn = projects.filter((row) => may('see private', standingOf(row))).map((row) => row.id)
  const jobs = queued[0]
  return {
    accountIds: [...new Set(projects.map((row) => row.account_id))],
    projectIds: projects.map((row) => row.id),
    privateIn,
    itemCount: projects.reduce((sum, row) => sum + Math.max(0, row.item_count), 0),
    isSettled: privateIn.length === projects.length && jobs?.on_the_way === 0 && jobs.jobs < MOST_JOBS,
  }
}
