import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useServices } from '../../services.ts'
import { visitQuery } from './visit-queries.ts'

export interface VisitNews {
  /** Comments that are new since the last visit. */
  ids: ReadonlySet<string>
  /** True once it is known what is new, or that nobody can say. */
  isKnown: boolean
  /** None of them is new any more. */
  dismiss: () => void
}

/** The visit that began when the room of this file was opened. */
export function useVisit(assetId: string): VisitNews {
  const { client } = useServices()
  const queryClient = useQueryClient()
  const query = visitQuery(client, assetId)
  const { data, isFetched } = useQuery(query)
  const ids = useMemo(() => new Set<string>(data?.new_comment_ids), [data])
  return {
    ids,
    isKnown: isFetched,
    dismiss: () =>
      queryClient.setQueryData(query.queryKey, (visit) =>
        visit === undefined ? visit : { ...visit, new_comment_ids: [] },
      ),
  }
}
