import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { BookOpen, LogOut, Settings2, UsersRound } from 'lucide-react'
import { useServices } from '../../services.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { ButtonMenu } from '../../ui/menu.tsx'
import { messageOf } from '../../ui/message-of.ts'
import { sessionQuery } from './session-query.ts'
import './user-menu.css'

export function UserMenu() {
  const { client, toasts } = useServices()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  // The route has made sure of the session before this is shown.
  const { user } = useSuspenseQuery(sessionQuery(client)).data
  const signOut = useMutation({
    mutationFn: client.signOut,
    onSuccess: async () => {
      await navigate({ to: '/login' })
      queryClient.clear()
    },
    onError: (error) => toasts.complain(messageOf(error)),
  })
  const accountId = user.account_id ?? ''
  const isBoss = user.highest_account_role === 'owner' || user.highest_account_role === 'admin'
  return (
    <ButtonMenu
      entries={[
        { kind: 'title', label: `${user.name} · ${user.email}` },
        { kind: 'line' },
        {
          kind: 'item',
          label: 'Settings',
          icon: <Settings2 />,
          onSelect: () => void navigate({ to: '/settings/profile' }),
        },
        ...(isBoss && user.account_id !== null
          ? [
              {
                kind: 'item' as const,
                label: 'People',
                icon: <UsersRound />,
                onSelect: () => void navigate({ to: '/accounts/$accountId/people', params: { accountId } }),
              },
            ]
          : []),
        // Not a page of the app: the server's own.
        {
          kind: 'item',
          label: 'API reference',
          icon: <BookOpen />,
          onSelect: () => location.assign('/docs'),
        },
        { kind: 'line' },
        { kind: 'item', label: 'Sign out', icon: <LogOut />, onSelect: () => signOut.mutate() },
      ]}
    >
      <button type="button" className="user-menu" aria-label={`${user.name}, account`}>
        <Avatar person={user} sizePixels={30} />
      </button>
    </ButtonMenu>
  )
}
