import type { NewToken, Token } from '@rushes/contract/tokens'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { count } from '../../ui/count.ts'
import { formatDay, formatTimeAgo, isPast } from '../../ui/format-time.ts'
import { ListStates } from '../../ui/list-states.tsx'
import { messageOf } from '../../ui/message-of.ts'
import { NoRows, Panel, Row, Rows } from '../../ui/panel.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { NewTokenDialog } from './new-token-dialog.tsx'
import { tokensQuery } from './token-queries.ts'

export function TokensPage() {
  useTitle('Tokens')
  const { client, toasts } = useServices()
  const queryClient = useQueryClient()
  const tokens = useQuery(tokensQuery(client))
  const [isMaking, setMaking] = useState(false)
  const [revoking, setRevoking] = useState<Token | null>(null)
  const revoke = useMutation({
    mutationFn: ({ id }: Token) => client.revokeToken(id),
    onSuccess: (_answer, { name }) => {
      setRevoking(null)
      toasts.say(`“${name}” works no more.`)
    },
    onError: (error) => toasts.complain(messageOf(error)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['tokens'] }),
  })

  function keep({ token: _secret, ...made }: NewToken): void {
    queryClient.setQueryData(tokensQuery(client).queryKey, (list) => [made, ...(list ?? [])])
  }

  return (
    <>
      <h1 className="page-title">Tokens</h1>
      <Panel
        title="Developer tokens"
        text={
          <>
            For scripts, cameras and programs that speak the Frame.io V2 API. A token acts as you, within its
            scopes. What it can call stands in the <a href="/docs">API reference</a>.
          </>
        }
        action={
          <Button look="primary" icon={<Plus />} onClick={() => setMaking(true)}>
            New token
          </Button>
        }
      >
        <ListStates query={tokens}>
          {tokens.data?.length === 0 ? (
            <NoRows>No tokens yet. Make one for each program, so that each can be revoked by itself.</NoRows>
          ) : (
            <Rows label="Developer tokens">
              {tokens.data?.map((token) => (
                <TokenRow key={token.id} token={token} onRevoke={() => setRevoking(token)} />
              ))}
            </Rows>
          )}
        </ListStates>
      </Panel>
      <NewTokenDialog isOpen={isMaking} onMade={keep} onClose={() => setMaking(false)} />
      <ConfirmDialog
        title={`Revoke “${revoking?.name ?? ''}”?`}
        text="Whatever uses this token stops working at once."
        confirm="Revoke token"
        keep="Keep it"
        isDangerous
        isOpen={revoking !== null}
        isBusy={revoke.isPending}
        onConfirm={() => revoking !== null && revoke.mutate(revoking)}
        onClose={() => setRevoking(null)}
      />
    </>
  )
}

function TokenRow({ token, onRevoke }: { token: Token; onRevoke: () => void }) {
  const isOver = token.expires_at !== null && isPast(token.expires_at)
  return (
    <Row
      picture={<KeyRound aria-hidden />}
      title={
        <Link to="/settings/tokens/$tokenId" params={{ tokenId: token.id }} className="row-link">
          {token.name}
        </Link>
      }
      isFaint={isOver}
      text={
        <span title={token.scopes.join(', ')}>
          {count(token.scopes.length, 'scope')}
          {' · made '}
          {formatTimeAgo(token.inserted_at)}
          {token.expires_at !== null && (isOver ? ' · expired' : ` · until ${formatDay(token.expires_at)}`)}
        </span>
      }
      facts={token.last_used_at === null ? 'Never used' : `Last used ${formatTimeAgo(token.last_used_at)}`}
      end={
        <Button className="row-above" onClick={onRevoke} aria-label={`Revoke ${token.name}`}>
          Revoke
        </Button>
      }
    />
  )
}
