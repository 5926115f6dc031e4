import type { FormEvent, ReactNode } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { messageOf } from './message-of.ts'
import { TextField } from './text-field.tsx'
import './name-dialog.css'

/** Asks for a name. The text is selected at the start, so that typing replaces it. */
export function NameDialog(props: {
  title: string
  label: string
  initialName?: string
  placeholder?: string
  confirm: string
  isOpen: boolean
  isBusy: boolean
  error: unknown
  onName: (name: string) => void
  onClose: () => void
  children?: ReactNode
}) {
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    const name = new FormData(event.currentTarget).get('name')
    if (typeof name === 'string' && name.trim() !== '') props.onName(name.trim())
  }
  return (
    <Dialog title={props.title} isOpen={props.isOpen} onClose={props.onClose}>
      <form className="dialog-form" onSubmit={submit}>
        <TextField
          label={props.label}
          name="name"
          defaultValue={props.initialName}
          placeholder={props.placeholder}
          takesFocus
          required
          maxLength={512}
          autoComplete="off"
          onFocus={(event) => event.currentTarget.select()}
          problem={props.error === null ? null : messageOf(props.error)}
        />
        {props.children}
        <div className="dialog-buttons">
          <Button onClick={props.onClose}>Cancel</Button>
          <Button look="primary" type="submit" isBusy={props.isBusy}>
            {props.confirm}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
