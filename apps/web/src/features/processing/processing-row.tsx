import type { ProcessingEntry } from '@rushes/contract/processing'
import { Link } from '@tanstack/react-router'
import { Clock, LoaderCircle, RotateCw, TriangleAlert, X } from 'lucide-react'
import { formatTimeAgo, formatTimeLeft, secondsUntil } from '../../ui/format-time.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Row } from '../../ui/panel.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { renditionName } from './rendition-names.ts'
import { useProcessing } from './use-processing.ts'

/** One file the media engine is at, or comes to, or was through with in vain. */
export function ProcessingRow({ entry }: { entry: ProcessingEntry }) {
  const { retry, stop } = useProcessing(entry.asset_id)
  const { name, state } = entry
  return (
    <Row
      picture={
        <>
          {PICTURES[state]}
          <span className="visually-hidden">{STATES[state]}</span>
        </>
      }
      title={
        <Link to="/player/$assetId" params={{ assetId: entry.asset_id }} className="row-link">
          {name}
        </Link>
      }
      text={
        <>
          <span className="processing-facts">{factsOf(entry)}</span>
          {state === 'running' && <ProgressBar fraction={entry.progress || null} label={`Making ${name}`} />}
        </>
      }
      end={
        <span className="row-above">
          {state === 'failed' ? (
            <IconButton label={`Try ${name} again`} disabled={retry.isPending} onClick={() => retry.mutate()}>
              <RotateCw />
            </IconButton>
          ) : (
            entry.open.length > 0 && (
              <IconButton
                label={`Stop processing ${name}`}
                disabled={stop.isPending}
                onClick={() => stop.mutate()}
              >
                <X />
              </IconButton>
            )
          )}
        </span>
      }
    />
  )
}

const PICTURES: Record<ProcessingEntry['state'], React.ReactNode> = {
  running: <LoaderCircle aria-hidden className="processing-wheel" />,
  waiting: <Clock aria-hidden />,
  failed: <TriangleAlert aria-hidden className="processing-failed" />,
}

const STATES: Record<ProcessingEntry['state'], string> = {
  running: 'At work',
  waiting: 'Waiting',
  failed: 'Failed',
}

function factsOf(entry: ProcessingEntry): string {
  const { project_name: project, received_at: receivedAt, speed, ends_at: endsAt } = entry
  switch (entry.state) {
    case 'waiting':
      return [project, ...(receivedAt === null ? [] : [`arrived ${formatTimeAgo(receivedAt)}`])].join(' · ')
    case 'running':
      return [
        project,
        ...(entry.progress === 0 ? [] : [`${String(Math.floor(entry.progress * 100))} %`]),
        ...(speed === null ? [] : [`${speed.toFixed(1)} × real time`]),
        ...(endsAt === null ? [] : [formatTimeLeft(secondsUntil(endsAt))]),
      ].join(' · ')
    case 'failed':
      return `${project} · ${entry.failure ?? reasonsOf(entry.failures)}`
  }
}

/** Many renditions fail for one reason: it is said once. */
function reasonsOf(failures: ProcessingEntry['failures']): string {
  const kinds = new Map<string, string[]>()
  for (const { kind, reason } of failures)
    kinds.set(reason, [...(kinds.get(reason) ?? []), renditionName(kind)])
  return [...kinds].map(([reason, names]) => `${names.join(', ')}: ${reason}`).join(' ')
}
