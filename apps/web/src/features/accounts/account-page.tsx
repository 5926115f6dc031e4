import type { Account } from '@rushes/contract/accounts'
import type { Team } from '@rushes/contract/teams'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ChevronRight, KeyRound, UsersRound } from 'lucide-react'
import { useServices } from '../../services.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { count } from '../../ui/count.ts'
import { formatBytes } from '../../ui/format-bytes.ts'
import { GoneNotice } from '../../ui/gone-notice.tsx'
import { ListStates } from '../../ui/list-states.tsx'
import { NoRows, Panel, Row, Rows } from '../../ui/panel.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { diskQuery, placesQuery } from '../places/place-queries.ts'
import './account-page.css'

/** What an account holds and who owns it. */
export function AccountPage() {
  const { client } = useServices()
  const { accountId } = useParams({ from: '/signed-in/browse/settings/accounts/$accountId' })
  const places = useQuery(placesQuery(client))
  const account = places.data?.accounts.find(({ id }) => id === accountId)
  const disk = useQuery(diskQuery(client, account))
  const freeBytes = disk.data?.free_bytes ?? null
  useTitle(account?.display_name)
  if (places.data !== undefined && account === undefined)
    return <GoneNotice title="This account is not here" />
  const teams = (places.data?.teams ?? [])
    .filter(({ account_id: id }) => id === accountId)
    .sort((a, b) => b.storage - a.storage)
  return (
    <>
      <h1 className="page-title">{account?.display_name ?? 'Account'}</h1>
      <ListStates query={places}>
        <p className="storage-total">
          <span className="storage-number numbers">{formatBytes(account?.storage ?? 0)}</span> stored in{' '}
          {count(account?.file_count ?? 0, 'file')} of {count(account?.project_count ?? 0, 'project')}
          {freeBytes !== null && (
            <span className={disk.data?.is_low === true ? 'storage-free storage-free-low' : 'storage-free'}>
              <span className="numbers">{formatBytes(freeBytes)}</span> free on the server
            </span>
          )}
        </p>
        <StorageBar teams={teams} />
        <Panel title="Teams" text="What each of them holds.">
          {teams.length === 0 ? (
            <NoRows>No teams yet.</NoRows>
          ) : (
            <Rows label="Storage by team">
              {teams.map((team, index) => (
                <Row
                  key={team.id}
                  picture={<span className="storage-dot" style={{ background: shadeOf(index) }} />}
                  title={
                    <Link to="/teams/$teamId" params={{ teamId: team.id }}>
                      {team.name}
                    </Link>
                  }
                  text={`${count(team.project_count, 'project')} · ${count(team.file_count, 'file')}`}
                  end={<span className="storage-share numbers">{formatBytes(team.storage)}</span>}
                />
              ))}
            </Rows>
          )}
        </Panel>
        {account !== undefined && <PeopleAndTokens account={account} />}
        <Panel title="Owner" text="The one person who can hand the account over to somebody else.">
          {account !== undefined && (
            <Rows label="Owner">
              <Row
                picture={<Avatar person={account.owner} sizePixels={36} />}
                title={account.owner.name}
                text={account.owner.email}
              />
            </Rows>
          )}
        </Panel>
      </ListStates>
    </>
  )
}

/** The ways to who is in it and to what programs get in with. */
function PeopleAndTokens({ account }: { account: Account }) {
  const guests = account.collaborator_count
  return (
    <Panel title="Who gets in">
      <Rows label="Who gets in">
        <Row
          picture={<UsersRound aria-hidden />}
          title={
            <Link to="/accounts/$accountId/people" params={{ accountId: account.id }}>
              People
            </Link>
          }
          text={`${count(account.member_count, 'member')}${guests === 0 ? '' : ` · ${String(guests)} invited into projects`}`}
          end={<ChevronRight className="row-note" aria-hidden />}
        />
        <Row
          picture={<KeyRound aria-hidden />}
          title={<Link to="/settings/tokens">Your tokens</Link>}
          text="For scripts, cameras and programs that act as you"
          end={<ChevronRight className="row-note" aria-hidden />}
        />
      </Rows>
    </Panel>
  )
}

/** How the storage is shared out, at a glance. */
function StorageBar({ teams }: { teams: readonly Team[] }) {
  const total = teams.reduce((sum, { storage }) => sum + storage, 0)
  return (
    <div className="storage-bar" aria-hidden>
      {total > 0 &&
        teams
          .filter(({ storage }) => storage > 0)
          .map(({ id, storage }, index) => (
            <span key={id} style={{ flexGrow: storage / total, background: shadeOf(index) }} />
          ))}
    </div>
  )
}

const SHADES = ['#ffb454', '#8fb8de', '#9ccfa6', '#c7a6e0', '#e0a3a3', '#a8a8b0']

/** The largest have a colour each, the rest share the last one. */
function shadeOf(index: number): string {
  return SHADES[Math.min(index, SHADES.length - 1)] ?? ''
}
