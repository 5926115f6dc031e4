import './progress-bar.css'

/** A slim bar. `fraction` is 0 to 1; null means that nobody knows how long it takes. */
export function ProgressBar({ fraction, label }: { fraction: number | null; label: string }) {
  const known = fraction === null ? null : Math.max(0, Math.min(1, fraction))
  return (
    <div className="progress-bar">
      {/* Browsers draw this one each in their own way; it is there for those who listen. */}
      <progress className="visually-hidden" aria-label={label} value={known ?? undefined} max={1} />
      <div
        className={known === null ? 'progress-bar-fill progress-bar-unknown' : 'progress-bar-fill'}
        style={known === null ? undefined : { transform: `scaleX(${String(known)})` }}
      />
    </div>
  )
}
