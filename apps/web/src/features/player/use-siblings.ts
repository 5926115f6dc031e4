// The files before and after one, in the order its folder is looked at in.
import type { Asset } from '@rushes/contract/assets'
import { useQueries, useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useServices } from '../../services.ts'
import { listingQuery, PAGE_SIZE } from '../assets/asset-queries.ts'
import type { Listing } from '../assets/asset-queries.ts'
import type { SortChoice } from '../assets/sort-choice.ts'
import { playerIdOf } from '../assets/use-asset-actions.ts'
import { useViewSettings } from '../assets/view-settings.ts'

export interface Siblings {
  previousId: string | null
  nextId: string | null
  /** 1-based among everything in the folder, or null when unknown. */
  place: number | null
  total: number | null
}

export function useSiblings(asset: Asset | undefined): Siblings {
  const { client } = useServices()
  const queryClient = useQueryClient()
  const { sort } = useViewSettings()
  const parentId = asset?.parent_id ?? null
  // Where it was when it was first seen here: pages around it are enough.
  const [kept, setKept] = useState<{ id: string | undefined; page: number }>({ id: undefined, page: 1 })
  let { page } = kept
  if (asset !== undefined && kept.id !== asset.id) {
    page = pageOf(queryClient, asset, sort)
    setKept({ id: asset.id, page })
  }
  const pages = [page - 1, page, page + 1].filter((number) => number >= 1)
  const listings = useQueries({
    queries: pages.map((number) => ({
      ...listingQuery(client, parentId ?? '', sort, number),
      // A page after the last is never asked for.
      enabled: parentId !== null && (number <= page || hasPage(queryClient, parentId, sort, page, number)),
    })),
  })
  const items = pages.flatMap((number, position) =>
    (listings[position]?.data?.items ?? []).map((item, offset) => ({
      item,
      place: (number - 1) * PAGE_SIZE + offset + 1,
    })),
  )
  return siblingsOf(asset?.id, items, listings.find(({ data }) => data !== undefined)?.data?.total ?? null)
}

/** Folders between files are stepped over. */
export function siblingsOf(
  assetId: string | undefined,
  items: { item: Pick<Asset, 'id' | 'type' | 'cover_asset_id'>; place: number }[],
  total: number | null,
): Siblings {
  const files = items.filter(({ item }) => item.type !== 'folder')
  const index = files.findIndex(({ item }) => item.id === assetId)
  if (index === -1) return { previousId: null, nextId: null, place: null, total }
  return {
    previousId: idOf(files[index - 1]?.item),
    nextId: idOf(files[index + 1]?.item),
    place: files[index]?.place ?? null,
    total,
  }
}

/** A stack is looked at in its newest version. */
function idOf(item: Pick<Asset, 'id' | 'type' | 'cover_asset_id'> | undefined): string | null {
  return item === undefined ? null : playerIdOf(item)
}

function pageOf(queryClient: QueryClient, asset: Asset, sort: SortChoice): number {
  const listings = queryClient.getQueriesData<Listing>({ queryKey: ['children', asset.parent_id, sort] })
  const found = listings.find(([, listing]) => listing?.items.some(({ id }) => id === asset.id))
  return found?.[1]?.page ?? 1
}

function hasPage(
  queryClient: QueryClient,
  parentId: string,
  sort: SortChoice,
  known: number,
  wanted: number,
): boolean {
  const listing = queryClient.getQueryData<Listing>(['children', parentId, sort, known])
  return listing !== undefined && wanted <= listing.totalPages
}
