// Projects (v2-platform.md 8.4).
import {
  CreateProjectBody,
  ListProjectsQuery,
  Project,
  ProjectParams,
  TeamParams,
  UpdateProjectBody,
} from '@rushes/contract/projects'
import { z } from 'zod'
import { wireList } from '@rushes/contract/wire'
import { requireProject } from '../../access/require-place.ts'
import { defineListRoute, defineRoute } from '../../http/route.ts'
import { projectView } from '../../views/project-view.ts'
import { createProject } from './create-project.ts'
import { deleteProject, updateProject } from './change-project.ts'
import { listProjects } from './list-projects.ts'

const CREATE = { calls: 100, windowMs: 60_000 }

export const listProjectsRoute = defineListRoute({
  method: 'GET',
  path: '/v2/teams/{team_id}/projects',
  scope: 'project.read',
  params: TeamParams,
  query: ListProjectsQuery,
  list: Project,
  handle: (deps, { actor, params, query }) => listProjects(deps, actor, params.team_id, query),
})

export const createProjectRoute = defineRoute({
  method: 'POST',
  path: '/v2/teams/{team_id}/projects',
  scope: 'project.create',
  limit: CREATE,
  params: TeamParams,
  body: CreateProjectBody,
  answer: Project,
  handle: async (deps, { actor, params, body, requestId }) => {
    const id = await createProject(deps, actor, params.team_id, body, requestId)
    return projectView(await requireProject(deps, actor, id, 'see'), actor.userId)
  },
})

export const getProjectRoute = defineRoute({
  method: 'GET',
  path: '/v2/projects/{project_id}',
  scope: 'project.read',
  params: ProjectParams,
  query: z.object({ include: wireList() }),
  answer: Project,
  handle: async (deps, { actor, params }) =>
    projectView(await requireProject(deps, actor, params.project_id, 'see'), actor.userId),
})

export const updateProjectRoute = defineRoute({
  method: 'PUT',
  path: '/v2/projects/{project_id}',
  scope: 'project.update',
  params: ProjectParams,
  body: UpdateProjectBody,
  answer: Project,
  handle: async (deps, { actor, params, body, requestId }) => {
    await updateProject(deps, actor, params.project_id, body, requestId)
    return projectView(await requireProject(deps, actor, params.project_id, 'see'), actor.userId)
  },
})

export const deleteProjectRoute = defineRoute({
  method: 'DELETE',
  path: '/v2/projects/{project_id}',
  scope: 'project.delete',
  params: ProjectParams,
  answer: Project,
  handle: (deps, { actor, params, requestId }) => deleteProject(deps, actor, params.project_id, requestId),
})
