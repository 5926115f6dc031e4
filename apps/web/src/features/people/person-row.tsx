import type { GivenAccountRole } from '@rushes/client/people'
import type { Person } from '@rushes/contract/people'
import { useSuspenseQuery } from '@tanstack/react-query'
import {
  Crown,
  Ellipsis,
  KeyRound,
  ShieldOff,
  UserRoundCheck,
  UserRoundMinus,
  UserRoundX,
} from 'lucide-react'
import { useState } from 'react'
import { useServices } from '../../services.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { formatDateTime, formatTimeAgo } from '../../ui/format-time.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { ButtonMenu } from '../../ui/menu.tsx'
import type { MenuEntry } from '../../ui/menu.tsx'
import { Row } from '../../ui/panel.tsx'
import { RoleButton } from '../../ui/role-button.tsx'
import { ACCOUNT_ROLES, COLLABORATOR, roleName } from '../places/roles.ts'
import { sessionQuery } from '../session/session-query.ts'
import { PasswordLinkDialog } from './password-link-dialog.tsx'
import { usePersonActions } from './use-person-actions.ts'

/** What is asked about before it is done. */
const QUESTIONS = [
  {
    what: 'resetSecondFactor',
    title: (name: string) => `Reset the second factor of ${name}?`,
    text: 'For somebody who has lost their phone or their passkeys. Their authenticator app, recovery codes and passkeys are forgotten, and every browser of theirs is signed out. They sign in with their password alone until they set up a new one.',
    confirm: 'Reset',
  },
  {
    what: 'handOver',
    title: (name: string) => `Hand the account over to ${name}?`,
    text: 'They become the owner. You stay as an admin, and only they can hand it back.',
    confirm: 'Hand over',
  },
  {
    what: 'remove',
    title: (name: string) => `Remove ${name}?`,
    text: 'They leave every team and project of this account at once. What they made stays.',
    confirm: 'Remove',
    keep: 'Keep them',
  },
] as const

type Asking = 'password link' | (typeof QUESTIONS)[number]['what']

export function PersonRow(props: { person: Person; accountId: string; ownRole: string | null }) {
  const { person, accountId } = props
  const { client } = useServices()
  const self = useSuspenseQuery(sessionQuery(client)).data.user
  const [asking, setAsking] = useState<Asking | null>(null)
  const actions = usePersonActions(accountId, person, () => setAsking(null))
  const isSelf = person.user.id === self.id
  // The owner hands over instead, and nobody does these things to themselves.
  const isManaged = person.role !== 'owner' && !isSelf
  const entries = isManaged ? entriesFor(props, actions, setAsking) : []
  return (
    <>
      <Row
        picture={<Avatar person={person.user} sizePixels={36} />}
        isFaint={!person.is_active}
        title={
          <>
            {person.user.name}
            {isSelf && <span className="you-mark">You</span>}
            {!person.is_active && <span className="you-mark">Deactivated</span>}
          </>
        }
        text={<PersonFacts person={person} />}
        facts={<LastSeen person={person} />}
        end={
          <>
            {isManaged && person.is_active && person.role !== null ? (
              <RoleButton
                label={`Role of ${person.user.name}`}
                choices={ACCOUNT_ROLES}
                // The schema of the server knows no other roles of an account than these and "owner".
                value={person.role as GivenAccountRole}
                onChange={actions.changeRole}
              />
            ) : (
              <span className="row-note">
                {person.role === null ? COLLABORATOR.label : roleName(person.role)}
              </span>
            )}
            {entries.length > 0 && (
              <ButtonMenu entries={entries}>
                <IconButton label={`Actions for ${person.user.name}`}>
                  <Ellipsis />
                </IconButton>
              </ButtonMenu>
            )}
          </>
        }
      />
      <PasswordLinkDialog
        accountId={accountId}
        person={person}
        isOpen={asking === 'password link'}
        onClose={() => setAsking(null)}
      />
      {QUESTIONS.map(({ what, title, ...words }) => (
        <ConfirmDialog
          key={what}
          title={title(person.user.name)}
          {...words}
          isDangerous
          isOpen={asking === what}
          isBusy={actions.isBusy}
          onConfirm={actions[what]}
          onClose={() => setAsking(null)}
        />
      ))}
    </>
  )
}

function entriesFor(
  { person, ownRole }: { person: Person; ownRole: string | null },
  actions: ReturnType<typeof usePersonActions>,
  ask: (what: Asking) => void,
): MenuEntry[] {
  const entries: MenuEntry[] = []
  if (person.is_home && person.is_active)
    entries.push({
      kind: 'item',
      label: 'Make a password link…',
      icon: <KeyRound />,
      onSelect: () => ask('password link'),
    })
  if (person.is_home && person.has_second_factor)
    entries.push({
      kind: 'item',
      label: 'Reset second factor…',
      icon: <ShieldOff />,
      onSelect: () => ask('resetSecondFactor'),
    })
  if (ownRole === 'owner' && person.is_active && person.role !== null)
    entries.push({
      kind: 'item',
      label: 'Hand over the account…',
      icon: <Crown />,
      onSelect: () => ask('handOver'),
    })
  if (entries.length > 0) entries.push({ kind: 'line' })
  if (person.is_home)
    entries.push(
      person.is_active
        ? { kind: 'item', label: 'Deactivate', icon: <UserRoundX />, onSelect: actions.deactivate }
        : { kind: 'item', label: 'Reactivate', icon: <UserRoundCheck />, onSelect: actions.reactivate },
    )
  entries.push({
    kind: 'item',
    label: 'Remove from account…',
    icon: <UserRoundMinus />,
    isDangerous: true,
    onSelect: () => ask('remove'),
  })
  return entries
}

/** The address, and where somebody is; long lists in the tooltip. */
function PersonFacts({ person: { user, teams, projects } }: { person: Person }) {
  const where = [...teams, ...projects].map(({ name }) => name)
  const [first, ...others] = where
  return (
    <span title={where.join(', ')}>
      {user.email}
      {first !== undefined && ` · ${first}`}
      {others.length > 0 && ` and ${String(others.length)} more`}
    </span>
  )
}

function LastSeen({ person: { user } }: { person: Person }) {
  if (user.last_seen === null) return 'Never signed in'
  return <span title={formatDateTime(user.last_seen)}>Seen {formatTimeAgo(user.last_seen)}</span>
}
