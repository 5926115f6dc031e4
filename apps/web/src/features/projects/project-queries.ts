import type { Client } from '@rushes/client/client'
import { queryOptions } from '@tanstack/react-query'

/** Nobody is in more teams, or shows more projects on one page. */
const ALL = 1000
/** Pictures on a project's card. */
const PREVIEW_COUNT = 6

export const teamsQuery = (client: Client) =>
  queryOptions({
    queryKey: ['teams'],
    queryFn: async ({ signal }) => (await client.teams({ page_size: ALL, signal })).items,
  })

export const projectsQuery = (client: Client, teamId: string) =>
  queryOptions({
    queryKey: ['projects', teamId],
    queryFn: async ({ signal }) => (await client.projects(teamId, { page_size: ALL, signal })).items,
  })

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
