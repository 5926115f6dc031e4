// The people of a project, and those still to come (v2-platform.md 8.4).
import { CompiledQuery } from 'kysely'
import type {
  Collaborator,
  ListCollaboratorsQuery,
  PendingCollaborator,
} from '@rushes/contract/collaborators'
import type { ProjectId, UserId } from '@rushes/contract/ids'
import type { ProjectMembership } from '@rushes/contract/projects'
import type { Actor } from '../../access/actor.ts'
import { requireProject } from '../../access/require-place.ts'
import type { InvitationRow } from '../../db/invitations.ts'
import { orderBy } from '../../db/order-by.ts'
import type { TeamRole } from '../../db/schema.ts'
import type { Deps } from '../../deps.ts'
import { offsetOf } from '../../http/paging.ts'
import type { ListPage } from '../../http/paging.ts'
import { collaboratorView, pendingCollaboratorView, selectCollaborators } from './collaborator-rows.ts'
import type { CollaboratorRow } from './collaborator-rows.ts'

const BY_EMAIL = 'lower(u.email) collate "C"'
const BY_NAME = 'lower(u.name) collate "C"'
const SORT_COLUMNS = {
  email: BY_EMAIL,
  'user.email': BY_EMAIL,
  name: BY_NAME,
  'user.name': BY_NAME,
  inserted_at: 'c.inserted_at',
  'user.inserted_at': 'u.inserted_at',
}

export async function listCollaborators(
  deps: Deps,
  actor: Actor,
  projectId: ProjectId,
  query: ListCollaboratorsQuery,
): Promise<ListPage<Collaborator>> {
  const project = await requireProject(deps, actor, projectId, 'see')
  const order = orderBy(query.sort, SORT_COLUMNS, 'c.inserted_at', 'c.id')
  const rows = await deps.db.executeQuery<CollaboratorRow>(
    CompiledQuery.raw(selectCollaborators(`where c.project_id = $1 order by ${order} limit $2 offset $3`), [
      projectId,
      query.page_size,
      offsetOf(query),
    ]),
  )
  return {
    items: rows.rows.map((row) => collaboratorView(row, actor.origin, query.include)),
    total: project.collaborator_count,
  }
}

const PENDING_SORT_COLUMNS = { email: 'lower(email) collate "C"', inserted_at: 'inserted_at' }
const PENDING = 'from invitations where project_id = $1 and email is not null'

export async function listPendingCollaborators(
  deps: Deps,
  actor: Actor,
  projectId: ProjectId,
  query: ListCollaboratorsQuery,
): Promise<ListPage<PendingCollaborator>> {
  await requireProject(deps, actor, projectId, 'see')
  const order = orderBy(query.sort, PENDING_SORT_COLUMNS, 'inserted_at', 'id')
  const rows = await deps.db.executeQuery<InvitationRow>(
    CompiledQuery.raw(`select * ${PENDING} order by ${order} limit $2 offset $3`, [
      projectId,
      query.page_size,
      offsetOf(query),
    ]),
  )
  const counted = await deps.points.read<{ total: number }>(
    'count-pending-collaborators',
    `select count(*)::int as total ${PENDING}`,
    [projectId],
  )
  return { items: rows.rows.map((row) => pendingCollaboratorView(row)), total: counted[0]?.total ?? 0 }
}

/** Of the caller, or of `userId`; all false for somebody who has nothing to do with the project. */
export async function projectMembership(
  deps: Deps,
  actor: Actor,
  projectId: ProjectId,
  userId: UserId,
): Promise<ProjectMembership> {
  await requireProject(deps, actor, projectId, 'see')
  const rows = await deps.points.read<{
    is_collaborator: boolean
    is_owner: boolean
    member_role: TeamRole | null
  }>(
    'project-membership',
    `select exists (select 1 from collaborators c where c.project_id = p.id and c.user_id = $2) as is_collaborator,
       p.owner_id = $2 as is_owner,
       (select tm.role from team_members tm where tm.team_id = p.team_id and tm.user_id = $2) as member_role
     from projects p where p.id = $1`,
    [projectId, userId],
  )
  const row = rows[0]
  const isOwner = row?.is_owner ?? false
  return {
    collaborator: (row?.is_collaborator ?? false) && !isOwner,
    owner: isOwner,
    team_member: (row?.member_role ?? null) !== null,
    team_role: row?.member_role ?? null,
  }
}
