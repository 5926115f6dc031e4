import type { SessionEntry } from '@rushes/contract/tokens'
import type { Client } from '@rushes/client/client'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Laptop, Smartphone } from 'lucide-react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { formatDateTime, formatTimeAgo } from '../../ui/format-time.ts'
import { messageOf } from '../../ui/message-of.ts'
import { Panel, Row, Rows } from '../../ui/panel.tsx'
import { ListStates } from '../../ui/list-states.tsx'
import { browserName } from './browser-name.ts'

const sessionsQuery = (client: Client) =>
  queryOptions({
    queryKey: ['sessions'],
    queryFn: async ({ signal }) => (await client.sessions(signal)).items,
  })

export function SessionsPanel() {
  const { client, toasts } = useServices()
  const queryClient = useQueryClient()
  const sessions = useQuery(sessionsQuery(client))
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['sessions'] })
  const end = useMutation({
    mutationFn: (id: string | null) => (id === null ? client.endOtherSessions() : client.endSession(id)),
    onSuccess: ({ ended }) =>
      toasts.say(ended.length === 1 ? 'One browser was signed out.' : 'All other browsers were signed out.'),
    onError: (error) => toasts.complain(messageOf(error)),
    onSettled: refresh,
  })
  const list = sessions.data ?? []
  return (
    <Panel
      title="Where you are signed in"
      text="Sign out what you do not know, then change your password."
      action={
        list.length > 1 && (
          <Button isBusy={end.isPending && end.variables === null} onClick={() => end.mutate(null)}>
            Sign out all others
          </Button>
        )
      }
    >
      <ListStates query={sessions}>
        <Rows label="Browsers">
          {list.map((session) => (
            <SessionRow key={session.id} session={session} onEnd={() => end.mutate(session.id)} />
          ))}
        </Rows>
      </ListStates>
    </Panel>
  )
}

function SessionRow({ session, onEnd }: { session: SessionEntry; onEnd: () => void }) {
  const name = browserName(session.name)
  return (
    <Row
      picture={/iPhone|iPad|Android/.test(name) ? <Smartphone aria-hidden /> : <Laptop aria-hidden />}
      title={<span title={session.name}>{name}</span>}
      text={
        <span title={formatDateTime(session.inserted_at)}>
          {session.is_current
            ? 'This browser'
            : `Last used ${formatTimeAgo(session.last_used_at ?? session.inserted_at)}`}
          {' · signed in '}
          {formatTimeAgo(session.inserted_at)}
        </span>
      }
      end={
        !session.is_current && (
          <Button onClick={onEnd} aria-label={`Sign out ${name}`}>
            Sign out
          </Button>
        )
      }
    />
  )
}
