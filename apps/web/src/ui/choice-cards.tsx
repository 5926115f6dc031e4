import './choice-cards.css'

export interface Choice<Value extends string> {
  value: Value
  label: string
  /** One sentence on what it means. */
  note: string
}

/** One of a few, each with a sentence that says what it means. */
export function ChoiceCards<Value extends string>(props: {
  legend: string
  name: string
  choices: readonly Choice<Value>[]
  value: Value
  onChange: (value: Value) => void
}) {
  return (
    <fieldset className="choice-cards">
      <legend className="text-field-label">{props.legend}</legend>
      {props.choices.map(({ value, label, note }) => (
        <label key={value} className="choice-card">
          <input
            type="radio"
            name={props.name}
            value={value}
            checked={value === props.value}
            onChange={() => props.onChange(value)}
          />
          <span className="choice-card-label">{label}</span>
          <span className="choice-card-note">{note}</span>
        </label>
      ))}
    </fieldset>
  )
}
