import { CircleAlert, CircleCheck } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { CopyLine } from '../../ui/copy-line.tsx'
import type { InviteResult } from './send-invitations.ts'
import './invite-results.css'

/** The links to pass on, once invitations were made. They are shown this once: only their fingerprints are kept. */
export function InviteResults(props: {
  results: readonly InviteResult[]
  onMore: () => void
  onClose: () => void
}) {
  const links = props.results.filter(({ kind }) => kind === 'link')
  return (
    <div className="dialog-form">
      {links.length > 0 && (
        <p className="invite-results-text">
          {links.length === 1
            ? 'Send this link the way you like. It works once, for 14 days.'
            : 'Send each of them their link the way you like. Each works once, for 14 days.'}
        </p>
      )}
      <ul className="invite-results">
        {props.results.map((result) => (
          <li key={result.key}>
            <p className="invite-results-who">{result.key}</p>
            <Result result={result} />
          </li>
        ))}
      </ul>
      <div className="dialog-buttons">
        <Button onClick={props.onMore}>Invite more</Button>
        <Button look="primary" onClick={props.onClose}>
          Done
        </Button>
      </div>
    </div>
  )
}

function Result({ result }: { result: InviteResult }) {
  switch (result.kind) {
    case 'link':
      return <CopyLine label={`Link for ${result.key}`} text={result.url} />
    case 'joined':
      return (
        <p className="invite-results-note">
          <CircleCheck aria-hidden /> Has an account here and is in already. No link needed.
        </p>
      )
    case 'failed':
      return (
        <p className="invite-results-note invite-results-failed" role="alert">
          <CircleAlert aria-hidden /> {result.problem}
        </p>
      )
  }
}
