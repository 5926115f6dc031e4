import type { Client } from '@rushes/client/client'
import type { InvitationPlace } from '@rushes/client/people'
import { queryOptions } from '@tanstack/react-query'

const PAGE_SIZE = 200

export const peopleQuery = (client: Client, accountId: string, words: string) =>
  queryOptions({
    queryKey: ['people', accountId, words],
    queryFn: ({ signal }) =>
      client.people(accountId, { page_size: PAGE_SIZE, signal, ...(words === '' ? {} : { q: words }) }),
    placeholderData: (previous, previousQuery) =>
      previousQuery?.queryKey[1] === accountId ? previous : undefined,
  })

export const invitationsQuery = (client: Client, place: InvitationPlace) =>
  queryOptions({
    queryKey: ['invitations', place],
    queryFn: async ({ signal }) => (await client.invitations(place, signal)).items,
  })

/** What a link leads to. A 404 says that it was used, taken back, or has expired. */
export const openInvitationQuery = (client: Client, code: string) =>
  queryOptions({
    queryKey: ['open-invitation', code],
    queryFn: ({ signal }) => client.openInvitation(code, signal),
    staleTime: 0,
  })
