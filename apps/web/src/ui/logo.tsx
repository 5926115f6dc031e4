import './logo.css'

/** Three strips leaning in the wind: rushes. */
export function Logo({ withName = false }: { withName?: boolean }) {
  return (
    <span className="logo">
      <svg viewBox="0 0 20 20" aria-hidden>
        <path d="M1.5 18.5 5 1.5h3.2l-3.5 17z" />
        <path d="M7.4 18.5 10 5.5h3.1l-2.6 13z" opacity=".72" />
        <path d="m13.3 18.5 1.7-8.5H18l-1.7 8.5z" opacity=".42" />
      </svg>
      {withName && <span className="logo-name">Rushes</span>}
    </span>
  )
}
