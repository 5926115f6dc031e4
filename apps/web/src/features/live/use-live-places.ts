import { useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { connectLive } from './live-connection.ts'

/** What the server answers about people and places, by the first part of its query key. */
const OF_PLACES = [
  'session',
  'places',
  'projects',
  'project',
  'teams',
  'team-members',
  'collaborators',
  'people',
  'invitations',
  'processing',
]

/** Asks again for what is on show of people and places. */
export function refreshPlaces(queryClient: QueryClient): void {
  for (const name of OF_PLACES) void queryClient.invalidateQueries({ queryKey: [name] })
}

/** Keeps lists of projects, teams and people up to date while the caller is on screen. */
export function useLivePlaces(): void {
  const queryClient = useQueryClient()
  useEffect(
    () =>
      connectLive(null, {
        onMessage: ({ kind }) => {
          if (kind === 'processing') {
            void queryClient.invalidateQueries({ queryKey: ['processing'] })
            return
          }
          refreshPlaces(queryClient)
          void queryClient.invalidateQueries({
            predicate: ({ queryKey }) => queryKey[0] === 'children' && queryKey[2] === 'preview',
          })
        },
        onGap: () => void queryClient.invalidateQueries(),
      }),
    [queryClient],
  )
}
