import type { Project, UpdateProjectBody } from '@rushes/contract/projects'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { messageOf } from '../../ui/message-of.ts'
import { Switch } from '../../ui/switch.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { projectQuery } from '../places/project-queries.ts'
import './project-settings-dialog.css'

/** For who runs a project. Switches work at once; a name is saved when it is whole. */
export function ProjectSettingsDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const { client, toasts } = useServices()
  const queryClient = useQueryClient()
  const fresh = useQuery({ ...projectQuery(client, project.id), initialData: project })
  const [name, setName] = useState(project.name)
  const change = useMutation({
    mutationFn: (body: UpdateProjectBody) => client.updateProject(project.id, body),
    onSuccess: (changed) => queryClient.setQueryData(projectQuery(client, project.id).queryKey, changed),
    onError: (error) => toasts.complain(messageOf(error)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['projects'] }),
  })
  const { project_preferences: preferences, private: isPrivate } = fresh.data

  async function finish(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault()
    const trimmed = name.trim()
    if (trimmed !== '' && trimmed !== fresh.data.name) await change.mutateAsync({ name: trimmed })
    onClose()
  }

  return (
    <Dialog title="Project settings" isOpen onClose={onClose}>
      <form className="dialog-form" onSubmit={(event) => void finish(event)}>
        <TextField
          label="Name"
          value={name}
          required
          maxLength={512}
          autoComplete="off"
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Switch
          label="Private"
          note="Only its owner, the team's managers and whom they invite see it. Otherwise the whole team does."
          isOn={isPrivate}
          onChange={(isOn) => change.mutate({ private: isOn })}
        />
        <fieldset className="project-settings-group">
          <legend className="text-field-label">Collaborators may</legend>
          <Switch
            label="Download"
            note="Take the original files with them."
            isOn={preferences.collaborator_can_download}
            onChange={(isOn) => change.mutate({ project_preferences: { collaborator_can_download: isOn } })}
          />
          <Switch
            label="Invite"
            note="Bring other people into this project."
            isOn={preferences.collaborator_can_invite}
            onChange={(isOn) => change.mutate({ project_preferences: { collaborator_can_invite: isOn } })}
          />
          <Switch
            label="Share"
            note="Make links for people outside of it."
            isOn={preferences.collaborator_can_share}
            onChange={(isOn) => change.mutate({ project_preferences: { collaborator_can_share: isOn } })}
          />
        </fieldset>
        <div className="dialog-buttons">
          <Button type="submit" look="primary" isBusy={change.isPending}>
            Done
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
