import type { OpenInvitation } from '@rushes/contract/people'
import type { FormEvent } from 'react'
import { Button } from '../../ui/button.tsx'
import { messageOf } from '../../ui/message-of.ts'
import { TextField } from '../../ui/text-field.tsx'
import { fieldOf, problemOf } from '../session/form-field.ts'
import { MIN_PASSWORD_LENGTH } from '../session/min-password-length.ts'
import type { Accept } from './use-accept.ts'

/** What is wrong with these is said at the field. */
const FIELDS = ['name', 'email', 'password']

/** For somebody new: a name and a password, and the address when the link was for nobody in particular. */
export function SignUpForm({ invitation, accept }: { invitation: OpenInvitation; accept: Accept }) {
  const { error } = accept

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    accept.mutate({
      name: fieldOf(form, 'name').trim(),
      password: fieldOf(form, 'password'),
      ...(invitation.email === null ? { email: fieldOf(form, 'email').trim() } : {}),
    })
  }

  return (
    <form className="entrance-fields" onSubmit={submit}>
      {error !== null && !FIELDS.some((field) => problemOf(error, field) !== null) && (
        <p className="entrance-problem" role="alert">
          {messageOf(error)}
        </p>
      )}
      <TextField
        label="Your name"
        name="name"
        autoComplete="name"
        required
        maxLength={200}
        takesFocus
        problem={problemOf(error, 'name')}
      />
      <TextField
        label="Email"
        name="email"
        type="email"
        inputMode="email"
        autoComplete="username"
        required
        // The address of an invitation is who it was for; password managers keep it with the password.
        readOnly={invitation.email !== null}
        defaultValue={invitation.email ?? ''}
        problem={problemOf(error, 'email')}
      />
      <TextField
        label="Choose a password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={MIN_PASSWORD_LENGTH}
        problem={problemOf(error, 'password')}
        note={`At least ${String(MIN_PASSWORD_LENGTH)} characters.`}
      />
      <Button type="submit" look="primary" isBusy={accept.isPending}>
        Join
      </Button>
    </form>
  )
}
