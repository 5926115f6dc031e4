import './skeleton.css'

/** Holds the place of something that is on its way. */
export function Skeleton({ className = '' }: { className?: string }) {
  return <div className={`skeleton ${className}`} aria-hidden />
}
