import type { Team } from '@rushes/contract/teams'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Switch } from '../../ui/switch.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useChangeTeam } from './use-change-team.ts'

/** For who runs the team: its name and who may know of it. */
export function TeamSettings({ team }: { team: Team }) {
  const [name, setName] = useState(team.name)
  const change = useChangeTeam(team.id, (body) =>
    body.name === undefined ? null : `The team is called “${body.name}” now.`,
  )
  const isPrivate = (change.isPending ? change.variables.access : undefined) ?? team.access

  function rename(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    if (name.trim() !== '') change.mutate({ name: name.trim() })
  }

  return (
    <Panel title="Settings">
      <div className="team-settings">
        <form className="team-settings-name" onSubmit={rename}>
          <TextField
            label="Name"
            value={name}
            maxLength={200}
            required
            autoComplete="off"
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" disabled={name.trim() === team.name || name.trim() === ''}>
            Rename
          </Button>
        </form>
        <Switch
          label="Private"
          note="Only its members know of it. Otherwise everyone in the account may join."
          isOn={isPrivate !== 'public'}
          isDisabled={change.isPending}
          onChange={(isOn) => change.mutate({ access: isOn ? 'private' : 'public' })}
        />
      </div>
    </Panel>
  )
}
