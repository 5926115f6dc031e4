import type { Page } from '@rushes/client/request'
import type { ProcessingEntry } from '@rushes/contract/processing'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useServices } from '../../services.ts'
import { count } from '../../ui/count.ts'
import { ListStates } from '../../ui/list-states.tsx'
import { ErrorNotice } from '../../ui/notice.tsx'
import { NoRows, Panel, Rows } from '../../ui/panel.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { processingQuery } from './processing-queries.ts'
import { ProcessingRow } from './processing-row.tsx'
import './processing-page.css'

/** Everything the media engine has to do for an account, as it goes, and what it could not do. */
export function ProcessingPage() {
  useTitle('Processing')
  const { client } = useServices()
  const { accountId } = useParams({ from: '/signed-in/browse/settings/accounts/$accountId/processing' })
  const open = useQuery(processingQuery(client, accountId, 'open'))
  const failed = useQuery(processingQuery(client, accountId, 'failed'))
  if (open.error !== null && open.data === undefined)
    return (
      <ErrorNotice
        error={open.error}
        title="What is being processed cannot be shown"
        onRetry={() => void open.refetch()}
      />
    )
  return (
    <>
      <h1 className="page-title">Processing</h1>
      <Panel
        title="At work and waiting"
        text="Proxies, pictures and waveforms, in the order in which they are made. Films play before that."
      >
        <ListStates query={open}>
          <List page={open.data} label="At work and waiting" none="Everything is made." />
        </ListStates>
      </Panel>
      <Panel title="Could not be made" text="The files themselves are safe, and can be downloaded.">
        <ListStates query={failed}>
          <List page={failed.data} label="Could not be made" none="Nothing has failed." />
        </ListStates>
      </Panel>
    </>
  )
}

function List(props: { page: Page<ProcessingEntry> | undefined; label: string; none: string }): ReactNode {
  const { items = [], total = 0 } = props.page ?? {}
  if (items.length === 0) return <NoRows>{props.none}</NoRows>
  return (
    <>
      <Rows label={props.label}>
        {items.map((entry) => (
          <ProcessingRow key={entry.asset_id} entry={entry} />
        ))}
      </Rows>
      {total > items.length && (
        <p className="processing-more">{count(total - items.length, 'more file')} after these.</p>
      )}
    </>
  )
}
