import type { Session } from '@rushes/contract/sessions'
import { useMutation } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { messageOf } from '../../ui/message-of.ts'
import { TextField } from '../../ui/text-field.tsx'
import { Entrance } from './entrance.tsx'
import { fieldOf, problemOf } from './form-field.ts'

/** After the password: a code of the authenticator app, or one of the recovery codes. */
export function SecondStep(props: {
  challenge: string
  onSignedIn: (session: Session) => void
  onBack: () => void
}) {
  const { client } = useServices()
  const check = useMutation({ mutationFn: client.secondFactor, onSuccess: props.onSignedIn })
  const problem = problemOf(check.error, 'code')

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    const code = fieldOf(new FormData(event.currentTarget), 'code').trim()
    check.mutate({ challenge: props.challenge, code })
  }

  return (
    <Entrance title="One more step" text="Enter the code that your authenticator app shows now.">
      <form className="entrance-fields" onSubmit={submit}>
        {check.isError && problem === null && (
          <p className="entrance-problem" role="alert">
            {messageOf(check.error)}
          </p>
        )}
        <TextField
          label="Code"
          name="code"
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          required
          takesFocus
          problem={problem}
          note="Without your phone at hand, a recovery code does it too."
        />
        <Button type="submit" look="primary" isBusy={check.isPending}>
          Go in
        </Button>
        <p className="entrance-text">
          <button type="button" className="entrance-link" onClick={props.onBack}>
            Back to the password
          </button>
        </p>
      </form>
    </Entrance>
  )
}
