import type { Client } from '@rushes/client/client'
import type { Passkey } from '@rushes/contract/passkeys'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Fingerprint, Plus } from 'lucide-react'
import { useState } from 'react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { formatDay, formatTimeAgo } from '../../ui/format-time.ts'
import { ListStates } from '../../ui/list-states.tsx'
import { messageOf } from '../../ui/message-of.ts'
import { NoRows, Panel, Row, Rows } from '../../ui/panel.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { fieldOf } from '../session/form-field.ts'
import { browserName } from './browser-name.ts'
import { PasswordDialog } from './password-dialog.tsx'

const passkeysQuery = (client: Client) =>
  queryOptions({ queryKey: ['passkeys'], queryFn: ({ signal }) => client.passkeys(signal) })

/** Signing in with a fingerprint or a face instead of the password. */
export function PasskeysPanel() {
  const { client, toasts } = useServices()
  const queryClient = useQueryClient()
  const passkeys = useQuery(passkeysQuery(client))
  const [isAdding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<Passkey | null>(null)
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['passkeys'] })
  const remove = useMutation({
    mutationFn: ({ id }: Passkey) => client.removePasskey(id),
    onSuccess: (_answer, { name }) => {
      setRemoving(null)
      toasts.say(`The passkey “${name}” opens the door no more.`)
    },
    onError: (error) => toasts.complain(messageOf(error)),
    onSettled: refresh,
  })

  async function add(password: string, form: FormData): Promise<void> {
    const { addPasskey } = await import('../session/passkey-ceremony.ts')
    const added = await addPasskey(client, fieldOf(form, 'name').trim(), password)
    if (added !== null) toasts.say(`“${added.name}” signs you in from now on.`)
    await refresh()
  }

  return (
    <Panel
      title="Passkeys"
      text="Sign in with a fingerprint, a face or a key instead of the password. Nothing to forget, nothing to steal."
      action={
        <Button icon={<Plus />} onClick={() => setAdding(true)}>
          Add a passkey
        </Button>
      }
    >
      <ListStates query={passkeys}>
        {passkeys.data?.length === 0 ? (
          <NoRows>No passkeys yet.</NoRows>
        ) : (
          <Rows label="Passkeys">
            {passkeys.data?.map((passkey) => (
              <Row
                key={passkey.id}
                picture={<Fingerprint aria-hidden />}
                title={passkey.name}
                text={`${passkey.is_synced ? 'On all your devices' : 'On one device'} · added ${formatDay(passkey.inserted_at)}`}
                facts={
                  passkey.last_used_at === null
                    ? 'Never used'
                    : `Last used ${formatTimeAgo(passkey.last_used_at)}`
                }
                end={
                  <Button aria-label={`Remove ${passkey.name}`} onClick={() => setRemoving(passkey)}>
                    Remove
                  </Button>
                }
              />
            ))}
          </Rows>
        )}
      </ListStates>
      <PasswordDialog
        title="Add a passkey"
        text="Your browser asks for the rest."
        confirm="Go on"
        isOpen={isAdding}
        run={add}
        onClose={() => setAdding(false)}
      >
        <TextField
          label="Name"
          name="name"
          defaultValue={browserName(navigator.userAgent)}
          required
          maxLength={100}
          autoComplete="off"
        />
      </PasswordDialog>
      <ConfirmDialog
        title={`Remove “${removing?.name ?? ''}”?`}
        text="It opens the door no more. Your password still does."
        confirm="Remove passkey"
        keep="Keep it"
        isDangerous
        isOpen={removing !== null}
        isBusy={remove.isPending}
        onConfirm={() => removing !== null && remove.mutate(removing)}
        onClose={() => setRemoving(null)}
      />
    </Panel>
  )
}
