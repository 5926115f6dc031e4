import { useId, useState } from 'react'
import './choice-cards.css'
import './pick-list.css'

export interface Pick {
  id: string
  label: string
  /** What tells it from others of the same name. */
  note?: string
}

/** Longer lists get a field to narrow them down. */
const SHORT = 7

/** Any number of things out of a list. */
export function PickList(props: {
  legend: string
  items: readonly Pick[]
  picked: ReadonlySet<string>
  onChange: (picked: ReadonlySet<string>) => void
  problem?: string | null
}) {
  const id = useId()
  const [words, setWords] = useState('')
  const wanted = words.trim().toLowerCase()
  const shown = props.items.filter(
    ({ id: itemId, label }) => label.toLowerCase().includes(wanted) || props.picked.has(itemId),
  )

  function toggle(itemId: string): void {
    const next = new Set(props.picked)
    if (!next.delete(itemId)) next.add(itemId)
    props.onChange(next)
  }

  return (
    <fieldset className="pick-list" aria-describedby={`${id}-problem`}>
      <legend className="text-field-label">{props.legend}</legend>
      {props.items.length > SHORT && (
        <input
          className="pick-list-search"
          type="search"
          placeholder="Find…"
          aria-label={`Find in ${props.legend.toLowerCase()}`}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      )}
      <div className="pick-list-items">
        {shown.map(({ id: itemId, label, note }) => (
          <label key={itemId} className="pick-list-item">
            <input type="checkbox" checked={props.picked.has(itemId)} onChange={() => toggle(itemId)} />
            <span className="pick-list-label">{label}</span>
            {note !== undefined && <span className="pick-list-note">{note}</span>}
          </label>
        ))}
        {shown.length === 0 && <p className="pick-list-none">Nothing by that name.</p>}
      </div>
      {props.problem !== undefined && props.problem !== null && (
        <p id={`${id}-problem`} className="text-field-problem" role="alert">
          {props.problem}
        </p>
      )}
    </fieldset>
  )
}
