// What is new for the person at this browser, and what they looked at lately.
import type { Client } from '@rushes/client/client'
import { queryOptions } from '@tanstack/react-query'

const MOST_RECENT = 6

/** Begins a visit of a file. Asked once for as long as the room is open: what was new then stays marked. */
export const visitQuery = (client: Client, assetId: string) =>
  queryOptions({
    queryKey: ['visit', assetId],
    queryFn: () => client.beginVisit(assetId),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnReconnect: false,
  })

/** The cards of a folder that have something new. */
export const newsQuery = (client: Client, folderId: string) =>
  queryOptions({
    queryKey: ['news', folderId],
    queryFn: ({ signal }) => client.news(folderId, signal),
  })

export const recentQuery = (client: Client) =>
  queryOptions({
    queryKey: ['recent'],
    queryFn: async ({ signal }) => (await client.recentAssets({ page_size: MOST_RECENT, signal })).items,
    // Every visit of a file changes it.
    staleTime: 0,
  })
