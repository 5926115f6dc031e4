// Files, folders and stacks by name, while one types.
import type { Client } from '@rushes/client/client'
import type { Asset } from '@rushes/contract/assets'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { useServices } from '../../services.ts'
import type { AssetActions } from '../assets/use-asset-actions.ts'
import { recentQuery } from '../visits/visit-queries.ts'
import { AssetPicture } from './asset-picture.tsx'
import type { PaletteItem } from './palette-items.ts'

const MOST_FILES = 8

const filesQuery = (client: Client, words: string) =>
  queryOptions({
    queryKey: ['found-files', words],
    queryFn: async ({ signal }) =>
      (await client.searchLibrary({ q: words, page_size: MOST_FILES, signal })).items,
    enabled: words !== '',
    // What was found for fewer letters stays until there is something better.
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })

export interface Found {
  items: PaletteItem[]
  isLooking: boolean
  error: Error | null
}

/** `projects` tell where a file lies. */
export function useFoundFiles(words: string, actions: AssetActions, projects: readonly PaletteItem[]): Found {
  const { client } = useServices()
  const { data, error, isFetching } = useQuery(filesQuery(client, words))
  return {
    items: words === '' ? [] : withoutDoubles(data ?? []).map((asset) => fileItem(asset, actions, projects)),
    isLooking: isFetching,
    error,
  }
}

/** A stack is called as its newest version and opens it: that one is not told twice. */
function withoutDoubles(found: readonly Asset[]): Asset[] {
  const names = new Map(found.map(({ id, name }) => [id, name]))
  return found.filter(({ parent_id: parentId, name }) => parentId === null || names.get(parentId) !== name)
}

/** What was looked at lately. */
export function useRecentItems(actions: AssetActions, projects: readonly PaletteItem[]): PaletteItem[] {
  const { client } = useServices()
  const { data } = useQuery(recentQuery(client))
  return (data ?? []).map((asset) => ({ ...fileItem(asset, actions, projects), id: `recent/${asset.id}` }))
}

function fileItem(asset: Asset, actions: AssetActions, projects: readonly PaletteItem[]): PaletteItem {
  return {
    id: `file/${asset.id}`,
    label: asset.name,
    note: projects.find(({ id }) => id === `project/${asset.project_id}`)?.label,
    picture: <AssetPicture asset={asset} />,
    run: () => actions.open(asset),
  }
}
