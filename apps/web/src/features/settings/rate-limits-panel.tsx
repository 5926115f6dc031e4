import type { RateLimits } from '@rushes/contract/tokens'
import { useQuery } from '@tanstack/react-query'
import { useServices } from '../../services.ts'
import { ListStates } from '../../ui/list-states.tsx'
import { NoRows, Panel, Row, Rows } from '../../ui/panel.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { rateLimitsQuery } from './token-queries.ts'

type Bucket = RateLimits['buckets'][number]

const MODES: Record<RateLimits['mode'], string> = {
  generous: 'This server allows a hundred times what the original does.',
  original: 'This server allows what the original does.',
  off: 'This server has no limits: its answers carry the headers, and no call is refused.',
}

export function RateLimitsPanel() {
  const { client } = useServices()
  const limits = useQuery(rateLimitsQuery(client))
  const buckets = (limits.data?.buckets ?? []).toSorted((left, right) => leftOf(left) - leftOf(right))
  return (
    <Panel
      title="Rate limits"
      text={`${limits.data === undefined ? '' : `${MODES[limits.data.mode]} `}All your tokens and your browser share them. Beyond them a call is answered with 429.`}
    >
      <ListStates query={limits}>
        {buckets.length === 0 ? (
          <NoRows>Endpoints you call show up here for ten minutes.</NoRows>
        ) : (
          <Rows label="Rate limits">
            {buckets.map((bucket) => (
              <BucketRow key={bucket.endpoint} bucket={bucket} />
            ))}
          </Rows>
        )}
      </ListStates>
    </Panel>
  )
}

function BucketRow({ bucket }: { bucket: Bucket }) {
  const { endpoint, limit, remaining, window_ms: windowMs } = bucket
  const [method = '', path = ''] = endpoint.split(' ')
  const leftText = `${remaining.toLocaleString('en')} of ${limit.toLocaleString('en')} left`
  return (
    <Row
      title={
        <span className="request-call">
          <b>{method}</b> {path}
        </span>
      }
      text={`${leftText}, in ${windowText(windowMs)}`}
      end={
        <div className="bucket-bar">
          <ProgressBar fraction={leftOf(bucket)} label={`${endpoint}: ${leftText}`} />
        </div>
      }
    />
  )
}

/** 0 to 1. */
function leftOf({ remaining, limit }: Bucket): number {
  return limit === 0 ? 0 : remaining / limit
}

function windowText(windowMs: number): string {
  const seconds = windowMs / 1000
  if (seconds === 1) return 'a second'
  if (seconds === 60) return 'a minute'
  return `${String(seconds)} s`
}
