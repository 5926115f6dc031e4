import type { Team } from '@rushes/contract/teams'
import type { Client } from '@rushes/client/client'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { ChevronRight, Lock, Plus, Shapes } from 'lucide-react'
import { useState } from 'react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { count } from '../../ui/count.ts'
import { ListStates } from '../../ui/list-states.tsx'
import { NameDialog } from '../../ui/name-dialog.tsx'
import { messageOf } from '../../ui/message-of.ts'
import { ErrorNotice, Notice } from '../../ui/notice.tsx'
import { Row, Rows } from '../../ui/panel.tsx'
import { Switch } from '../../ui/switch.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { placesQuery } from '../places/place-queries.ts'
import { TEAM_ROLES } from '../places/roles.ts'
import { accountRights, teamRights } from '../places/what-i-may.ts'
import { sessionQuery } from '../session/session-query.ts'

const ALL = 1000

/** Every team of an account that the caller may see, also those they are not in. */
const accountTeamsQuery = (client: Client, accountId: string) =>
  queryOptions({
    queryKey: ['teams', accountId],
    queryFn: async ({ signal }) =>
      (await client.accountTeams(accountId, { page_size: ALL, include: 'user_role', signal })).items,
  })

export function TeamsPage() {
  useTitle('Teams')
  const { client } = useServices()
  const { accountId } = useParams({ from: '/signed-in/browse/settings/accounts/$accountId/teams' })
  const teams = useQuery(accountTeamsQuery(client, accountId))
  const places = useQuery(placesQuery(client))
  const [isNaming, setNaming] = useState(false)
  const ownRole = places.data?.accounts.find(({ id }) => id === accountId)?.ownRole ?? null
  const newTeam = accountRights(ownRole).createTeam && (
    <Button look="primary" icon={<Plus />} onClick={() => setNaming(true)}>
      New team
    </Button>
  )
  if (teams.error !== null && teams.data === undefined)
    return (
      <ErrorNotice
        error={teams.error}
        title="The teams cannot be shown"
        onRetry={() => void teams.refetch()}
      />
    )
  return (
    <>
      <header className="page-head">
        <h1 className="page-title">Teams</h1>
        {teams.data !== undefined && teams.data.length > 0 && newTeam}
      </header>
      {teams.data?.length === 0 ? (
        <Notice
          picture={<Shapes />}
          title="No teams yet"
          text="A team is the people who work on the same projects: a show, a client, a department."
        >
          {newTeam}
        </Notice>
      ) : (
        <ListStates query={teams}>
          <Rows label="Teams">
            {teams.data?.map((team) => (
              <TeamRow key={team.id} team={team} ownRole={ownRole} />
            ))}
          </Rows>
        </ListStates>
      )}
      <NewTeamDialog accountId={accountId} isOpen={isNaming} onClose={() => setNaming(false)} />
    </>
  )
}

function TeamRow({ team, ownRole }: { team: Team; ownRole: string | null }) {
  const { client, toasts } = useServices()
  const queryClient = useQueryClient()
  const session = useQuery(sessionQuery(client))
  const role = TEAM_ROLES.find(({ value }) => value === team.user_role)
  const rights = teamRights({ accountRole: ownRole, teamRole: team.user_role ?? null })
  const join = useMutation({
    mutationFn: (userId: string) => client.addTeamMember(team.id, { user_id: userId }),
    onSuccess: async () => {
      toasts.say(`You are in ${team.name} now.`)
      await queryClient.invalidateQueries()
    },
    onError: (error) => toasts.complain(messageOf(error)),
  })
  const userId = session.data?.user.id
  return (
    <Row
      picture={team.access === 'public' ? <Shapes aria-hidden /> : <Lock aria-label="Private" />}
      title={
        <Link to="/teams/$teamId" params={{ teamId: team.id }} className="row-link">
          {team.name}
        </Link>
      }
      text={`${count(team.member_count, 'member')} · ${count(team.project_count, 'project')}`}
      facts={role?.label ?? (team.user_role === null ? 'You are not in it' : undefined)}
      end={
        rights.join && userId !== undefined ? (
          <Button className="row-above" isBusy={join.isPending} onClick={() => join.mutate(userId)}>
            Join
          </Button>
        ) : (
          <ChevronRight className="row-chevron" aria-hidden />
        )
      }
    />
  )
}

function NewTeamDialog(props: { accountId: string; isOpen: boolean; onClose: () => void }) {
  const { client } = useServices()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [isPrivate, setPrivate] = useState(false)
  const create = useMutation({
    mutationFn: (name: string) =>
      client.createTeam(props.accountId, { name, access: isPrivate ? 'private' : 'public' }),
    onSuccess: async ({ id }) => {
      props.onClose()
      await queryClient.invalidateQueries({ queryKey: ['places'] })
      await queryClient.invalidateQueries({ queryKey: ['teams'] })
      await navigate({ to: '/teams/$teamId', params: { teamId: id } })
    },
  })
  return (
    <NameDialog
      title="New team"
      label="Name"
      placeholder="Edit suite"
      confirm="Create team"
      isOpen={props.isOpen}
      onClose={props.onClose}
      isBusy={create.isPending}
      error={create.error}
      onName={(name) => create.mutate(name)}
    >
      <Switch
        label="Private"
        note="Only its members know of it. Otherwise everyone in the account may join."
        isOn={isPrivate}
        onChange={setPrivate}
      />
    </NameDialog>
  )
}
