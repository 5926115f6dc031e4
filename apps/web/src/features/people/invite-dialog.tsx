// Inviting into an account: whom, as what, and into which teams or projects.
import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { ChoiceCards } from '../../ui/choice-cards.tsx'
import type { Choice } from '../../ui/choice-cards.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { PickList } from '../../ui/pick-list.tsx'
import type { Pick } from '../../ui/pick-list.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { placesQuery } from '../places/place-queries.ts'
import { ACCOUNT_ROLES, COLLABORATOR, TEAM_ROLES } from '../places/roles.ts'
import { projectsQuery } from '../places/project-queries.ts'
import { EmailField } from './email-field.tsx'
import { InviteResults } from './invite-results.tsx'
import { parseEmails } from './parse-emails.ts'
import { sendInvitations } from './send-invitations.ts'
import type { Destination } from './send-invitations.ts'

type Role = 'collaborator' | 'member' | 'team_manager' | 'admin'

const ROLES: readonly Choice<Role>[] = [
  COLLABORATOR,
  ...[...TEAM_ROLES].reverse(),
  ...ACCOUNT_ROLES.flatMap(({ value, ...words }) => (value === 'admin' ? [{ value, ...words }] : [])),
]

interface InviteDialogProps {
  accountId: string
  isOpen: boolean
  onClose: () => void
}

export function InviteDialog(props: InviteDialogProps) {
  return (
    <Dialog title="Invite people" isOpen={props.isOpen} onClose={props.onClose} isWide>
      <Content {...props} />
    </Dialog>
  )
}

function Content({ accountId, onClose }: InviteDialogProps) {
  const { client } = useServices()
  const queryClient = useQueryClient()
  const [text, setText] = useState('')
  const [role, setRole] = useState<Role>('collaborator')
  const [message, setMessage] = useState('')
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const [isChecked, setChecked] = useState(false)
  const { teams, projects } = useDestinations(accountId)
  const send = useMutation({
    mutationFn: (destinations: Destination[]) =>
      sendInvitations(client, {
        emails: parseEmails(text).emails,
        role,
        destinations,
        message: message.trim() === '' ? null : message.trim(),
      }),
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: ['invitations'] })
      await queryClient.invalidateQueries({ queryKey: ['people'] })
    },
  })
  if (send.data !== undefined)
    return (
      <InviteResults
        results={send.data}
        onClose={onClose}
        onMore={() => {
          setText('')
          setChecked(false)
          send.reset()
        }}
      />
    )

  const choices = role === 'collaborator' ? projects : teams
  const destinations = role === 'admin' ? [accountDestination(accountId)] : chosenOf(role, choices, picked)

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    setChecked(true)
    if (parseEmails(text).wrong.length === 0 && destinations.length > 0) send.mutate(destinations)
  }

  return (
    <form className="dialog-form" onSubmit={submit}>
      <EmailField text={text} onChange={setText} isChecked={isChecked} />
      <ChoiceCards
        legend="They will be"
        name="role"
        choices={ROLES}
        value={role}
        onChange={(next) => {
          // Teams and projects share no ids: what was picked of the other sort means nothing any more.
          if ((next === 'collaborator') !== (role === 'collaborator')) setPicked(new Set())
          setRole(next)
        }}
      />
      {role !== 'admin' && (
        <PickList
          key={role === 'collaborator' ? 'projects' : 'teams'}
          legend={role === 'collaborator' ? 'Projects' : 'Teams'}
          items={choices}
          picked={picked}
          onChange={setPicked}
          problem={
            isChecked && destinations.length === 0
              ? `Choose at least one ${role === 'collaborator' ? 'project' : 'team'}.`
              : null
          }
        />
      )}
      <TextField
        label="A word with it"
        placeholder="Optional; they see it when they open the link"
        value={message}
        maxLength={1000}
        autoComplete="off"
        onChange={(event) => setMessage(event.currentTarget.value)}
      />
      <div className="dialog-buttons">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" isBusy={send.isPending}>
          {parseEmails(text).emails.length > 1 ? 'Make links' : 'Make link'}
        </Button>
      </div>
    </form>
  )
}

/** Teams and projects of an account that people can be invited into. */
function useDestinations(accountId: string): { teams: Pick[]; projects: Pick[] } {
  const { client } = useServices()
  const places = useQuery(placesQuery(client))
  const teams = (places.data?.teams ?? []).filter(({ account_id: id }) => id === accountId)
  const lists = useQueries({ queries: teams.map(({ id }) => projectsQuery(client, id)) })
  return {
    teams: teams.map(({ id, name }) => ({ id, label: name })),
    projects: teams.flatMap(({ name: teamName }, index) =>
      (lists[index]?.data ?? []).map(({ id, name }) => ({
        id,
        label: name,
        ...(teams.length > 1 ? { note: teamName } : {}),
      })),
    ),
  }
}

function accountDestination(accountId: string): Destination {
  return { place: { account_id: accountId }, name: 'Account' }
}

function chosenOf(role: Role, choices: readonly Pick[], picked: ReadonlySet<string>): Destination[] {
  return choices
    .filter(({ id }) => picked.has(id))
    .map(({ id, label }) => ({
      place: role === 'collaborator' ? { project_id: id } : { team_id: id },
      name: label,
    }))
}
