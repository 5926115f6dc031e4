import type { Client } from '@rushes/client/client'
import type { Page } from '@rushes/client/request'
import type { Asset, Label } from '@rushes/contract/assets'
import { queryOptions } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import type { SortChoice } from './sort-choice.ts'
import { sortParameter } from './sort-choice.ts'

/** Assets per request: a few screens full, quick to make and to send. */
export const PAGE_SIZE = 100

export type Listing = Page<Asset>

/** Only what has this status; of no status files alone, folders have hardly ever one. */
export interface OnlyLabelled {
  projectId: string
  label: Label
}

/** One page of a folder, of all that lies in it or of a part; `page` is 1-based. */
export const listingQuery = (
  client: Client,
  folderId: string,
  sort: SortChoice,
  page: number,
  only: OnlyLabelled | null = null,
) =>
  queryOptions({
    queryKey: ['children', folderId, only === null ? sort : `${sort} ${only.label}`, page] as const,
    queryFn: ({ signal }) => {
      const parameter = sortParameter(sort)
      const list = { page, page_size: PAGE_SIZE, include: 'children', signal }
      if (only === null)
        return client.children(folderId, { ...list, ...(parameter === null ? {} : { sort: parameter }) })
      const { projectId, label } = only
      return client.searchAssets({
        ...list,
        project_id: projectId,
        filter: {
          parent_id: folderId,
          label,
          ...(label === 'none' ? { type: { op: 'ne', value: 'folder' } } : {}),
        },
        sort: parameter ?? 'index',
      })
    },
    // In a new order the old one stays on show until the new one is there; of another folder nothing does.
    placeholderData: (previous: Listing | undefined, previousQuery) =>
      previousQuery?.queryKey[1] === folderId && previousQuery.queryKey[3] === page ? previous : undefined,
  })

export const assetQuery = (client: Client, assetId: string) =>
  queryOptions({
    queryKey: ['asset', assetId],
    queryFn: ({ signal }) => client.asset(assetId, signal),
  })

/** The folders above an asset, from the project's root down. */
export const ancestorsQuery = (client: Client, assetId: string) =>
  queryOptions({
    queryKey: ['ancestors', assetId],
    queryFn: ({ signal }) => client.ancestors(assetId, signal),
    staleTime: 5 * 60_000,
  })

export const pipelineQuery = (client: Client, assetId: string) =>
  queryOptions({
    queryKey: ['pipeline', assetId],
    queryFn: ({ signal }) => client.pipeline(assetId, signal),
  })

/** An asset as the last listing showed it: enough to open it at once. */
export function assetFromListings(queryClient: QueryClient, assetId: string): Asset | undefined {
  for (const [, listing] of queryClient.getQueriesData<Listing>({ queryKey: ['children'] })) {
    const asset = listing?.items.find(({ id }) => id === assetId)
    if (asset !== undefined) return asset
  }
  return undefined
}
