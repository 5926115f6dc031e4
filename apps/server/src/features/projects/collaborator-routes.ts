// People of a project (v2-platform.md 8.4). Scopes are those of projects (13, row 35).
import { z } from 'zod'
import {
  AddCollaboratorBody,
  AnyCollaborator,
  BatchAddCollaboratorsBody,
  BatchCollaborators,
  BatchRemoveCollaboratorsBody,
  Collaborator,
  CollaboratorIdParams,
  CollaboratorParams,
  ListCollaboratorsQuery,
  PendingCollaborator,
  PendingCollaboratorParams,
  RemoveCollaboratorQuery,
} from '@rushes/contract/collaborators'
import { ProjectMembership, ProjectMembershipQuery, ProjectParams } from '@rushes/contract/projects'
import { wireList } from '@rushes/contract/wire'
import { errors } from '../../http/errors.ts'
import { defineListRoute, defineRoute } from '../../http/route.ts'
import { addCollaborator, batchAddCollaborators } from './add-collaborator.ts'
import { listCollaborators, listPendingCollaborators, projectMembership } from './list-collaborators.ts'
import { batchRemoveCollaborators, removeCollaboratorById, removeFromProject } from './remove-collaborator.ts'

const ADD = { calls: 100, windowMs: 60_000 }

export const projectMembershipRoute = defineRoute({
  method: 'GET',
  path: '/v2/projects/{project_id}/membership',
  scope: 'project.read',
  params: ProjectParams,
  query: ProjectMembershipQuery,
  answer: ProjectMembership,
  handle: (deps, { actor, params, query }) =>
    projectMembership(deps, actor, params.project_id, query.user_id ?? actor.userId),
})

export const listCollaboratorsRoute = defineListRoute({
  method: 'GET',
  path: '/v2/projects/{project_id}/collaborators',
  scope: 'project.read',
  params: ProjectParams,
  query: ListCollaboratorsQuery,
  list: Collaborator,
  handle: (deps, { actor, params, query }) => listCollaborators(deps, actor, params.project_id, query),
})

export const addCollaboratorRoute = defineRoute({
  method: 'POST',
  path: '/v2/projects/{project_id}/collaborators',
  scope: 'project.update',
  limit: ADD,
  params: ProjectParams,
  query: z.object({ include: wireList() }),
  body: AddCollaboratorBody,
  answer: AnyCollaborator,
  handle: (deps, { actor, params, query, body, requestId }) =>
    addCollaborator(deps, actor, params.project_id, body, query.include, requestId),
})

export const removeCollaboratorRoute = defineRoute({
  method: 'DELETE',
  path: '/v2/projects/{project_id}/collaborators/{collaborator_id}',
  scope: 'project.update',
  params: CollaboratorParams,
  query: RemoveCollaboratorQuery,
  answer: AnyCollaborator,
  handle: (deps, { actor, params, query, requestId }) => {
    const { project_id: projectId, collaborator_id: id } = params
    if (query.email !== undefined)
      return removeFromProject(deps, actor, projectId, { email: query.email }, requestId)
    if (id === '_') throw errors.invalid([{ field: 'email', title: "can't be blank" }])
    return removeFromProject(deps, actor, projectId, { id }, requestId)
  },
})

export const removeCollaboratorByIdRoute = defineRoute({
  method: 'DELETE',
  path: '/v2/collaborators/{collaborator_id}',
  scope: 'project.update',
  params: CollaboratorIdParams,
  answer: AnyCollaborator,
  handle: (deps, { actor, params, requestId }) =>
    removeCollaboratorById(deps, actor, 'collaborator', params.collaborator_id, requestId),
})

export const listPendingCollaboratorsRoute = defineListRoute({
  method: 'GET',
  path: '/v2/projects/{project_id}/pending_collaborators',
  scope: 'project.read',
  params: ProjectParams,
  query: ListCollaboratorsQuery,
  list: PendingCollaborator,
  handle: (deps, { actor, params, query }) => listPendingCollaborators(deps, actor, params.project_id, query),
})

export const removePendingCollaboratorRoute = defineRoute({
  method: 'DELETE',
  path: '/v2/pending_collaborators/{id}',
  scope: 'project.update',
  params: PendingCollaboratorParams,
  answer: AnyCollaborator,
  handle: (deps, { actor, params, requestId }) =>
    removeCollaboratorById(deps, actor, 'pending collaborator', params.id, requestId),
})

export const batchAddCollaboratorsRoute = defineRoute({
  method: 'POST',
  path: '/v2/batch/projects/{project_id}/collaborators',
  scope: 'project.update',
  limit: ADD,
  params: ProjectParams,
  body: BatchAddCollaboratorsBody,
  answer: BatchCollaborators,
  handle: (deps, { actor, params, body, requestId }) =>
    batchAddCollaborators(deps, actor, params.project_id, body, requestId),
})

// The list travels in the body of the DELETE, which is read like a query.
export const batchRemoveCollaboratorsRoute = defineRoute({
  method: 'DELETE',
  path: '/v2/batch/projects/{project_id}/collaborators',
  scope: 'project.update',
  params: ProjectParams,
  query: BatchRemoveCollaboratorsBody,
  answer: BatchCollaborators,
  handle: (deps, { actor, params, query, requestId }) =>
    batchRemoveCollaborators(
      deps,
      actor,
      params.project_id,
      query.batch.map(({ email }) => email),
      requestId,
    ),
})
