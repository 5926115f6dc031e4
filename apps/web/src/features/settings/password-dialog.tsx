import { useMutation } from '@tanstack/react-query'
import type { FormEvent, ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { messageOf } from '../../ui/message-of.ts'
import { TextField } from '../../ui/text-field.tsx'
import { fieldOf, problemOf } from '../session/form-field.ts'

interface PasswordDialogProps {
  title: string
  text: string
  confirm: string
  isDangerous?: boolean
  isOpen: boolean
  /** The window closes when this resolves, and says what went wrong when it rejects. */
  run: (password: string, form: FormData) => Promise<unknown>
  onClose: () => void
  /** More fields, before the password. */
  children?: ReactNode
}

/** Asks for the password again: what changes the guard of an account must not be open to whoever finds the screen. */
export function PasswordDialog(props: PasswordDialogProps) {
  return (
    <Dialog title={props.title} description={props.text} isOpen={props.isOpen} onClose={props.onClose}>
      <PasswordForm {...props} />
    </Dialog>
  )
}

/** Mounted anew each time the window opens. */
function PasswordForm({ confirm, isDangerous, run, onClose, children }: PasswordDialogProps) {
  const check = useMutation({
    mutationFn: (form: FormData) => run(fieldOf(form, 'password'), form),
    onSuccess: onClose,
  })

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    check.mutate(new FormData(event.currentTarget))
  }

  return (
    <form className="dialog-form" onSubmit={submit}>
      {children}
      <TextField
        label="Your password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        takesFocus={children === undefined}
        problem={check.isError ? (problemOf(check.error, 'password') ?? messageOf(check.error)) : null}
      />
      <div className="dialog-buttons">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look={isDangerous === true ? 'danger' : 'primary'} isBusy={check.isPending}>
          {confirm}
        </Button>
      </div>
    </form>
  )
}
