import type { TotpSetup } from '@rushes/contract/second-factor'
import { useMutation } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { messageOf } from '../../ui/message-of.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { fieldOf, problemOf } from '../session/form-field.ts'
import { RecoveryCodes } from './recovery-codes-dialog.tsx'
import './second-factor.css'

const QrCode = lazy(async () => ({ default: (await import('./qr-code.tsx')).QrCode }))

/** Setting up an authenticator app: the password, the picture to scan, a code that proves it works, recovery codes. */
export function TotpDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog title="Set up a second factor" isOpen={isOpen} onClose={onClose}>
      <Steps onClose={onClose} />
    </Dialog>
  )
}

/** Mounted anew each time the window opens. */
function Steps({ onClose }: { onClose: () => void }) {
  const { client } = useServices()
  const start = useMutation({ mutationFn: client.startTotp })
  const confirm = useMutation({ mutationFn: client.confirmTotp })
  if (confirm.data !== undefined) return <RecoveryCodes codes={confirm.data.codes} onClose={onClose} />
  if (start.data !== undefined)
    return (
      <OneFieldForm
        key="code"
        label="The code that the app shows now"
        field="code"
        autoComplete="one-time-code"
        confirm="Turn on"
        isBusy={confirm.isPending}
        error={confirm.error}
        onValue={confirm.mutate}
        onClose={onClose}
      >
        <SetupPicture setup={start.data} />
      </OneFieldForm>
    )
  return (
    <OneFieldForm
      key="password"
      label="Your password"
      field="password"
      autoComplete="current-password"
      confirm="Go on"
      isBusy={start.isPending}
      error={start.error}
      onValue={start.mutate}
      onClose={onClose}
    />
  )
}

function SetupPicture({ setup }: { setup: TotpSetup }) {
  return (
    <>
      <p>Scan this with an authenticator app, such as the one your password manager has.</p>
      <Suspense fallback={<Skeleton className="qr-code" />}>
        <QrCode text={setup.uri} label="QR code for the authenticator app" />
      </Suspense>
      <p className="text-field-note">
        Or type it in: <code className="totp-secret">{setup.secret.replaceAll(/(.{4})/g, '$1 ')}</code>
      </p>
    </>
  )
}

function OneFieldForm(props: {
  label: string
  field: 'password' | 'code'
  autoComplete: string
  confirm: string
  isBusy: boolean
  error: unknown
  onValue: (value: string) => void
  onClose: () => void
  children?: ReactNode
}) {
  const { field, error } = props

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    props.onValue(fieldOf(new FormData(event.currentTarget), field))
  }

  return (
    <form className="dialog-form" onSubmit={submit}>
      {props.children}
      <TextField
        label={props.label}
        name={field}
        type={field === 'password' ? 'password' : 'text'}
        inputMode={field === 'code' ? 'numeric' : 'text'}
        autoComplete={props.autoComplete}
        required
        takesFocus
        problem={error === null ? null : (problemOf(error, field) ?? messageOf(error))}
      />
      <div className="dialog-buttons">
        <Button onClick={props.onClose}>Cancel</Button>
        <Button type="submit" look="primary" isBusy={props.isBusy}>
          {props.confirm}
        </Button>
      </div>
    </form>
  )
}
