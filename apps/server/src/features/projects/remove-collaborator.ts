// Taking somebody out of a project, or an invitation back (v2-platform.md 8.4). They are out at once, open pages included.
import type { AnyCollaborator, BatchCollaborators } from '@rushes/contract/collaborators'
import type { ProjectId } from '@rushes/contract/ids'
import type { Actor } from '../../access/actor.ts'
import { may } from '../../access/abilities.ts'
import { requireProject } from '../../access/require-place.ts'
import { standingOf } from '../../access/standing.ts'
import { tellAccessChanged, writeEvent } from '../../db/events.ts'
import { deleteInvitation } from '../../db/invitations.ts'
import type { ProjectRow } from '../../db/project-rows.ts'
import type { Deps } from '../../deps.ts'
import { forEachOnItsOwn } from '../../http/batch.ts'
import { errors, HttpError } from '../../http/errors.ts'
import { collaboratorView, pendingCollaboratorView, selectCollaborators } from './collaborator-rows.ts'
import type { CollaboratorRow } from './collaborator-rows.ts'

/** Who is meant: by the id of the record, or by e-mail address. */
export type CollaboratorKey = { id: string } | { email: string }

/** In one project: a collaborator, else a pending one. */
export async function removeFromProject(
  deps: Deps,
  actor: Actor,
  projectId: ProjectId,
  key: CollaboratorKey,
  requestId: string,
): Promise<AnyCollaborator> {
  const project = await requireProject(deps, actor, projectId, 'see')
  return removeFrom(deps, actor, project, key, requestId)
}

/** Each address on its own; what failed is named, the call still answers 200. */
export async function batchRemoveCollaborators(
  deps: Deps,
  actor: Actor,
  projectId: ProjectId,
  emails: readonly string[],
  requestId: string,
): Promise<BatchCollaborators> {
  const project = await requireProject(deps, actor, projectId, 'remove collaborators')
  const success: AnyCollaborator[] = []
  const error = await forEachOnItsOwn(new Set(emails), String, async (email) => {
    success.push(await removeFrom(deps, actor, project, { email }, requestId))
  })
  return { success, error }
}

/** By the record's id alone: the project is found through it, and asked first. */
export async function removeCollaboratorById(
  deps: Deps,
  actor: Actor,
  sort: 'collaborator' | 'pending collaborator',
  id: string,
  requestId: string,
): Promise<AnyCollaborator> {
  const table = sort === 'collaborator' ? 'collaborators' : 'invitations'
  const found = await deps.db.selectFrom(table).select('project_id').where('id', '=', id).executeTakeFirst()
  const projectId = found?.project_id ?? null
  if (projectId === null) throw errors.notFound(sort)
  const project = await requireProject(deps, actor, projectId, 'see').catch((error: unknown) => {
    // What is in a project nobody may know of is not known either.
    throw error instanceof HttpError && error.status === 404 ? errors.notFound(sort) : error
  })
  return sort === 'collaborator'
    ? removeKnown(deps, actor, project, await findCollaborator(deps, project.id, { id }), requestId)
    : removePending(deps, actor, project, { id }, requestId)
}

async function removeFrom(
  deps: Deps,
  actor: Actor,
  project: ProjectRow,
  key: CollaboratorKey,
  requestId: string,
): Promise<AnyCollaborator> {
  const row = await findCollaborator(deps, project.id, key)
  return row === null
    ? removePending(deps, actor, project, key, requestId)
    : removeKnown(deps, actor, project, row, requestId)
}

async function findCollaborator(
  deps: Deps,
  projectId: ProjectId,
  key: CollaboratorKey,
): Promise<CollaboratorRow | null> {
  const [column, value] = 'id' in key ? ['c.id', key.id] : ['lower(u.email)', key.email.toLowerCase()]
  const rows = await deps.points.read<CollaboratorRow>(
    `collaborator-by-${column}`,
    selectCollaborators(`where c.project_id = $1 and ${column} = $2`),
    [projectId, value],
  )
  return rows[0] ?? null
}

async function removeKnown(
  deps: Deps,
  actor: Actor,
  project: ProjectRow,
  row: CollaboratorRow | null,
  requestId: string,
): Promise<AnyCollaborator> {
  if (row === null) throw errors.notFound('collaborator')
  // Anybody may leave.
  if (row.user_id !== actor.userId) requireRemover(project)
  if (row.is_owner) throw errors.conflict('The owner of a project cannot be removed from it.')
  const at = deps.now()
  await deps.db.transaction().execute(async (trx) => {
    const removed = await trx.deleteFrom('collaborators').where('id', '=', row.id).executeTakeFirst()
    if (removed.numDeletedRows === 0n) throw errors.notFound('collaborator')
    await trx
      .updateTable('projects')
      .set((eb) => ({ collaborator_count: eb('collaborator_count', '-', 1) }))
      .where('id', '=', project.id)
      .execute()
    await writeEvent(trx, {
      id: deps.newId(),
      type: 'collaborator.deleted',
      at,
      actorId: actor.userId,
      accountId: project.account_id,
      teamId: project.team_id,
      projectId: project.id,
      resource: { type: 'collaborator', id: row.id },
      before: { user_id: row.user_id },
      requestId,
    })
    await tellAccessChanged(trx, row.user_id)
  })
  return collaboratorView(row, actor.origin, [], at)
}

async function removePending(
  deps: Deps,
  actor: Actor,
  project: ProjectRow,
  key: CollaboratorKey,
  requestId: string,
): Promise<AnyCollaborator> {
  let query = deps.db
    .selectFrom('invitations')
    .select(['id', 'creator_id'])
    .where('project_id', '=', project.id)
    .where('email', 'is not', null)
  if ('id' in key) query = query.where('id', '=', key.id)
  else query = query.where((eb) => eb(eb.fn('lower', ['email']), '=', key.email.toLowerCase()))
  const found = await query.executeTakeFirst()
  if (found === undefined) throw errors.notFound('collaborator')
  // Who invited somebody may think better of it.
  if (found.creator_id !== actor.userId) requireRemover(project)
  const act = { actorId: actor.userId, at: deps.now(), newId: deps.newId, requestId }
  const removed = await deps.db.transaction().execute((trx) => deleteInvitation(trx, act, found.id))
  if (removed === null) throw errors.notFound('collaborator')
  return pendingCollaboratorView(removed, act.at)
}

function requireRemover(project: ProjectRow): void {
  if (!may('remove collaborators', standingOf(project)))
    throw errors.forbidden('Your role does not allow you to remove people from this project.')
}
