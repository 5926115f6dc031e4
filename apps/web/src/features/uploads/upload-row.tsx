import { Link } from '@tanstack/react-router'
import { CircleAlert, CircleCheck, Pause, Play, RotateCw, Upload, WifiOff, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatBytes } from '../../ui/format-bytes.ts'
import { formatTimeLeft } from '../../ui/format-time.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import type { Uploads } from './upload-engine.ts'
import { fractionOf } from './upload-item.ts'
import type { UploadItem, UploadState } from './upload-item.ts'
import './upload-row.css'

export function UploadRow({ item, uploads }: { item: UploadItem; uploads: Uploads }) {
  const { state } = item
  const hasBar = state.kind !== 'done' && state.kind !== 'failed' && state.kind !== 'needs-file'
  return (
    <div className="upload-row">
      <span className={`upload-mark upload-mark-${state.kind}`} aria-hidden>
        {MARKS[state.kind]}
      </span>
      <div className="upload-words">
        <UploadName item={item} />
        {hasBar && <ProgressBar fraction={fractionOf(item)} label={item.name} />}
        <p className="upload-note numbers">{noteOf(item)}</p>
      </div>
      <RowButtons item={item} uploads={uploads} />
    </div>
  )
}

const MARKS: Record<UploadState['kind'], ReactNode> = {
  waiting: <Upload />,
  sending: <Upload />,
  paused: <Pause />,
  interrupted: <WifiOff />,
  'needs-file': <RotateCw />,
  done: <CircleCheck />,
  failed: <CircleAlert />,
}

/** Once it has arrived, its name leads to it. */
function UploadName({ item: { name, assetId, state } }: { item: UploadItem }) {
  if (state.kind !== 'done' || assetId === null)
    return (
      <p className="upload-name" title={name}>
        {name}
      </p>
    )
  return (
    <Link to="/player/$assetId" params={{ assetId }} className="upload-name" title={name}>
      {name}
    </Link>
  )
}

function RowButtons({ item: { id, state }, uploads }: { item: UploadItem; uploads: Uploads }) {
  const isOver = state.kind === 'done' || state.kind === 'failed'
  return (
    <div className="upload-buttons">
      {(state.kind === 'sending' || state.kind === 'waiting' || state.kind === 'interrupted') && (
        <IconButton label="Pause" onClick={() => uploads.pause(id)}>
          <Pause />
        </IconButton>
      )}
      {state.kind === 'paused' && (
        <IconButton label="Resume" onClick={() => uploads.resume(id)}>
          <Play />
        </IconButton>
      )}
      {state.kind === 'failed' && (
        <IconButton label="Try again" onClick={() => uploads.resume(id)}>
          <RotateCw />
        </IconButton>
      )}
      <IconButton
        label={isOver ? 'Take off the list' : 'Cancel upload'}
        onClick={() => (isOver ? uploads.dismiss(id) : uploads.cancel(id))}
      >
        <X />
      </IconButton>
    </div>
  )
}

function noteOf({ state, sizeBytes, sentBytes, bytesPerSecond }: UploadItem): string {
  const size = formatBytes(sizeBytes)
  const sent = `${formatBytes(sentBytes)} of ${size}`
  switch (state.kind) {
    case 'waiting':
      return sentBytes > 0 ? `${sent} · waiting` : `${size} · waiting`
    case 'sending': {
      if (bytesPerSecond <= 0) return sent
      const left = formatTimeLeft((sizeBytes - sentBytes) / bytesPerSecond)
      return `${sent} · ${formatBytes(bytesPerSecond)}/s · ${left}`
    }
    case 'paused':
      return `${sent} · paused`
    case 'interrupted':
      return `${state.reason} Trying again by itself.`
    case 'needs-file':
      return `${sent} arrived · waiting for the file`
    case 'done':
      return size
    case 'failed':
      return state.reason
  }
}
