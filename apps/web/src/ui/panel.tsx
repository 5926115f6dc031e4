import type { ReactNode } from 'react'
import './panel.css'

/** One subject of a settings page: what it is, in a sentence, and its content. */
export function Panel(props: { title: string; text?: ReactNode; action?: ReactNode; children?: ReactNode }) {
  return (
    <section className="panel" aria-label={props.title}>
      <header className="panel-head">
        <div className="panel-words">
          <h2 className="panel-title">{props.title}</h2>
          {props.text !== undefined && <p className="panel-text">{props.text}</p>}
        </div>
        {props.action !== undefined && <div className="panel-action">{props.action}</div>}
      </header>
      {props.children}
    </section>
  )
}

/** A list in a frame; each child is a {@link Row}. */
export function Rows({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className="rows" aria-label={label}>
      {children}
    </ul>
  )
}

/** One thing of a list: a picture, two lines of words, and what can be done with it. */
export function Row(props: {
  picture?: ReactNode
  title: ReactNode
  text?: ReactNode
  /** Quiet facts before the buttons; leave the screen first when it is narrow. */
  facts?: ReactNode
  end?: ReactNode
  isFaint?: boolean
}) {
  return (
    <li className={props.isFaint === true ? 'row row-faint' : 'row'}>
      {props.picture !== undefined && <div className="row-picture">{props.picture}</div>}
      <div className="row-words">
        <p className="row-title">{props.title}</p>
        {props.text !== undefined && <p className="row-text">{props.text}</p>}
      </div>
      {props.facts !== undefined && <div className="row-facts">{props.facts}</div>}
      {props.end !== undefined && <div className="row-end">{props.end}</div>}
    </li>
  )
}

/** What stands in the frame when there is nothing to list. */
export function NoRows({ children }: { children: ReactNode }) {
  return <p className="rows rows-none">{children}</p>
}
