import type { Session } from '@rushes/contract/sessions'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { messageOf } from '../../ui/message-of.ts'
import { TextField } from '../../ui/text-field.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { Entrance } from './entrance.tsx'
import { fieldOf, problemOf } from './form-field.ts'
import { MIN_PASSWORD_LENGTH } from './min-password-length.ts'
import { SecondStep } from './second-step.tsx'
import { sessionQuery } from './session-query.ts'

/** What is wrong with these is said at the field. */
const FIELDS = ['email', 'password']

/** Where the one-time link leads: the first password, and then straight in. */
export function WelcomePage() {
  useTitle('Welcome')
  const { client } = useServices()
  const { code } = useParams({ from: '/welcome/$code' })
  const { again = false } = useSearch({ from: '/welcome/$code' })
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [challenge, setChallenge] = useState<string | null>(null)
  const goIn = (session: Session) => {
    queryClient.setQueryData(sessionQuery(client).queryKey, session)
    void navigate({ to: '/', replace: true })
  }
  const setUp = useMutation({
    mutationFn: client.welcome,
    onSuccess: ({ user, second_factor: missing }) => {
      if (user === null) {
        setChallenge(missing?.challenge ?? null)
        return
      }
      goIn({ user })
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

  if (challenge !== null)
    return (
      <SecondStep
        challenge={challenge}
        onSignedIn={goIn}
        // The link has done its work: the way back is to sign in.
        onBack={() => void navigate({ to: '/login' })}
      />
    )
  return (
    <Entrance
      title={again ? 'A new password' : 'Welcome to Rushes'}
      text={
        again
          ? 'Choose one, and you are in. Every other browser is signed out.'
          : 'Choose a password and the screening room is yours.'
      }
    >
      <form className="entrance-fields" onSubmit={submit}>
        {setUp.isError && !FIELDS.some((field) => problemOf(setUp.error, field) !== null) && (
          <p className="entrance-problem" role="alert">
            {problemOf(setUp.error, 'code') === null
              ? messageOf(setUp.error)
              : 'This link was used already or has expired. Ask for a new one.'}
          </p>
        )}
        {!again && (
          <>
            <TextField label="Your name" name="name" autoComplete="name" takesFocus />
            <TextField
              label="Email"
              name="email"
              type="email"
              autoComplete="username"
              problem={problemOf(setUp.error, 'email')}
              note="What you sign in with. Leave it empty to keep the one you were given."
            />
          </>
        )}
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          required
          takesFocus={again}
          minLength={MIN_PASSWORD_LENGTH}
          problem={problemOf(setUp.error, 'password')}
          note={`At least ${String(MIN_PASSWORD_LENGTH)} characters.`}
        />
        <Button type="submit" look="primary" isBusy={setUp.isPending}>
          Set password and go in
        </Button>
        <p className="entrance-text">
          Been here before? <Link to="/login">Sign in</Link>
        </p>
      </form>
    </Entrance>
  )
}
