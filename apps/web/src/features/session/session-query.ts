import type { Client } from '@rushes/client/client'
import { queryOptions } from '@tanstack/react-query'

/** Who is signed in. Fails with a 401 when nobody is. */
export const sessionQuery = (client: Client) =>
  queryOptions({
    queryKey: ['session'],
    queryFn: ({ signal }) => client.session(signal),
    staleTime: 5 * 60_000,
  })
