// The frame around signing in and the first welcome.
import type { ReactNode } from 'react'
import { Logo } from '../../ui/logo.tsx'
import './entrance.css'

/** How many frames hang on the wall; the style sheet gives each its light. */
const FRAMES = Array.from({ length: 15 }, (_, index) => index)

export function Entrance({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <div className="entrance">
      <main className="entrance-form">
        <Logo withName />
        <div className="entrance-head">
          <h1 className="entrance-title">{title}</h1>
          <p className="entrance-text">{text}</p>
        </div>
        {children}
      </main>
      <div className="entrance-wall" aria-hidden>
        <div className="entrance-frames">
          {FRAMES.map((frame) => (
            <div key={frame} className="entrance-frame" />
          ))}
        </div>
      </div>
    </div>
  )
}
