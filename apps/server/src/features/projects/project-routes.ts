// Projects (v2-platform.md 8.4).
import {
  CreateProjectBody,
  ListProjectsQuery,
  Project,
  ProjectParams,
  ProjectTreeQuery,
  TeamParams,
  TreeNode,
  UpdateProjectBody,
  UserPreferencesBody,
} from '@rushes/contract/projects'
import { z } from 'zod'
import { wireList } from '@rushes/contract/wire'
import { requireProject } from '../../access/require-place.ts'
import { defineListRoute, defineRoute } from '../../http/route.ts'
import { createProject } from './create-project.ts'
import { deleteProject, updateProject } from './change-project.ts'
import { includeInProject } from './include-in-projects.ts'
import { listSharedProjects, listTeamProjects } from './list-projects.ts'
import { projectTree } from './project-tree.ts'
import { setUserPreferences } from './user-preferences.ts'

const Include = z.object({ include: wireList() })
const CREATE = { calls: 100, windowMs: 60_000 }

export const listProjectsRoute = defineListRoute({
  method: 'GET',
  path: '/v2/teams/{team_id}/projects',
  scope: 'project.read',
  params: TeamParams,
  query: ListProjectsQuery,
  list: Project,
  handle: (deps, { actor, params, query }) => listTeamProjects(deps, actor, params.team_id, query),
})

export const listSharedProjectsRoute = defineListRoute({
  method: 'GET',
  path: '/v2/projects/shared',
  scope: 'project.read',
  query: ListProjectsQuery,
  list: Project,
  handle: (deps, { actor, query }) => listSharedProjects(deps, actor, query),
})

export const createProjectRoute = defineRoute({
  method: 'POST',
  path: '/v2/teams/{team_id}/projects',
  scope: 'project.create',
  limit: CREATE,
  params: TeamParams,
  query: Include,
  body: CreateProjectBody,
  answer: Project,
  handle: async (deps, { actor, params, query, body, requestId }) => {
    const id = await createProject(deps, actor, params.team_id, body, requestId)
    return includeInProject(deps, actor, await requireProject(deps, actor, id, 'see'), query.include)
  },
})

export const getProjectRoute = defineRoute({
  method: 'GET',
  path: '/v2/projects/{project_id}',
  scope: 'project.read',
  params: ProjectParams,
  query: Include,
  answer: Project,
  handle: async (deps, { actor, params, query }) =>
    includeInProject(deps, actor, await requireProject(deps, actor, params.project_id, 'see'), query.include),
})

export const updateProjectRoute = defineRoute({
  method: 'PUT',
  path: '/v2/projects/{project_id}',
  scope: 'project.update',
  params: ProjectParams,
  query: Include,
  body: UpdateProjectBody,
  answer: Project,
  handle: async (deps, { actor, params, query, body, requestId }) => {
    await updateProject(deps, actor, params.project_id, body, requestId)
    return includeInProject(
      deps,
      actor,
      await requireProject(deps, actor, params.project_id, 'see'),
      query.include,
    )
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

export const projectTreeRoute = defineRoute({
  method: 'GET',
  path: '/v2/projects/{project_id}/tree',
  scope: 'project.read',
  params: ProjectParams,
  query: ProjectTreeQuery,
  answer: TreeNode,
  handle: (deps, { actor, params, query }) => projectTree(deps, actor, params.project_id, query.depth),
})

/** Ours: V2 shows `user_preferences` and documents no call that sets them. */
export const setUserPreferencesRoute = defineRoute({
  method: 'PUT',
  path: '/api/projects/{project_id}/preferences',
  scope: 'project.read',
  params: ProjectParams,
  body: UserPreferencesBody,
  answer: Project,
  handle: async (deps, { actor, params, body, requestId }) => {
    await setUserPreferences(deps, actor, params.project_id, body, requestId)
    return includeInProject(deps, actor, await requireProject(deps, actor, params.project_id, 'see'), [])
  },
})
