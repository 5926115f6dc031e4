import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { EmailField } from './email-field.tsx'
import { InviteResults } from './invite-results.tsx'
import { parseEmails } from './parse-emails.ts'
import { sendInvitations } from './send-invitations.ts'
import type { Destination, InvitePlan } from './send-invitations.ts'

/** Asks whom to invite into one place, and shows the links. `children`: more to choose. */
export function InviteInto(props: {
  destination: Destination
  role: InvitePlan['role']
  onSent: () => Promise<void>
  onClose: () => void
  children?: ReactNode
}) {
  const { client } = useServices()
  const queryClient = useQueryClient()
  const [text, setText] = useState('')
  const [isChecked, setChecked] = useState(false)
  const { emails, wrong } = parseEmails(text)
  const send = useMutation({
    mutationFn: () =>
      sendInvitations(client, { emails, role: props.role, destinations: [props.destination], message: null }),
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: ['invitations'] })
      await props.onSent()
    },
  })
  if (send.data !== undefined)
    return (
      <InviteResults
        results={send.data}
        onClose={props.onClose}
        onMore={() => {
          setText('')
          setChecked(false)
          send.reset()
        }}
      />
    )

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    setChecked(true)
    if (wrong.length === 0) send.mutate()
  }

  return (
    <form className="dialog-form" onSubmit={submit}>
      <EmailField text={text} onChange={setText} isChecked={isChecked} />
      {props.children}
      <div className="dialog-buttons">
        <Button onClick={props.onClose}>Cancel</Button>
        <Button type="submit" look="primary" isBusy={send.isPending}>
          {emails.length === 0 ? 'Make a link' : 'Invite'}
        </Button>
      </div>
    </form>
  )
}
