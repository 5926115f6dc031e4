import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { messageOf } from '../../ui/message-of.ts'
import { TextField } from '../../ui/text-field.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { Entrance } from './entrance.tsx'
import { fieldOf } from './form-field.ts'

/** Has a link mailed that sets a new password. Says the same for an address nobody has. */
export function ForgottenPage() {
  useTitle('Forgotten password')
  const { client } = useServices()
  const ask = useMutation({ mutationFn: client.forgottenPassword })

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    ask.mutate(fieldOf(new FormData(event.currentTarget), 'email').trim())
  }

  if (ask.isSuccess)
    return (
      <Entrance
        title="Look into your mail"
        text={`If somebody here has the address ${ask.variables}, a link for a new password is on its way to it.`}
      >
        <Link to="/login" className="button button-quiet">
          Back to signing in
        </Link>
      </Entrance>
    )
  return (
    <Entrance title="A new password" text="Say who you are, and a link for it is mailed to you.">
      <form className="entrance-fields" onSubmit={submit}>
        {ask.isError && (
          <p className="entrance-problem" role="alert">
            {messageOf(ask.error)}
          </p>
        )}
        <TextField label="Email" name="email" type="email" autoComplete="username" required takesFocus />
        <Button type="submit" look="primary" isBusy={ask.isPending}>
          Mail me a link
        </Button>
        <p className="entrance-text">
          <Link to="/login" className="entrance-link">
            Back to signing in
          </Link>
        </p>
      </form>
    </Entrance>
  )
}
