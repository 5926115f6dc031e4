import type { Invitation } from '@rushes/contract/people'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link2, Mail, X } from 'lucide-react'
import { useState } from 'react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { CopyLine } from '../../ui/copy-line.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { formatDateTime, formatDay, isPast } from '../../ui/format-time.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { messageOf } from '../../ui/message-of.ts'
import { Row, Rows } from '../../ui/panel.tsx'
import { roleName } from '../places/roles.ts'

/** Who was invited and has not come yet: a new link, or taking it back. */
export function InvitedRows({ invitations }: { invitations: readonly Invitation[] }) {
  const { client, toasts } = useServices()
  const queryClient = useQueryClient()
  const [link, setLink] = useState<{ who: string; url: string } | null>(null)
  const refresh = async () => {
    await queryClient.invalidateQueries({ queryKey: ['invitations'] })
    await queryClient.invalidateQueries({ queryKey: ['team-members'] })
  }
  const renew = useMutation({
    mutationFn: (invitation: Invitation) => client.renewInvitation(invitation.id),
    onSuccess: ({ url }, invitation) => url !== null && setLink({ who: nameOf(invitation), url }),
    onError: (error) => toasts.complain(messageOf(error)),
    onSettled: refresh,
  })
  const revoke = useMutation({
    mutationFn: (invitation: Invitation) => client.revokeInvitation(invitation.id),
    onSuccess: (_answer, invitation) =>
      toasts.say(`The invitation for ${nameOf(invitation)} was taken back. Its link works no more.`),
    onError: (error) => toasts.complain(messageOf(error)),
    onSettled: refresh,
  })
  return (
    <>
      <Rows label="Invited">
        {invitations.map((invitation) => (
          <Row
            key={invitation.id}
            picture={invitation.email === null ? <Link2 aria-hidden /> : <Mail aria-hidden />}
            title={invitation.email ?? 'Whoever has the link'}
            text={`${roleName(invitation.role)} · ${invitation.place_name} · by ${invitation.creator_name}`}
            facts={<Expiry invitation={invitation} />}
            end={
              <>
                <Button
                  isBusy={renew.isPending && renew.variables.id === invitation.id}
                  onClick={() => renew.mutate(invitation)}
                  aria-label={`New link for ${nameOf(invitation)}`}
                >
                  New link
                </Button>
                <IconButton
                  label={`Take back the invitation for ${nameOf(invitation)}`}
                  onClick={() => revoke.mutate(invitation)}
                >
                  <X />
                </IconButton>
              </>
            }
          />
        ))}
      </Rows>
      <Dialog
        title="A new link"
        description={`For ${link?.who ?? ''}. It works once, for 14 days; the one before it ended.`}
        isOpen={link !== null}
        onClose={() => setLink(null)}
      >
        <div className="dialog-form">
          <CopyLine label="Invitation link" text={link?.url ?? ''} />
          <div className="dialog-buttons">
            <Button look="primary" onClick={() => setLink(null)}>
              Done
            </Button>
          </div>
        </div>
      </Dialog>
    </>
  )
}

function nameOf({ email }: Invitation): string {
  return email ?? 'whoever has the link'
}

function Expiry({ invitation: { expires_at: expiresAt } }: { invitation: Invitation }) {
  if (expiresAt === null) return 'No link yet'
  if (isPast(expiresAt)) return 'Link expired'
  return <span title={formatDateTime(expiresAt)}>Until {formatDay(expiresAt)}</span>
}
