import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useServices } from '../../services.ts'
import { messageOf } from '../../ui/message-of.ts'

/** What a person can do about the processing of a file. */
export function useProcessing(assetId: string) {
  const { client, toasts } = useServices()
  const queryClient = useQueryClient()
  const outcome = {
    onSuccess: async (pipeline: unknown) => {
      queryClient.setQueryData(['pipeline', assetId], pipeline)
      await queryClient.invalidateQueries({ queryKey: ['asset', assetId] })
      await queryClient.invalidateQueries({ queryKey: ['processing'] })
    },
    onError: (error: unknown) => toasts.complain(messageOf(error)),
  }
  return {
    retry: useMutation({ mutationFn: () => client.retryPipeline(assetId), ...outcome }),
    stop: useMutation({ mutationFn: () => client.stopPipeline(assetId), ...outcome }),
  }
}
