import type { UpdateTeamBody } from '@rushes/contract/teams'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useServices } from '../../services.ts'
import { messageOf } from '../../ui/message-of.ts'

/** Changes settings of a team. `said` is what the person is told when it is done; null for nothing. */
export function useChangeTeam(teamId: string, said: (body: UpdateTeamBody) => string | null) {
  const { client, toasts } = useServices()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: UpdateTeamBody) => client.updateTeam(teamId, body),
    onSuccess: (_team, body) => {
      const sentence = said(body)
      if (sentence !== null) toasts.say(sentence)
    },
    onError: (error) => toasts.complain(messageOf(error)),
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: ['teams'] })
      await queryClient.invalidateQueries({ queryKey: ['places'] })
    },
  })
}
