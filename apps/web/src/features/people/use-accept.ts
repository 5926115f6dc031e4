import type { AcceptedInvitation, AcceptInvitationBody } from '@rushes/contract/people'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useServices } from '../../services.ts'
import { sessionQuery } from '../session/session-query.ts'

/** Takes up the invitation of a link, and goes where it leads. */
export function useAccept(code: string) {
  const { client } = useServices()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: (body: AcceptInvitationBody) => client.acceptInvitation(code, body),
    onSuccess: async ({ user, project_id: projectId }: AcceptedInvitation) => {
      // Whatever was kept is from before, or of somebody else; the page itself still shows the invitation.
      queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'open-invitation' })
      queryClient.setQueryData(sessionQuery(client).queryKey, { user })
      if (projectId === null) await navigate({ to: '/', replace: true })
      else await navigate({ to: '/projects/$projectId', params: { projectId }, replace: true })
    },
  })
}

export type Accept = ReturnType<typeof useAccept>
