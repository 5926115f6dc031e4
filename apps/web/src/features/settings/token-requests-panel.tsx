import type { TokenRequest } from '@rushes/contract/tokens'
import { useQuery } from '@tanstack/react-query'
import { Copy, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { copyText } from '../../ui/copy-text.ts'
import { formatDateTime, formatMoment } from '../../ui/format-time.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { ListStates } from '../../ui/list-states.tsx'
import { NoRows, Panel, Row, Rows } from '../../ui/panel.tsx'
import { tokenRequestsQuery } from './token-queries.ts'

/** More are shown when somebody asks. */
const SHOWN_AT_FIRST = 15

export function TokenRequestsPanel({ tokenId }: { tokenId: string }) {
  const { client } = useServices()
  const requests = useQuery(tokenRequestsQuery(client, tokenId))
  const [isWhole, setWhole] = useState(false)
  const list = requests.data ?? []
  const shown = isWhole ? list : list.slice(0, SHOWN_AT_FIRST)
  return (
    <Panel
      title="Recent requests"
      text="The last hundred calls with this token. The request id leads to the call in the log of the server; what was sent is not kept."
      action={
        <Button icon={<RotateCw />} onClick={() => void requests.refetch()}>
          Refresh
        </Button>
      }
    >
      <ListStates query={requests}>
        {list.length === 0 ? (
          <NoRows>Nothing was called with this token yet, or not for a while.</NoRows>
        ) : (
          <Rows label="Recent requests">
            {shown.map((request) => (
              <RequestRow key={request.id} request={request} />
            ))}
          </Rows>
        )}
        {list.length > shown.length && (
          <Button className="requests-more" onClick={() => setWhole(true)}>
            Show all {String(list.length)}
          </Button>
        )}
      </ListStates>
    </Panel>
  )
}

function RequestRow({ request }: { request: TokenRequest }) {
  const { toasts } = useServices()
  const { method, path, status, duration_ms: ms, request_id: id, inserted_at: at } = request

  async function copy(): Promise<void> {
    await copyText(id)
    toasts.say('The request id was copied.')
  }

  return (
    <Row
      picture={
        <span className={classNames('request-status', status >= 400 && 'request-failed')}>{status}</span>
      }
      title={
        <span className="request-call" title={path}>
          <b>{method}</b> {path}
        </span>
      }
      text={
        <>
          <time dateTime={at} title={formatDateTime(at)}>
            {formatMoment(at)}
          </time>
          {` · ${String(ms)} ms · `}
          <span className="request-id">{id}</span>
        </>
      }
      end={
        <IconButton label={`Copy the request id of ${method} ${path}`} onClick={() => void copy()}>
          <Copy />
        </IconButton>
      }
    />
  )
}
