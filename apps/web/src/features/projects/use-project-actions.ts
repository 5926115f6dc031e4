import type { Project, UpdateProjectBody } from '@rushes/contract/projects'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useServices } from '../../services.ts'
import { messageOf } from '../../ui/message-of.ts'
import { sessionQuery } from '../session/session-query.ts'
import { collaboratorsQuery } from '../places/project-queries.ts'

/** What is done with a project as a whole, each with a way back. */
export function useProjectActions(project: Project) {
  const { client, toasts, lateDeletions } = useServices()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const refresh = async () => {
    await queryClient.invalidateQueries({ queryKey: ['projects'] })
    await queryClient.invalidateQueries({ queryKey: ['project', project.id] })
  }
  const update = useMutation({
    mutationFn: (body: UpdateProjectBody) => client.updateProject(project.id, body),
    onError: (error) => toasts.complain(messageOf(error)),
    onSettled: refresh,
  })
  const leave = useMutation({
    mutationFn: async () => {
      const { user } = await queryClient.ensureQueryData(sessionQuery(client))
      const people = await queryClient.ensureQueryData(collaboratorsQuery(client, project.id))
      const self = people.find(({ user_id: id }) => id === user.id)
      if (self !== undefined) await client.removeCollaborator(project.id, self.id)
    },
    onSuccess: async () => {
      await navigate({ to: '/' })
      toasts.say(`You left “${project.name}”.`)
    },
    onError: (error) => toasts.complain(messageOf(error)),
    onSettled: refresh,
  })

  return {
    archive: () =>
      update.mutate(
        { archive_status: 'archived' },
        {
          onSuccess: () =>
            toasts.say(`“${project.name}” is archived.`, {
              label: 'Undo',
              run: () => update.mutate({ archive_status: 'standard' }),
            }),
        },
      ),
    unarchive: () =>
      update.mutate(
        { archive_status: 'standard' },
        { onSuccess: () => toasts.say(`“${project.name}” is back among your projects.`) },
      ),
    remove: () => {
      lateDeletions.start(project.id)
      toasts.say(`“${project.name}” was deleted.`, {
        label: 'Undo',
        run: () => lateDeletions.takeBack(project.id),
      })
      void navigate({ to: '/' })
    },
    leave: () => leave.mutate(),
  }
}
