import { ApiError } from '@rushes/client/request'
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'

const FRESH_FOR_MS = 20_000
const MOST_RETRIES = 2

/** Makes the cache of everything the server said. `onSignedOut` hears of every call that was refused with a 401. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const watchSession = (error: unknown) => {
    if (error instanceof ApiError && error.status === 401) onSignedOut()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError: watchSession }),
    mutationCache: new MutationCache({ onError: watchSession }),
    defaultOptions: {
      queries: {
        staleTime: FRESH_FOR_MS,
        // What the server decided will not change by asking again; what never reached it may.
        retry: (failures, error) => failures < MOST_RETRIES && error instanceof ApiError && isPassing(error),
      },
      mutations: { retry: false },
    },
  })
}

function isPassing({ status }: ApiError): boolean {
  return status === 0 || status === 429 || status >= 502
}
