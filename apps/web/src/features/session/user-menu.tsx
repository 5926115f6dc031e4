import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { LogOut } from 'lucide-react'
import { useServices } from '../../services.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { ButtonMenu } from '../../ui/menu.tsx'
import { messageOf } from '../../ui/notice.tsx'
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
  return (
    <ButtonMenu
      entries={[
        { kind: 'title', label: `${user.name} · ${user.email}` },
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
