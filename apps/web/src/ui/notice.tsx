import { CloudOff, RotateCw } from 'lucide-react'
import { ApiError } from '@rushes/client/request'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { messageOf } from './message-of.ts'
import './notice.css'

/** Fills a place that has nothing to show: a picture, a friendly sentence and the one thing to do. */
export function Notice(props: { picture: ReactNode; title: string; text?: string; children?: ReactNode }) {
  return (
    <section className="notice">
      <div className="notice-picture" aria-hidden>
        {props.picture}
      </div>
      <h2 className="notice-title">{props.title}</h2>
      {props.text !== undefined && <p className="notice-text">{props.text}</p>}
      {props.children !== undefined && <div className="notice-buttons">{props.children}</div>}
    </section>
  )
}

/** What went wrong, in a sentence, with what support needs to find it and a way to try again. */
export function ErrorNotice({
  error,
  onRetry,
  title,
}: {
  error: unknown
  onRetry?: () => void
  title?: string
}) {
  const requestId = error instanceof ApiError ? error.requestId : null
  return (
    <div role="alert">
      <Notice picture={<CloudOff />} title={title ?? 'That did not work'} text={messageOf(error)}>
        {onRetry !== undefined && (
          <Button icon={<RotateCw />} onClick={onRetry}>
            Try again
          </Button>
        )}
        {requestId !== null && <p className="notice-request numbers">Request {requestId}</p>}
      </Notice>
    </div>
  )
}

/** True when the server says that there is no such thing, at least not for this person. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404
}
