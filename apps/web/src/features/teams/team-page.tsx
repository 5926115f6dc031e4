import type { Client } from '@rushes/client/client'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ChevronLeft, UserPlus } from 'lucide-react'
import { Fragment, useState } from 'react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { count } from '../../ui/count.ts'
import { GoneNotice } from '../../ui/gone-notice.tsx'
import { messageOf } from '../../ui/message-of.ts'
import { ErrorNotice, isNotFound } from '../../ui/notice.tsx'
import { ListStates } from '../../ui/list-states.tsx'
import { NoRows, Panel, Rows } from '../../ui/panel.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { InvitedRows } from '../people/invited-rows.tsx'
import { invitationsQuery } from '../people/people-queries.ts'
import { placesQuery } from '../places/place-queries.ts'
import { teamRights } from '../places/what-i-may.ts'
import { AddMembersDialog } from './add-members-dialog.tsx'
import { MemberRow } from './member-row.tsx'
import { TeamSettings } from './team-settings.tsx'
import { ViewerWatermarkPanel } from './viewer-watermark-panel.tsx'
import { WatermarkPanel } from './watermark-panel.tsx'
import './team-page.css'

const ALL = 1000

const teamQuery = (client: Client, teamId: string) =>
  queryOptions({
    queryKey: ['teams', 'one', teamId],
    queryFn: () => client.team(teamId),
  })

const membersQuery = (client: Client, teamId: string) =>
  queryOptions({
    queryKey: ['team-members', teamId],
    queryFn: async ({ signal }) =>
      (await client.teamMembers(teamId, { page_size: ALL, sort: 'name', signal })).items,
  })

/** One team: who is in it, and how it is set up. */
export function TeamPage() {
  const { client } = useServices()
  const { teamId } = useParams({ from: '/signed-in/browse/settings/teams/$teamId' })
  const team = useQuery(teamQuery(client, teamId))
  const members = useQuery(membersQuery(client, teamId))
  const places = useQuery(placesQuery(client))
  const [isAdding, setAdding] = useState(false)
  const account = places.data?.accounts.find(({ id }) => id === team.data?.account_id)
  const teamRole = places.data?.teams.find(({ id }) => id === teamId)?.user_role ?? null
  const rights = teamRights({ accountRole: account?.ownRole ?? null, teamRole })
  const invitations = useQuery({
    ...invitationsQuery(client, { team_id: teamId }),
    enabled: places.data !== undefined && rights.manageMembers,
  })
  const remove = useRemoveMember(teamId)
  useTitle(team.data?.name)

  if (isNotFound(team.error)) return <GoneNotice title="This team is not here" />
  if (team.error !== null && team.data === undefined)
    return <ErrorNotice error={team.error} onRetry={() => void team.refetch()} />
  // Who was invited and is still to come stands in the list of invitations, where they can be managed.
  const people = (members.data ?? []).filter(({ user }) => user !== null)
  return (
    <>
      {team.data !== undefined && (
        <Link
          to="/accounts/$accountId/teams"
          params={{ accountId: team.data.account_id }}
          className="page-back"
        >
          <ChevronLeft aria-hidden /> Teams
        </Link>
      )}
      <header className="page-head">
        <h1 className="page-title">{team.data?.name ?? ' '}</h1>
        {rights.manageMembers && (
          <Button look="primary" icon={<UserPlus />} onClick={() => setAdding(true)}>
            Add people
          </Button>
        )}
      </header>
      {invitations.data !== undefined && invitations.data.length > 0 && (
        <Panel title="Invited" text="They have not opened their link yet.">
          <InvitedRows invitations={invitations.data} />
        </Panel>
      )}
      <Panel title={members.data === undefined ? 'Members' : count(people.length, 'member')}>
        <ListStates query={members}>
          {people.length === 0 ? (
            <NoRows>Nobody is in this team yet.</NoRows>
          ) : (
            <Rows label="Members">
              {people.map((member) => (
                <MemberRow
                  key={member.id}
                  member={member}
                  mayManage={rights.manageMembers}
                  onRemove={() => remove.mutate(member)}
                />
              ))}
            </Rows>
          )}
        </ListStates>
      </Panel>
      {rights.manageTeam && team.data !== undefined && (
        <Fragment key={team.data.updated_at}>
          <TeamSettings team={team.data} />
          <WatermarkPanel team={team.data} />
          <ViewerWatermarkPanel team={team.data} />
        </Fragment>
      )}
      {team.data !== undefined && (
        <AddMembersDialog team={team.data} isOpen={isAdding} onClose={() => setAdding(false)} />
      )}
    </>
  )
}

function useRemoveMember(teamId: string) {
  const { client, toasts } = useServices()
  const queryClient = useQueryClient()
  const refresh = async () => {
    await queryClient.invalidateQueries({ queryKey: ['team-members', teamId] })
    await queryClient.invalidateQueries({ queryKey: ['places'] })
    await queryClient.invalidateQueries({ queryKey: ['teams'] })
  }
  const putBack = useMutation({
    mutationFn: ({ email, role }: { email: string; role: string }) =>
      client.addTeamMember(teamId, { email, role }),
    onError: (error) => toasts.complain(messageOf(error)),
    onSettled: refresh,
  })
  return useMutation({
    mutationFn: async ({ email }: { email: string; role: string }) => {
      const { error } = await client.removeTeamMembers(teamId, [{ email }])
      const [problem] = Object.values(error)
      if (problem !== undefined) throw new Error(problem.detail)
    },
    onSuccess: (_nothing, member) =>
      toasts.say(`${member.email} left the team.`, { label: 'Undo', run: () => putBack.mutate(member) }),
    onError: (error) => toasts.complain(messageOf(error)),
    onSettled: refresh,
  })
}
