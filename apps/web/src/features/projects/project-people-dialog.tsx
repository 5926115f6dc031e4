import type { Collaborator } from '@rushes/contract/collaborators'
import type { Project } from '@rushes/contract/projects'
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { UserPlus, X } from 'lucide-react'
import { useState } from 'react'
import { useServices } from '../../services.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { ListStates } from '../../ui/list-states.tsx'
import { messageOf } from '../../ui/message-of.ts'
import { Row, Rows } from '../../ui/panel.tsx'
import { InviteInto } from '../people/invite-into.tsx'
import { InvitedRows } from '../people/invited-rows.tsx'
import { invitationsQuery } from '../people/people-queries.ts'
import { standingIn, placesQuery } from '../places/place-queries.ts'
import { COLLABORATOR, TEAM_ROLES } from '../places/roles.ts'
import type { ProjectRights } from '../places/what-i-may.ts'
import { sessionQuery } from '../session/session-query.ts'
import { collaboratorsQuery } from '../places/project-queries.ts'
import './project-people-dialog.css'

/** Who is in a project, who is still to come, and inviting more. */
export function ProjectPeopleDialog(props: { project: Project; rights: ProjectRights; onClose: () => void }) {
  const { project, rights, onClose } = props
  const [isInviting, setInviting] = useState(false)
  const queryClient = useQueryClient()
  if (isInviting)
    return (
      <Dialog
        title={`Invite to “${project.name}”`}
        description="They see this project and nothing else, until they are put into a team."
        isOpen
        onClose={onClose}
      >
        <InviteInto
          destination={{ place: { project_id: project.id }, name: project.name }}
          role={COLLABORATOR.value}
          onSent={() => queryClient.invalidateQueries({ queryKey: ['collaborators', project.id] })}
          onClose={() => setInviting(false)}
        />
      </Dialog>
    )
  return (
    <Dialog title={`People in “${project.name}”`} isOpen onClose={onClose}>
      <div className="project-people">
        {rights.invite && (
          <Button look="primary" icon={<UserPlus />} onClick={() => setInviting(true)}>
            Invite people
          </Button>
        )}
        <People project={project} rights={rights} />
        {rights.invite && <Invited projectId={project.id} />}
        <TeamNote project={project} />
      </div>
    </Dialog>
  )
}

function People({ project, rights }: { project: Project; rights: ProjectRights }) {
  const { client, toasts } = useServices()
  const queryClient = useQueryClient()
  const self = useSuspenseQuery(sessionQuery(client)).data.user
  const people = useQuery(collaboratorsQuery(client, project.id))
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['collaborators', project.id] })
  const putBack = useMutation({
    mutationFn: ({ user }: Collaborator) =>
      client.invite({ project_id: project.id, role: COLLABORATOR.value, email: user.email }),
    onError: (error) => toasts.complain(messageOf(error)),
    onSettled: refresh,
  })
  const remove = useMutation({
    mutationFn: ({ id }: Collaborator) => client.removeCollaborator(project.id, id),
    onSuccess: (_answer, collaborator) =>
      toasts.say(`${collaborator.user.name} was removed from the project.`, {
        label: 'Undo',
        run: () => putBack.mutate(collaborator),
      }),
    onError: (error) => toasts.complain(messageOf(error)),
    onSettled: refresh,
  })
  return (
    <ListStates query={people}>
      <Rows label="People in this project">
        {people.data?.map((collaborator) => (
          <Row
            key={collaborator.id}
            picture={<Avatar person={collaborator.user} sizePixels={34} />}
            title={
              <>
                {collaborator.user.name}
                {collaborator.user_id === self.id && <span className="you-mark">You</span>}
              </>
            }
            text={collaborator.user.email}
            end={
              <>
                <span className="row-note">{roleIn(collaborator)}</span>
                {rights.removePeople &&
                  collaborator.user_id !== project.owner_id &&
                  collaborator.user_id !== self.id && (
                    <IconButton
                      label={`Remove ${collaborator.user.name}`}
                      onClick={() => remove.mutate(collaborator)}
                    >
                      <X />
                    </IconButton>
                  )}
              </>
            }
          />
        ))}
      </Rows>
    </ListStates>
  )
}

function roleIn({ user: { project_role: role } }: Collaborator): string {
  if (role?.owner === true) return 'Owner'
  return TEAM_ROLES.find(({ value }) => value === role?.team_role)?.label ?? COLLABORATOR.label
}

function Invited({ projectId }: { projectId: string }) {
  const { client } = useServices()
  const invitations = useQuery(invitationsQuery(client, { project_id: projectId }))
  if (invitations.data === undefined || invitations.data.length === 0) return null
  return (
    <section>
      <h3 className="project-people-title">Invited</h3>
      <InvitedRows invitations={invitations.data} />
    </section>
  )
}

/** Who else sees the project without standing in the list. */
function TeamNote({ project }: { project: Project }) {
  const { client } = useServices()
  const places = useQuery(placesQuery(client))
  const { team } = standingIn(places.data, project.team_id)
  if (team === undefined) return null
  return (
    <p className="text-field-note">
      {project.private
        ? `This project is private: of ${team.name}, only the managers see it besides.`
        : `Everyone in ${team.name} sees this project too.`}
    </p>
  )
}
