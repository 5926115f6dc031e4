import { ChevronDown } from 'lucide-react'
import { ButtonMenu } from './menu.tsx'
import './role-button.css'

/** Shows one of a few and lets it be changed; each entry says in a sentence what it means. */
export function RoleButton<Value extends string>(props: {
  label: string
  value: Value
  choices: readonly { value: Value; label: string; note: string }[]
  onChange: (value: Value) => void
}) {
  const chosen = props.choices.find(({ value }) => value === props.value)
  return (
    <ButtonMenu
      entries={props.choices.map(({ value, label, note }) => ({
        kind: 'item',
        label,
        note,
        isChosen: value === props.value,
        onSelect: () => value !== props.value && props.onChange(value),
      }))}
    >
      <button type="button" className="role-button" aria-label={`${props.label}: ${chosen?.label ?? ''}`}>
        {chosen?.label}
        <ChevronDown aria-hidden />
      </button>
    </ButtonMenu>
  )
}
