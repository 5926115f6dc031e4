// What a page asks for first is on its way while its code and the session still are. The page finds it in the cache or
// asks itself: nothing here waits, and an error is met again by what shows it.
import type { Client } from '@rushes/client/client'
import type { QueryClient } from '@tanstack/react-query'
import { assetQuery, listingQuery } from '../features/assets/asset-queries.ts'
import { currentViewSettings } from '../features/assets/view-settings.ts'
import { projectQuery } from '../features/places/project-queries.ts'

/** Where an address leads: the parameters of the routes in router.tsx. */
export interface Address {
  projectId?: string
  folderId?: string
  assetId?: string
}

export function askAhead(queryClient: QueryClient, client: Client, address: Address): void {
  const { projectId, folderId, assetId } = address
  if (assetId !== undefined) void queryClient.prefetchQuery(assetQuery(client, assetId))
  if (projectId === undefined) return
  if (folderId === undefined) {
    void askForRoot(queryClient, client, projectId)
    return
  }
  void queryClient.prefetchQuery(projectQuery(client, projectId))
  void queryClient.prefetchQuery(assetQuery(client, folderId))
  askForFolder(queryClient, client, folderId)
}

async function askForRoot(queryClient: QueryClient, client: Client, projectId: string): Promise<void> {
  const project = projectQuery(client, projectId)
  await queryClient.prefetchQuery(project)
  const rootId = queryClient.getQueryData(project.queryKey)?.root_asset_id
  if (rootId !== undefined) askForFolder(queryClient, client, rootId)
}

function askForFolder(queryClient: QueryClient, client: Client, folderId: string): void {
  const { placeholderData: _, ...listing } = listingQuery(client, folderId, currentViewSettings().sort, 1)
  void queryClient.prefetchQuery(listing)
}
