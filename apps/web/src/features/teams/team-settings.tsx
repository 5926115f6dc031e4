import type { Team, UpdateTeamBody } from '@rushes/contract/teams'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { messageOf } from '../../ui/message-of.ts'
import { Panel } from '../../ui/panel.tsx'
import { Switch } from '../../ui/switch.tsx'
import { TextField } from '../../ui/text-field.tsx'

/** For who runs the team: its name and who may know of it. */
export function TeamSettings({ team }: { team: Team }) {
  const { client, toasts } = useServices()
  const queryClient = useQueryClient()
  const [name, setName] = useState(team.name)
  const change = useMutation({
    mutationFn: (body: UpdateTeamBody) => client.updateTeam(team.id, body),
    onSuccess: (_team, body) => {
      if (body.name !== undefined) toasts.say(`The team is called “${body.name}” now.`)
    },
    onError: (error) => toasts.complain(messageOf(error)),
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: ['teams'] })
      await queryClient.invalidateQueries({ queryKey: ['places'] })
    },
  })
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
