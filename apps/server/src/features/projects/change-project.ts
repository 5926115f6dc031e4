// Changing and deleting a project (v2-platform.md 8.4). Deleting stamps one row; everything inside is invisible through it.
import type { Project, UpdateProjectBody } from '@rushes/contract/projects'
import type { ProjectId } from '@rushes/contract/ids'
import type { Actor } from '../../access/actor.ts'
import { requireProject } from '../../access/require-place.ts'
import { writeEvent } from '../../db/events.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { projectView } from '../../views/project-view.ts'

export async function updateProject(
  deps: Deps,
  actor: Actor,
  id: ProjectId,
  body: UpdateProjectBody,
  requestId: string,
): Promise<void> {
  const project = await requireProject(deps, actor, id, 'manage project')
  const at = deps.now()
  await deps.db.transaction().execute(async (trx) => {
    // Read under its lock: what somebody else changes in the same moment is kept.
    const before = await trx
      .selectFrom('projects')
      .select(['name', 'description', 'private', 'preferences', 'archived_at'])
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .forUpdate()
      .executeTakeFirst()
    if (before === undefined) throw errors.notFound('project')
    const after = {
      name: body.name ?? before.name,
      description: body.description === undefined ? before.description : body.description,
      private: body.private ?? before.private,
      preferences: { ...before.preferences, ...body.project_preferences },
      archived_at: archivedAtAfter(body, before.archived_at, at),
    }
    await trx
      .updateTable('projects')
      .set({ ...after, preferences: JSON.stringify(after.preferences), updated_at: at })
      .where('id', '=', id)
      .execute()
    await writeEvent(trx, {
      id: deps.newId(),
      type: 'project.updated',
      at,
      actorId: actor.userId,
      accountId: project.account_id,
      teamId: project.team_id,
      projectId: id,
      resource: { type: 'project', id },
      before,
      after,
      requestId,
    })
  })
}

/** Archiving an archived project keeps the day it was archived. */
function archivedAtAfter(body: UpdateProjectBody, before: string | null, at: Date): Date | string | null {
  if (body.archive_status === undefined) return before
  return body.archive_status === 'archived' ? (before ?? at) : null
}

export async function deleteProject(
  deps: Deps,
  actor: Actor,
  id: ProjectId,
  requestId: string,
): Promise<Project> {
  const project = await requireProject(deps, actor, id, 'manage project')
  const at = deps.now()
  const deleted = await deps.db.transaction().execute(async (trx) => {
    const stamped = await trx
      .updateTable('projects')
      .set({ deleted_at: at, updated_at: at })
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .returning(['deleted_at', 'updated_at'])
      .executeTakeFirst()
    if (stamped === undefined) throw errors.notFound('project')
    await writeEvent(trx, {
      id: deps.newId(),
      type: 'project.deleted',
      at,
      actorId: actor.userId,
      accountId: project.account_id,
      teamId: project.team_id,
      projectId: id,
      resource: { type: 'project', id },
      before: { name: project.name },
      requestId,
    })
    return stamped
  })
  return projectView({ ...project, ...deleted }, actor.userId)
}
