import type { Token } from '@rushes/contract/tokens'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ChevronLeft, KeyRound } from 'lucide-react'
import { useServices } from '../../services.ts'
import { count } from '../../ui/count.ts'
import { formatDay, formatTimeAgo, isPast } from '../../ui/format-time.ts'
import { ErrorNotice, Notice } from '../../ui/notice.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { RateLimitsPanel } from './rate-limits-panel.tsx'
import { SampleCodePanel } from './sample-code-panel.tsx'
import { TokenRequestsPanel } from './token-requests-panel.tsx'
import { tokensQuery } from './token-queries.ts'
import './token-console-page.css'

/** One developer token: what it called lately, what the limits leave, and code to begin with. */
export function TokenConsolePage() {
  const { client } = useServices()
  const { tokenId } = useParams({ from: '/signed-in/browse/settings/settings/tokens/$tokenId' })
  const tokens = useQuery(tokensQuery(client))
  const token = tokens.data?.find(({ id }) => id === tokenId)
  useTitle(token?.name ?? 'Token')
  if (tokens.error !== null && tokens.data === undefined)
    return <ErrorNotice error={tokens.error} onRetry={() => void tokens.refetch()} />
  if (tokens.data !== undefined && token === undefined)
    return (
      <Notice
        picture={<KeyRound />}
        title="This token is not here"
        text="It was revoked, or it is not yours."
      >
        <Link to="/settings/tokens" className="button button-primary">
          To your tokens
        </Link>
      </Notice>
    )
  return (
    <>
      <Link to="/settings/tokens" className="page-back">
        <ChevronLeft aria-hidden /> Tokens
      </Link>
      <h1 className="page-title token-title">{token?.name ?? ' '}</h1>
      {token !== undefined && <Facts token={token} />}
      <TokenRequestsPanel tokenId={tokenId} />
      <SampleCodePanel />
      <RateLimitsPanel />
    </>
  )
}

function Facts({ token }: { token: Token }) {
  const end =
    token.expires_at === null
      ? 'works until you revoke it'
      : isPast(token.expires_at)
        ? 'expired'
        : `works until ${formatDay(token.expires_at)}`
  return (
    <div className="token-facts-line">
      <p>
        Made {formatTimeAgo(token.inserted_at)}, {end}.
      </p>
      <details className="token-scopes">
        <summary>{count(token.scopes.length, 'scope')}</summary>
        <p>{token.scopes.join(', ')}</p>
      </details>
    </div>
  )
}
