// The other versions of a file: the members of the stack it lies in.
import type { Client } from '@rushes/client/client'
import type { Asset } from '@rushes/contract/assets'
import { queryOptions, skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { useServices } from '../../services.ts'
import { assetFromListings, assetQuery } from './asset-queries.ts'

/** More versions than anybody makes of one film. */
const MOST_VERSIONS = 500

export interface Versions {
  /** Null for a file that lies in no stack. */
  stack: Asset | null
  /** The folder that a next version is uploaded into; null until known. */
  folderId: string | null
  /** Newest first; empty without a stack. */
  list: readonly Asset[]
}

/** The versions of a stack, newest first. Kept among the listings: what changes in those changes here. */
export const versionsQuery = (client: Client, stackId: string | null) =>
  queryOptions({
    queryKey: ['children', stackId, 'versions', 1] as const,
    queryFn:
      stackId === null
        ? skipToken
        : ({ signal }) => client.children(stackId, { page_size: MOST_VERSIONS, signal }),
  })

export function useVersions(asset: Asset): Versions {
  const { client } = useServices()
  const queryClient = useQueryClient()
  const parentId = asset.parent_id
  const parent = useQuery({
    ...assetQuery(client, parentId ?? ''),
    enabled: parentId !== null,
    placeholderData: () => assetFromListings(queryClient, parentId ?? ''),
  }).data
  const stack = parent?.type === 'version_stack' ? parent : null
  const versions = useQuery(versionsQuery(client, stack?.id ?? null)).data
  return {
    stack,
    folderId: parent === undefined ? null : stack === null ? parent.id : stack.parent_id,
    list: stack === null ? NONE : (versions?.items ?? NONE),
  }
}

const NONE: readonly Asset[] = []

/** What a version is compared with: the one before it, or the next one of the first. */
export function versionBeside(list: readonly Pick<Asset, 'id'>[], id: string): string | null {
  const index = list.findIndex((version) => version.id === id)
  return index === -1 ? null : ((list[index + 1] ?? list[index - 1])?.id ?? null)
}

/** "v3" of the third oldest. `list` is newest first. */
export function versionName(list: readonly Pick<Asset, 'id'>[], id: string): string {
  const index = list.findIndex((version) => version.id === id)
  return `v${String(index === -1 ? 1 : list.length - index)}`
}
