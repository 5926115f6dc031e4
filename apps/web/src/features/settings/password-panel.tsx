import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import type { FormEvent } from 'react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { messageOf } from '../../ui/message-of.ts'
import { Panel } from '../../ui/panel.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { fieldOf, problemOf } from '../session/form-field.ts'
import { MIN_PASSWORD_LENGTH } from '../session/min-password-length.ts'
import './password-panel.css'

export function PasswordPanel() {
  const { client, toasts } = useServices()
  const queryClient = useQueryClient()
  const form = useRef<HTMLFormElement>(null)
  const change = useMutation({
    mutationFn: client.changePassword,
    onSuccess: async () => {
      form.current?.reset()
      toasts.say('Your password was changed. Every other browser was signed out.')
      await queryClient.invalidateQueries({ queryKey: ['sessions'] })
    },
  })
  const currentProblem = problemOf(change.error, 'current_password')
  const newProblem = problemOf(change.error, 'new_password')

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    change.mutate({
      current_password: fieldOf(data, 'current'),
      new_password: fieldOf(data, 'new'),
    })
  }

  return (
    <Panel title="Password" text="Changing it signs out every other browser.">
      <form ref={form} className="password-form" onSubmit={submit}>
        {change.isError && currentProblem === null && newProblem === null && (
          <p className="password-problem" role="alert">
            {messageOf(change.error)}
          </p>
        )}
        <TextField
          label="Current password"
          name="current"
          type="password"
          autoComplete="current-password"
          required
          problem={currentProblem}
        />
        <TextField
          label="New password"
          name="new"
          type="password"
          autoComplete="new-password"
          required
          minLength={MIN_PASSWORD_LENGTH}
          note={`At least ${String(MIN_PASSWORD_LENGTH)} characters.`}
          problem={newProblem}
        />
        <div>
          <Button type="submit" isBusy={change.isPending}>
            Change password
          </Button>
        </div>
      </form>
    </Panel>
  )
}
