import type { Team } from '@rushes/contract/teams'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useServices } from '../../services.ts'
import { NameDialog } from '../../ui/name-dialog.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { Switch } from '../../ui/switch.tsx'

/** `teams`: those the caller may add a project to. */
export function NewProjectDialog(props: { teams: Team[]; isOpen: boolean; onClose: () => void }) {
  const { client } = useServices()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [chosenTeamId, setChosenTeamId] = useState<string | null>(null)
  const [isPrivate, setPrivate] = useState(false)
  const teamId = chosenTeamId ?? props.teams[0]?.id
  const create = useMutation({
    mutationFn: (name: string) => {
      if (teamId === undefined) throw new Error('You are in no team yet.')
      return client.createProject(teamId, { name, private: isPrivate })
    },
    onSuccess: async ({ id }) => {
      props.onClose()
      setPrivate(false)
      await queryClient.invalidateQueries({ queryKey: ['projects'] })
      await navigate({ to: '/projects/$projectId', params: { projectId: id } })
    },
  })
  return (
    <NameDialog
      title="New project"
      label="Name"
      placeholder="Untitled film"
      confirm="Create project"
      isOpen={props.isOpen}
      onClose={props.onClose}
      isBusy={create.isPending}
      error={create.error}
      onName={(name) => create.mutate(name)}
    >
      {props.teams.length > 1 && (
        <SelectField
          label="Team"
          value={teamId}
          onChange={(event) => setChosenTeamId(event.currentTarget.value)}
        >
          {props.teams.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      )}
      <Switch
        label="Private"
        note="Only you, the team's managers and whom you invite will see it."
        isOn={isPrivate}
        onChange={setPrivate}
      />
    </NameDialog>
  )
}
