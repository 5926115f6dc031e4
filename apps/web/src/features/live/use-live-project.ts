import type { Page } from '@rushes/client/request'
import type { Asset } from '@rushes/contract/assets'
import type { LiveMessage } from '@rushes/contract/live'
import { useQueryClient } from '@tanstack/react-query'
import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useServices } from '../../services.ts'
import { connectLive } from './live-connection.ts'
import { refreshPlaces } from './use-live-places.ts'

/** Messages that come together (a hundred files of one drop) are answered by one round of asking. */
const GATHER_MS = 250

/** Keeps everything shown of a project up to date while the caller is on screen. */
export function useLiveProject(projectId: string | undefined): void {
  const queryClient = useQueryClient()
  const { progress, uploads } = useServices()
  useEffect(() => {
    if (projectId === undefined) return
    const stale = gatherStale(queryClient)
    const disconnect = connectLive(projectId, {
      onMessage: (message) => {
        // Said of whole accounts, not of the project that is looked at.
        if (message.kind === 'processing') return
        if (message.kind === 'places') {
          // Somebody is called or looks different, or the caller may do other things than before.
          refreshPlaces(queryClient)
          for (const name of ['asset', 'comments']) void queryClient.invalidateQueries({ queryKey: [name] })
          return
        }
        if (message.asset_id !== null && message.progress !== undefined)
          progress.set(message.asset_id, message.progress)
        // People talk: what one writes stands with the other at once, not with the next gathering.
        if (message.kind === 'comment')
          void queryClient.invalidateQueries({ queryKey: ['comments', message.asset_id] })
        stale.add(message)
      },
      onGap: () => {
        void queryClient.invalidateQueries()
        // The server is back, perhaps after a restart: uploads need not wait for their next try.
        uploads.retryNow()
      },
    })
    return () => {
      disconnect()
      stale.drop()
    }
  }, [projectId, queryClient, progress, uploads])
}

/** Which answers of the server a message makes old. Listings are told apart by {@link isListingOf}. */
export function keysTouchedBy(message: LiveMessage): QueryKey[] {
  const keys: QueryKey[] = []
  const { asset_id: assetId, project_id: projectId } = message
  // A comment changes what is said about a file and how much, not the file.
  if (message.kind === 'comment') return [['asset', assetId], ['news']]
  if (assetId !== null) keys.push(['pipeline', assetId])
  // Progress alone changes neither names nor pictures; whoever shows it listens to the progress board.
  if (message.kind === 'progress') return keys
  if (assetId !== null) keys.push(['asset', assetId], ['ancestors'])
  // What became a version changed what others are: their stack, their neighbours, which of them is the newest.
  if (message.type === 'asset.versioned') keys.push(['asset'], ['children'], ['news'])
  if (message.type === 'asset.created') keys.push(['news'])
  keys.push(['project', projectId], ['trash', projectId])
  if (message.kind === 'project')
    keys.push(['projects'], ['places'], ['collaborators', projectId], ['invitations'])
  return keys
}

/** True for the listing of one of these folders, and for one that shows such a folder as a card. */
export function isListingOf(folderIds: ReadonlySet<string>, queryKey: QueryKey, data: unknown): boolean {
  const [name, folderId] = queryKey
  if (name !== 'children') return false
  if (typeof folderId === 'string' && folderIds.has(folderId)) return true
  // What stands under "children" in the cache is what the query put there.
  const listing = data as Page<Asset> | undefined
  return listing?.items.some(({ id }) => folderIds.has(id)) === true
}

function isAmongVersions(queryClient: QueryClient, assetId: string | null): boolean {
  return queryClient
    .getQueriesData<Page<Asset>>({
      predicate: ({ queryKey }) => queryKey[0] === 'children' && queryKey[2] === 'versions',
    })
    .some(([, versions]) => versions?.items.some(({ id }) => id === assetId) === true)
}

function gatherStale(queryClient: QueryClient) {
  const keys = new Map<string, QueryKey>()
  const folderIds = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  function flush(): void {
    timer = undefined
    for (const queryKey of keys.values()) void queryClient.invalidateQueries({ queryKey })
    const folders = new Set(folderIds)
    if (folders.size > 0)
      void queryClient.invalidateQueries({
        predicate: ({ queryKey, state }) => isListingOf(folders, queryKey, state.data),
      })
    keys.clear()
    folderIds.clear()
  }
  return {
    add: (message: LiveMessage) => {
      for (const key of keysTouchedBy(message)) keys.set(JSON.stringify(key), key)
      if (message.kind !== 'progress' && message.parent_id !== null) folderIds.add(message.parent_id)
      // A version that leaves its stack names the folder it went to; the list of versions still shows it.
      if (message.kind === 'asset' && isAmongVersions(queryClient, message.asset_id)) {
        keys.set('versions', ['children'])
        keys.set('assets', ['asset'])
      }
      timer ??= setTimeout(flush, GATHER_MS)
    },
    drop: () => clearTimeout(timer),
  }
}
