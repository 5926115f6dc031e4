import type { Client } from '@rushes/client/client'
import { queryOptions } from '@tanstack/react-query'

/** Who is signed in. Fails with a 401 when nobody is. */
export const sessionQuery = (client: Client) =>
  queryOptions({
    queryKey: ['session'],
    queryFn: ({ signal }) => client.session(signal),
    staleTime: 5 * 60_000,
  })

/** What this server offers to who signs in; a page without an answer offers a password alone. */
export const methodsQuery = (client: Client) =>
  queryOptions({
    queryKey: ['sign-in-methods'],
    queryFn: ({ signal }) => client.signInMethods(signal),
    retry: false,
    staleTime: Infinity,
  })

/** What a link that sets a password leads to. A 404 says that it was used or has expired. */
export const welcomeLinkQuery = (client: Client, code: string) =>
  queryOptions({
    queryKey: ['welcome-link', code],
    queryFn: ({ signal }) => client.welcomeLink(code, signal),
    staleTime: 0,
    retry: false,
  })
