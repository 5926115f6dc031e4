import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { messageOf } from '../../ui/message-of.ts'
import { TextField } from '../../ui/text-field.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { Entrance } from './entrance.tsx'
import { fieldOf } from './form-field.ts'
import { sessionQuery } from './session-query.ts'

export function LoginPage() {
  useTitle('Sign in')
  const { client } = useServices()
  const queryClient = useQueryClient()
  const router = useRouter()
  const { next } = useSearch({ from: '/login' })
  const signIn = useMutation({
    mutationFn: client.signIn,
    onSuccess: (session) => {
      queryClient.setQueryData(sessionQuery(client).queryKey, session)
      router.history.push(next ?? '/')
    },
  })

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    signIn.mutate({ email: fieldOf(form, 'email').trim(), password: fieldOf(form, 'password') })
  }

  return (
    <Entrance title="Welcome back" text="Sign in to see what was shot today.">
      <form className="entrance-fields" onSubmit={submit}>
        {signIn.isError && (
          <p className="entrance-problem" role="alert">
            {messageOf(signIn.error)}
          </p>
        )}
        <TextField label="Email" name="email" type="email" autoComplete="username" required takesFocus />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
        />
        <Button type="submit" look="primary" isBusy={signIn.isPending}>
          Sign in
        </Button>
        <p className="entrance-text">
          Forgot your password? An owner or admin makes a link for a new one on their People page.
        </p>
      </form>
    </Entrance>
  )
}
