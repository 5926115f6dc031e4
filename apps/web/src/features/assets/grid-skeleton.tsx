import { Skeleton } from '../../ui/skeleton.tsx'
import './grid-skeleton.css'

/** The place of a card whose page is on its way. */
export function GridSkeleton() {
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a table cannot be virtual
    <div role="gridcell" className="card" aria-busy>
      <Skeleton className="grid-skeleton-picture" />
      <Skeleton className="grid-skeleton-line" />
      <Skeleton className="grid-skeleton-line grid-skeleton-line-short" />
    </div>
  )
}
