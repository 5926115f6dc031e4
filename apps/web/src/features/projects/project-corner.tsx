import type { Project } from '@rushes/contract/projects'
import { useQuery } from '@tanstack/react-query'
import { Ellipsis, UserPlus } from 'lucide-react'
import { useState } from 'react'
import { useServices } from '../../services.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { count } from '../../ui/count.ts'
import { Hint } from '../../ui/hint.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { ButtonMenu } from '../../ui/menu.tsx'
import { usePageActions } from '../page-actions/use-page-actions.ts'
import { useProjectRights } from '../places/place-queries.ts'
import { ProjectDialogs, projectEntries } from './project-menu.tsx'
import type { ProjectDialog } from './project-menu.tsx'
import { collaboratorsQuery, projectQuery } from '../places/project-queries.ts'
import { useProjectActions } from './use-project-actions.ts'
import './project-corner.css'

const MOST_FACES = 4

/** In the bar above a project: who is in it, and what can be done with it. */
export function ProjectCorner({ projectId }: { projectId: string }) {
  const { client } = useServices()
  const project = useQuery(projectQuery(client, projectId))
  if (project.data === undefined || project.error !== null) return null
  return <Corner project={project.data} />
}

function Corner({ project }: { project: Project }) {
  const { client } = useServices()
  const [dialog, setDialog] = useState<ProjectDialog | null>(null)
  const people = useQuery(collaboratorsQuery(client, project.id))
  const rights = useProjectRights(project)
  const actions = useProjectActions(project)
  const entries = () => projectEntries(project, rights, actions, setDialog)
  usePageActions('around', () => [{ title: project.name, entries: entries() }])
  const all = people.data ?? []
  const label = `${count(all.length, 'person', 'people')} in this project`
  return (
    <div className="project-corner">
      <Hint text={rights.invite ? `${label}. Invite more` : label}>
        <button type="button" className="faces" aria-label={label} onClick={() => setDialog('people')}>
          {all.slice(0, MOST_FACES).map(({ id, user }) => (
            <Avatar key={id} person={user} sizePixels={28} />
          ))}
          {all.length > MOST_FACES && (
            <span className="faces-more numbers">+{String(all.length - MOST_FACES)}</span>
          )}
          {rights.invite && (
            <span className="faces-invite">
              <UserPlus aria-hidden />
            </span>
          )}
        </button>
      </Hint>
      <ButtonMenu entries={entries}>
        <IconButton label={`Actions for ${project.name}`}>
          <Ellipsis />
        </IconButton>
      </ButtonMenu>
      <ProjectDialogs project={project} rights={rights} open={dialog} onClose={() => setDialog(null)} />
    </div>
  )
}
