import type { Scope } from '@rushes/contract/scopes'
import { SCOPE_GROUPS, VERBS } from './scope-groups.ts'
import './scope-table.css'

const EVERYTHING = SCOPE_GROUPS.flatMap(({ scopes }) => VERBS.flatMap((verb) => scopes[verb] ?? []))
const READING = SCOPE_GROUPS.flatMap(({ scopes }) => scopes.read ?? [])

/** What a token may do: a line for each kind of thing, a box for each verb. */
export function ScopeTable(props: {
  chosen: ReadonlySet<Scope>
  onChange: (chosen: ReadonlySet<Scope>) => void
}) {
  const { chosen, onChange } = props

  function toggle(scope: Scope): void {
    const next = new Set(chosen)
    if (!next.delete(scope)) next.add(scope)
    onChange(next)
  }

  return (
    <div className="scopes">
      <div className="scopes-head">
        <p className="text-field-label" id="scopes-label">
          What it may do
        </p>
        <div className="scopes-presets">
          <Preset label="Everything" scopes={EVERYTHING} chosen={chosen} onChange={onChange} />
          <Preset label="Only look" scopes={READING} chosen={chosen} onChange={onChange} />
          <Preset label="Nothing" scopes={[]} chosen={chosen} onChange={onChange} />
        </div>
      </div>
      <div className="scopes-frame">
        <table aria-labelledby="scopes-label">
          <thead>
            <tr>
              <th scope="col">of</th>
              {VERBS.map((verb) => (
                <th key={verb} scope="col">
                  {verb}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {SCOPE_GROUPS.map(({ family, label, scopes }) => (
              <tr key={family}>
                <th scope="row">{label}</th>
                {VERBS.map((verb) => (
                  <td key={verb}>
                    <ScopeBox scope={scopes[verb]} chosen={chosen} onToggle={toggle} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {chosen.size === 0 && <p className="text-field-problem">Choose at least one.</p>}
    </div>
  )
}

function ScopeBox(props: {
  scope: Scope | undefined
  chosen: ReadonlySet<Scope>
  onToggle: (scope: Scope) => void
}) {
  const { scope } = props
  if (scope === undefined) return null
  return (
    <label className="scope-box">
      <input
        type="checkbox"
        aria-label={scope}
        checked={props.chosen.has(scope)}
        onChange={() => props.onToggle(scope)}
      />
    </label>
  )
}

function Preset(props: {
  label: string
  scopes: readonly Scope[]
  chosen: ReadonlySet<Scope>
  onChange: (chosen: ReadonlySet<Scope>) => void
}) {
  const isOn =
    props.scopes.length === props.chosen.size && props.scopes.every((scope) => props.chosen.has(scope))
  return (
    <button
      type="button"
      className="scopes-preset"
      aria-pressed={isOn}
      onClick={() => props.onChange(new Set(props.scopes))}
    >
      {props.label}
    </button>
  )
}
