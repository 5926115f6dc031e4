import type { Project } from '@rushes/contract/projects'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useServices } from '../../services.ts'
import { NameDialog } from '../../ui/name-dialog.tsx'

export function RenameProjectDialog(props: { project: Project; isOpen: boolean; onClose: () => void }) {
  const { client } = useServices()
  const queryClient = useQueryClient()
  const rename = useMutation({
    mutationFn: (name: string) => client.updateProject(props.project.id, { name }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['projects'] })
      await queryClient.invalidateQueries({ queryKey: ['project', props.project.id] })
      props.onClose()
    },
  })
  return (
    <NameDialog
      title="Rename project"
      label="Name"
      initialName={props.project.name}
      confirm="Rename"
      isOpen={props.isOpen}
      onClose={props.onClose}
      isBusy={rename.isPending}
      error={rename.error}
      onName={(name) => rename.mutate(name)}
    />
  )
}
