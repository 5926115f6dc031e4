import type { OpenInvitation } from '@rushes/contract/people'
import type { User } from '@rushes/contract/users'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useServices } from '../../services.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { messageOf } from '../../ui/message-of.ts'
import { sessionQuery } from '../session/session-query.ts'
import type { Accept } from './use-accept.ts'

/** One button for who is signed in, and a way out for who is somebody else. */
export function JoinAsYourself(props: { user: User; invitation: OpenInvitation; accept: Accept }) {
  const { user, invitation, accept } = props
  const { client } = useServices()
  const queryClient = useQueryClient()
  const signOut = useMutation({
    mutationFn: client.signOut,
    onSuccess: async () => {
      queryClient.removeQueries({
        predicate: ({ queryKey: [name] }) => name !== 'open-invitation' && name !== 'session',
      })
      await queryClient.resetQueries({ queryKey: sessionQuery(client).queryKey })
    },
  })
  const failure = accept.error ?? signOut.error
  const isForAnother =
    invitation.email !== null && invitation.email.toLowerCase() !== user.email.toLowerCase()
  return (
    <div className="entrance-fields">
      {failure !== null && (
        <p className="entrance-problem" role="alert">
          {messageOf(failure)}
        </p>
      )}
      <div className="entrance-self">
        <Avatar person={user} sizePixels={44} />
        <div>
          <p className="entrance-self-name">{user.name}</p>
          <p className="entrance-text">{user.email}</p>
        </div>
      </div>
      {isForAnother && (
        <p className="entrance-text">
          The invitation was made for {invitation.email}. You may take it up as yourself.
        </p>
      )}
      <Button look="primary" isBusy={accept.isPending} onClick={() => accept.mutate({})}>
        Join as {user.name}
      </Button>
      <p className="entrance-text">
        Somebody else?{' '}
        <button type="button" className="entrance-link" onClick={() => signOut.mutate()}>
          Sign out first
        </button>
      </p>
    </div>
  )
}
