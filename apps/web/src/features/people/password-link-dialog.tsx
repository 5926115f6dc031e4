import type { Person } from '@rushes/contract/people'
import { useMutation } from '@tanstack/react-query'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { CopyLine } from '../../ui/copy-line.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { formatDateTime } from '../../ui/format-time.ts'
import { messageOf } from '../../ui/message-of.ts'

interface PasswordLinkDialogProps {
  accountId: string
  person: Person
  isOpen: boolean
  onClose: () => void
}

/** For somebody who forgot their password: the admin passes the link on. */
export function PasswordLinkDialog(props: PasswordLinkDialogProps) {
  return (
    <Dialog
      title={`A password link for ${props.person.user.name}`}
      description="Whoever opens it sets a new password for them, so give it to nobody else. Older links end."
      isOpen={props.isOpen}
      onClose={props.onClose}
    >
      <Content {...props} />
    </Dialog>
  )
}

function Content({ accountId, person, onClose }: PasswordLinkDialogProps) {
  const { client } = useServices()
  const make = useMutation({ mutationFn: () => client.passwordLink(accountId, person.user.id) })
  if (make.data === undefined)
    return (
      <div className="dialog-form">
        {make.isError && (
          <p className="text-field-problem" role="alert">
            {messageOf(make.error)}
          </p>
        )}
        <div className="dialog-buttons">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" isBusy={make.isPending} onClick={() => make.mutate()}>
            Make link
          </Button>
        </div>
      </div>
    )
  return (
    <div className="dialog-form">
      <CopyLine label="Password link" text={make.data.url} />
      <p className="text-field-note">Works once, until {formatDateTime(make.data.expires_at)}.</p>
      <div className="dialog-buttons">
        <Button look="primary" onClick={onClose}>
          Done
        </Button>
      </div>
    </div>
  )
}
