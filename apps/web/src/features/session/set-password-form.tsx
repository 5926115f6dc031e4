import type { SignInAnswer, WelcomeLink } from '@rushes/contract/sessions'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { messageOf } from '../../ui/message-of.ts'
import { TextField } from '../../ui/text-field.tsx'
import { fieldOf, problemOf } from './form-field.ts'
import { MIN_PASSWORD_LENGTH } from './min-password-length.ts'

/** What is wrong with these is said at the field. */
const FIELDS = ['email', 'password']

interface SetPasswordFormProps {
  code: string
  link: WelcomeLink
  onAnswer: (answer: SignInAnswer) => void
  /** Somebody was quicker, or the page was open for too long. */
  onSpent: () => void
}

/** Who has been here before is only asked for the password. */
export function SetPasswordForm({ code, link, onAnswer, onSpent }: SetPasswordFormProps) {
  const { client } = useServices()
  const setUp = useMutation({
    mutationFn: client.welcome,
    onSuccess: onAnswer,
    onError: (error) => {
      if (problemOf(error, 'code') !== null) onSpent()
    },
  })

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const name = fieldOf(form, 'name').trim()
    const email = fieldOf(form, 'email').trim()
    setUp.mutate({
      code,
      password: fieldOf(form, 'password'),
      ...(name === '' ? {} : { name }),
      ...(email === '' ? {} : { email }),
    })
  }

  return (
    <form className="entrance-fields" onSubmit={submit}>
      {setUp.isError && !FIELDS.some((field) => problemOf(setUp.error, field) !== null) && (
        <p className="entrance-problem" role="alert">
          {messageOf(setUp.error)}
        </p>
      )}
      {link.is_first && (
        <>
          <TextField label="Your name" name="name" autoComplete="name" takesFocus />
          <TextField
            label="Email"
            name="email"
            type="email"
            autoComplete="username"
            problem={problemOf(setUp.error, 'email')}
            note={`What you sign in with. Leave it empty to keep ${link.email}.`}
          />
        </>
      )}
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        takesFocus={!link.is_first}
        minLength={MIN_PASSWORD_LENGTH}
        problem={problemOf(setUp.error, 'password')}
        note={`At least ${String(MIN_PASSWORD_LENGTH)} characters.`}
      />
      <Button type="submit" look="primary" isBusy={setUp.isPending}>
        Set password and go in
      </Button>
      <p className="entrance-text">
        Been here before?{' '}
        <Link to="/login" className="entrance-link">
          Sign in
        </Link>
      </p>
    </form>
  )
}
