import type { Client } from '@rushes/client/client'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'

/** Longer queues say how long they are. */
export const MOST_LISTED = 100

/** What the media engine has to do for an account, or what it could not do. */
export const processingQuery = (client: Client, accountId: string, state: 'open' | 'failed') =>
  queryOptions({
    queryKey: ['processing', accountId, state],
    queryFn: ({ signal }) => client.processing(accountId, { state, page_size: MOST_LISTED, signal }),
    placeholderData: keepPreviousData,
  })
