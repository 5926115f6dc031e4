import type { Session, SignInAnswer } from '@rushes/contract/sessions'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useRouter, useSearch } from '@tanstack/react-router'
import type { Client } from '@rushes/client/client'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { messageOf } from '../../ui/message-of.ts'
import { TextField } from '../../ui/text-field.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { Entrance } from './entrance.tsx'
import { fieldOf } from './form-field.ts'
import { SecondStep } from './second-step.tsx'
import { methodsQuery, sessionQuery } from './session-query.ts'

type Challenge = NonNullable<SignInAnswer['second_factor']>

export function LoginPage() {
  useTitle('Sign in')
  const { client } = useServices()
  const goIn = useGoIn()
  const [challenge, setChallenge] = useState<Challenge | null>(null)
  if (challenge !== null)
    return <SecondStep challenge={challenge.challenge} onSignedIn={goIn} onBack={() => setChallenge(null)} />
  return (
    <Entrance title="Welcome back" text="Sign in to see what was shot today.">
      <PasswordForm
        onAnswer={({ user, second_factor: missing }) => {
          if (user !== null) goIn({ user })
          else setChallenge(missing)
        }}
      />
      <OtherWays client={client} onSignedIn={goIn} />
    </Entrance>
  )
}

function useGoIn() {
  const { client } = useServices()
  const queryClient = useQueryClient()
  const router = useRouter()
  const { next } = useSearch({ from: '/login' })
  return (session: Session) => {
    queryClient.setQueryData(sessionQuery(client).queryKey, session)
    router.history.push(next ?? '/')
  }
}

function PasswordForm({ onAnswer }: { onAnswer: (answer: SignInAnswer) => void }) {
  const { client } = useServices()
  const signIn = useMutation({ mutationFn: client.signIn, onSuccess: onAnswer })

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    signIn.mutate({ email: fieldOf(form, 'email').trim(), password: fieldOf(form, 'password') })
  }

  return (
    <form className="entrance-fields" onSubmit={submit}>
      {signIn.isError && (
        <p className="entrance-problem" role="alert">
          {messageOf(signIn.error)}
        </p>
      )}
      <TextField label="Email" name="email" type="email" autoComplete="username" required takesFocus />
      <TextField label="Password" name="password" type="password" autoComplete="current-password" required />
      <Button type="submit" look="primary" isBusy={signIn.isPending}>
        Sign in
      </Button>
    </form>
  )
}

/** A passkey where the server has them, and the way out for a forgotten password. */
function OtherWays({ client, onSignedIn }: { client: Client; onSignedIn: (session: Session) => void }) {
  const methods = useQuery(methodsQuery(client))
  const byPasskey = useMutation({
    mutationFn: async () => {
      const { signInWithPasskey } = await import('./passkey-ceremony.ts')
      return signInWithPasskey(client)
    },
    onSuccess: (session) => {
      // Null: the person thought better of it.
      if (session !== null) onSignedIn(session)
    },
  })
  return (
    <div className="entrance-fields">
      {methods.data?.has_passkeys === true && (
        <>
          {byPasskey.isError && (
            <p className="entrance-problem" role="alert">
              {messageOf(byPasskey.error)}
            </p>
          )}
          <Button icon={<KeyRound />} isBusy={byPasskey.isPending} onClick={() => byPasskey.mutate()}>
            Sign in with a passkey
          </Button>
        </>
      )}
      <p className="entrance-text">
        Forgot your password?{' '}
        {methods.data?.has_mail === true ? (
          <Link to="/forgotten" className="entrance-link">
            Have a link mailed to you
          </Link>
        ) : (
          'An owner or admin makes a link for a new one on their People page.'
        )}
      </p>
    </div>
  )
}
