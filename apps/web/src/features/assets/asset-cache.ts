// Changes to what is on show, before and after the server agreed to them.
import type { Asset } from '@rushes/contract/assets'
import type { QueryClient } from '@tanstack/react-query'
import type { Listing } from './asset-queries.ts'

/** Shows a change of an asset at once, wherever it is on show. */
export function patchAsset(queryClient: QueryClient, assetId: string, patch: Partial<Asset>): void {
  queryClient.setQueryData<Asset>(['asset', assetId], (asset) => asset && { ...asset, ...patch })
  queryClient.setQueriesData<Listing>({ queryKey: ['children'] }, (listing) =>
    listing?.items.some(({ id }) => id === assetId) === true
      ? {
          ...listing,
          items: listing.items.map((item) => (item.id === assetId ? { ...item, ...patch } : item)),
        }
      : listing,
  )
}

/** Takes assets off every listing. */
export function removeFromListings(queryClient: QueryClient, assetIds: ReadonlySet<string>): void {
  queryClient.setQueriesData<Listing>({ queryKey: ['children'] }, (listing) => {
    if (listing === undefined) return listing
    const items = listing.items.filter(({ id }) => !assetIds.has(id))
    const removedCount = listing.items.length - items.length
    return removedCount === 0 ? listing : { ...listing, items, total: listing.total - removedCount }
  })
}

/** Asks again for everything that shows these folders or what is in them. */
export async function refreshListings(queryClient: QueryClient): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['children'] }),
    queryClient.invalidateQueries({ queryKey: ['trash'] }),
    queryClient.invalidateQueries({ queryKey: ['project'] }),
  ])
}
