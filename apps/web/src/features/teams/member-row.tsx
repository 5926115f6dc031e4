import type { TeamMember } from '@rushes/contract/teams'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useServices } from '../../services.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { formatTimeAgo } from '../../ui/format-time.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { messageOf } from '../../ui/message-of.ts'
import { Row } from '../../ui/panel.tsx'
import { RoleButton } from '../../ui/role-button.tsx'
import { TEAM_ROLES } from '../places/roles.ts'
import type { TeamRole } from '../places/roles.ts'
import { sessionQuery } from '../session/session-query.ts'

/** A member of a team, with what its managers may do; everybody may leave. */
export function MemberRow(props: { member: TeamMember; mayManage: boolean; onRemove: () => void }) {
  const { member, mayManage } = props
  const { client, toasts } = useServices()
  const queryClient = useQueryClient()
  const self = useSuspenseQuery(sessionQuery(client)).data.user
  const change = useMutation({
    mutationFn: (role: TeamRole) => client.addTeamMember(member.team_id, { email: member.email, role }),
    onError: (error) => toasts.complain(messageOf(error)),
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: ['team-members', member.team_id] })
      await queryClient.invalidateQueries({ queryKey: ['places'] })
    },
  })
  const isSelf = member.user_id === self.id
  const name = member.user?.name ?? member.email
  return (
    <Row
      picture={member.user !== null && <Avatar person={member.user} sizePixels={36} />}
      title={
        <>
          {name}
          {isSelf && <span className="you-mark">You</span>}
        </>
      }
      text={member.email}
      facts={
        member.user?.last_seen === null || member.user === null
          ? 'Never signed in'
          : `Seen ${formatTimeAgo(member.user.last_seen)}`
      }
      end={
        <>
          {mayManage ? (
            <RoleButton
              label={`Role of ${name}`}
              choices={TEAM_ROLES}
              value={change.isPending ? change.variables : roleOf(member)}
              onChange={change.mutate}
            />
          ) : (
            <span className="row-note">{TEAM_ROLES.find(({ value }) => value === member.role)?.label}</span>
          )}
          {(mayManage || isSelf) && (
            <IconButton label={isSelf ? 'Leave this team' : `Remove ${name}`} onClick={props.onRemove}>
              <X />
            </IconButton>
          )}
        </>
      }
    />
  )
}

function roleOf({ role }: TeamMember): TeamRole {
  return role === 'team_manager' ? role : 'member'
}
