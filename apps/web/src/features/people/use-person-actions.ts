// What owners and admins do with somebody. What can be taken back is done at once, with a way back.
import type { GivenAccountRole } from '@rushes/client/people'
import type { Person } from '@rushes/contract/people'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useServices } from '../../services.ts'
import { messageOf } from '../../ui/message-of.ts'
import { roleName } from '../places/roles.ts'

/** `onDone` hears of what a dialog had asked about. */
export function usePersonActions(accountId: string, person: Person, onDone: () => void) {
  const { client, toasts } = useServices()
  const queryClient = useQueryClient()
  const { id, name } = person.user
  const act = useMutation({
    mutationFn: async (step: {
      run: () => Promise<unknown>
      said: string
      undo?: () => Promise<unknown>
    }) => {
      await step.run()
    },
    onSuccess: (_nothing, { said, undo }) => {
      onDone()
      toasts.say(
        said,
        undo === undefined
          ? undefined
          : { label: 'Undo', run: () => act.mutate({ run: undo, said: 'It is as it was.' }) },
      )
    },
    onError: (error) => toasts.complain(messageOf(error)),
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: ['people', accountId] })
      await queryClient.invalidateQueries({ queryKey: ['places'] })
      await queryClient.invalidateQueries({ queryKey: ['session'] })
    },
  })
  return {
    isBusy: act.isPending,
    changeRole: (role: GivenAccountRole) => {
      // Only members' roles can be changed, and none of them is "owner".
      const before = person.role as GivenAccountRole
      act.mutate({
        run: () => client.changeRole(accountId, id, role),
        said: `${name} is ${withArticle(roleName(role))} now.`,
        undo: () => client.changeRole(accountId, id, before),
      })
    },
    deactivate: () =>
      act.mutate({
        run: () => client.deactivatePerson(accountId, id),
        said: `${name} was signed out everywhere and cannot come back.`,
        undo: () => client.reactivatePerson(accountId, id),
      }),
    reactivate: () =>
      act.mutate({ run: () => client.reactivatePerson(accountId, id), said: `${name} can sign in again.` }),
    remove: () => act.mutate({ run: () => client.removePerson(accountId, id), said: `${name} was removed.` }),
    resetSecondFactor: () =>
      act.mutate({
        run: () => client.resetSecondFactor(accountId, id),
        said: `${name} signs in with the password alone now, and was signed out everywhere.`,
      }),
    handOver: () =>
      act.mutate({ run: () => client.handOver(accountId, id), said: `${name} owns the account now.` }),
  }
}

function withArticle(role: string): string {
  return /^[aeiou]/i.test(role) ? `an ${role.toLowerCase()}` : `a ${role.toLowerCase()}`
}
