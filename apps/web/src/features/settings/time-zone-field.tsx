import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/select-field.tsx'

/** The time zone of the machine one sits at, and all others. */
export function TimeZoneField({ name, initial }: { name: string; initial: string }) {
  const here = ownTimeZone()
  const [zone, setZone] = useState(initial)
  const zones = new Set([initial, here, ...Intl.supportedValuesOf('timeZone')])
  return (
    <div className="time-zone">
      <SelectField
        label="Time zone"
        name={name}
        value={zone}
        onChange={(event) => setZone(event.currentTarget.value)}
      >
        {[...zones].sort().map((value) => (
          <option key={value} value={value}>
            {value.replaceAll('_', ' ')}
          </option>
        ))}
      </SelectField>
      {nameOf(zone) !== here && (
        <Button className="time-zone-here" onClick={() => setZone(here)}>
          Use {here.replaceAll('_', ' ')}
        </Button>
      )}
    </div>
  )
}

/** The browser's own name: some zones have several. */
function nameOf(zone: string): string {
  try {
    return Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
  } catch {
    return zone // The one way Intl says that it knows no such zone: the browser is older than it.
  }
}

function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}
