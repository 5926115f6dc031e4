import type { Person } from '@rushes/contract/people'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Search, UserPlus } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { count } from '../../ui/count.ts'
import { ErrorNotice } from '../../ui/notice.tsx'
import { ListStates } from '../../ui/list-states.tsx'
import { NoRows, Panel, Rows } from '../../ui/panel.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { placesQuery } from '../places/place-queries.ts'
import { InviteDialog } from './invite-dialog.tsx'
import { InvitedRows } from './invited-rows.tsx'
import { invitationsQuery, peopleQuery } from './people-queries.ts'
import { PersonRow } from './person-row.tsx'
import './people-page.css'

/** Everyone who has to do with an account, and who is still to come. */
export function PeoplePage() {
  useTitle('People')
  const { client } = useServices()
  const { accountId } = useParams({ from: '/signed-in/browse/settings/accounts/$accountId/people' })
  const [isInviting, setInviting] = useState(false)
  const [words, setWords] = useState('')
  const people = useQuery(peopleQuery(client, accountId, useDeferredValue(words.trim())))
  const invitations = useQuery(invitationsQuery(client, { account_id: accountId }))
  const places = useQuery(placesQuery(client))
  const ownRole = places.data?.accounts.find(({ id }) => id === accountId)?.ownRole ?? null

  if (people.error !== null && people.data === undefined)
    return (
      <ErrorNotice
        error={people.error}
        title="The people of this account cannot be shown"
        onRetry={() => void people.refetch()}
      />
    )
  const isSearchable = words !== '' || (people.data?.total ?? 0) > 8
  return (
    <>
      <header className="page-head">
        <h1 className="page-title">People</h1>
        <Button look="primary" icon={<UserPlus />} onClick={() => setInviting(true)}>
          Invite people
        </Button>
      </header>
      {invitations.data !== undefined && invitations.data.length > 0 && (
        <Panel title="Invited" text="They have not opened their link yet.">
          <InvitedRows invitations={invitations.data} />
        </Panel>
      )}
      <Panel
        title={people.data === undefined ? 'Here' : count(people.data.total, 'person', 'people')}
        action={
          isSearchable && (
            <label className="people-search">
              <Search aria-hidden />
              <input
                type="search"
                aria-label="Find somebody"
                placeholder="Name or e-mail"
                value={words}
                onChange={(event) => setWords(event.currentTarget.value)}
              />
            </label>
          )
        }
      >
        <ListStates query={people}>
          <PeopleRows people={people.data?.items ?? []} accountId={accountId} ownRole={ownRole} />
        </ListStates>
        {people.data !== undefined && people.data.total > people.data.items.length && (
          <p className="people-more">
            The first {people.data.items.length} are shown. Find others by name or e-mail.
          </p>
        )}
      </Panel>
      <InviteDialog accountId={accountId} isOpen={isInviting} onClose={() => setInviting(false)} />
    </>
  )
}

function PeopleRows(props: { people: readonly Person[]; accountId: string; ownRole: string | null }) {
  if (props.people.length === 0) return <NoRows>Nobody by that name.</NoRows>
  return (
    <Rows label="People">
      {props.people.map((person) => (
        <PersonRow key={person.user.id} {...props} person={person} />
      ))}
    </Rows>
  )
}
