import type { Project } from '@rushes/contract/projects'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { count } from '../../ui/count.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { messageOf } from '../../ui/notice.tsx'

/** Unlike assets, a deleted project has no trash to come back from here, so this asks first. */
export function DeleteProjectDialog(props: { project: Project; isOpen: boolean; onClose: () => void }) {
  const { project, onClose } = props
  const { client, toasts } = useServices()
  const queryClient = useQueryClient()
  const remove = useMutation({
    mutationFn: () => client.deleteProject(project.id),
    onSuccess: async () => {
      onClose()
      await queryClient.invalidateQueries({ queryKey: ['projects'] })
      toasts.say(`“${project.name}” was deleted.`)
    },
    onError: (error) => toasts.complain(messageOf(error)),
  })
  return (
    <Dialog
      title={`Delete “${project.name}”?`}
      description={`The project and the ${count(project.file_count, 'file')} in it will be gone for everyone.`}
      isOpen={props.isOpen}
      onClose={onClose}
    >
      <div className="dialog-form">
        <div className="dialog-buttons">
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" isBusy={remove.isPending} onClick={() => remove.mutate()}>
            Delete project
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
