import type { Client } from '@rushes/client/client'
import { queryOptions } from '@tanstack/react-query'

/** Nobody is in more teams, or shows more projects on one page. */
const ALL = 1000
/** Pictures on a project's card. */
const PREVIEW_COUNT = 6

/** Projects of a team; archived ones show up only when asked for, and then alone. */
export const projectsQuery = (client: Client, teamId: string, isArchived = false) =>
  queryOptions({
    queryKey: ['projects', teamId, isArchived],
    queryFn: async ({ signal }) =>
      (await client.projects(teamId, { page_size: ALL, signal, ...archived(isArchived) })).items,
  })

/** Projects the caller was invited into without being in their team. */
export const sharedProjectsQuery = (client: Client, isArchived = false) =>
  queryOptions({
    queryKey: ['projects', 'shared', isArchived],
    queryFn: async ({ signal }) =>
      (await client.sharedProjects({ page_size: ALL, signal, ...archived(isArchived) })).items,
  })

function archived(isArchived: boolean): { 'filter[archived]'?: 'true' } {
  return isArchived ? { 'filter[archived]': 'true' } : {}
}

export const projectQuery = (client: Client, projectId: string) =>
  queryOptions({
    queryKey: ['project', projectId],
    queryFn: ({ signal }) => client.project(projectId, signal),
  })

/** The newest things of a project, for the picture on its card. */
export const projectPreviewQuery = (client: Client, rootAssetId: string) =>
  queryOptions({
    queryKey: ['children', rootAssetId, 'preview'],
    queryFn: ({ signal }) =>
      client.children(rootAssetId, {
        page_size: PREVIEW_COUNT,
        include: 'children',
        sort: '-uploaded_at',
        signal,
      }),
    staleTime: 60_000,
  })

export const collaboratorsQuery = (client: Client, projectId: string) =>
  queryOptions({
    queryKey: ['collaborators', projectId],
    queryFn: async ({ signal }) =>
      (
        await client.collaborators(projectId, {
          page_size: ALL,
          include: 'project_role',
          sort: 'name',
          signal,
        })
      ).items,
  })
