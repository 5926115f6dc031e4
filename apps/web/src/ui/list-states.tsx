import type { UseQueryResult } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { messageOf } from './message-of.ts'
import { Skeleton } from './skeleton.tsx'
import './list-states.css'

/** Shows a list once it is there; until then its shape, and what went wrong when it did not come. */
export function ListStates({ query, children }: { query: UseQueryResult; children: ReactNode }) {
  if (query.data !== undefined) return children
  if (query.error !== null)
    return (
      <div className="rows list-failed" role="alert">
        <p>{messageOf(query.error)}</p>
        <Button icon={<RotateCw />} onClick={() => void query.refetch()}>
          Try again
        </Button>
      </div>
    )
  return (
    <output className="rows list-loading" aria-label="Loading">
      <Skeleton className="list-line" />
      <Skeleton className="list-line" />
      <Skeleton className="list-line" />
    </output>
  )
}
