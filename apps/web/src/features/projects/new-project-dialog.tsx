import type { Team } from '@rushes/contract/teams'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useServices } from '../../services.ts'
import { NameDialog } from '../../ui/name-dialog.tsx'

export function NewProjectDialog(props: { teams: Team[]; isOpen: boolean; onClose: () => void }) {
  const { client } = useServices()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [chosenTeamId, setChosenTeamId] = useState<string | null>(null)
  const teamId = chosenTeamId ?? props.teams[0]?.id
  const create = useMutation({
    mutationFn: (name: string) => {
      if (teamId === undefined) throw new Error('You are in no team yet.')
      return client.createProject(teamId, { name })
    },
    onSuccess: async ({ id }) => {
      props.onClose()
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
        <fieldset className="choice-list">
          <legend className="text-field-label">Team</legend>
          {props.teams.map(({ id, name }) => (
            <label key={id} className="choice">
              <input type="radio" name="team" checked={id === teamId} onChange={() => setChosenTeamId(id)} />
              {name}
            </label>
          ))}
        </fieldset>
      )}
    </NameDialog>
  )
}
