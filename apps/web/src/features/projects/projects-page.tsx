import type { Project } from '@rushes/contract/projects'
import type { Team } from '@rushes/contract/teams'
import { useQueries, useQuery } from '@tanstack/react-query'
import { Clapperboard, Plus } from 'lucide-react'
import { useState } from 'react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice, Notice } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { NewProjectDialog } from './new-project-dialog.tsx'
import { ProjectCard } from './project-card.tsx'
import { projectsQuery, teamsQuery } from './project-queries.ts'
import './projects-page.css'

export function ProjectsPage() {
  useTitle('Projects')
  const { client } = useServices()
  const [isNaming, setNaming] = useState(false)
  const teams = useQuery(teamsQuery(client))
  const lists = useQueries({ queries: (teams.data ?? []).map(({ id }) => projectsQuery(client, id)) })

  const failed = [teams, ...lists].find(({ error }) => error !== null)
  if (failed !== undefined)
    return (
      <ErrorNotice
        error={failed.error}
        title="Your projects could not be loaded"
        onRetry={() => void failed.refetch()}
      />
    )

  const groups = (teams.data ?? []).map((team, index) => ({ team, projects: lists[index]?.data }))
  const isLoading = teams.data === undefined || groups.some(({ projects }) => projects === undefined)
  const isEmpty = !isLoading && groups.every(({ projects }) => projects?.length === 0)
  const newProject = (
    <Button look="primary" icon={<Plus />} onClick={() => setNaming(true)}>
      New project
    </Button>
  )
  return (
    <>
      <header className="projects-head">
        <h1 className="projects-title">Projects</h1>
        {!isEmpty && newProject}
      </header>
      {isLoading && <LoadingCards />}
      {isEmpty && (
        <Notice
          picture={<Clapperboard />}
          title="Every film starts with an empty slate"
          text="A project holds the footage, the cuts and what everyone thinks of them."
        >
          {newProject}
        </Notice>
      )}
      {!isLoading &&
        !isEmpty &&
        groups.map((group) => <TeamGroup key={group.team.id} {...group} isAlone={groups.length === 1} />)}
      <NewProjectDialog teams={teams.data ?? []} isOpen={isNaming} onClose={() => setNaming(false)} />
    </>
  )
}

function TeamGroup(props: { team: Team; projects: Project[] | undefined; isAlone: boolean }) {
  const { team, projects = [], isAlone } = props
  return (
    <section className="projects-team">
      {!isAlone && <h2 className="projects-team-name">{team.name}</h2>}
      {projects.length === 0 && <p className="projects-none">No projects in this team yet.</p>}
      <ul className="projects-grid">
        {projects.map((project) => (
          <ProjectCard key={project.id} project={project} />
        ))}
      </ul>
    </section>
  )
}

const PLACEHOLDERS = [1, 2, 3, 4, 5, 6]

function LoadingCards() {
  return (
    <output className="projects-grid" aria-label="Loading projects">
      {PLACEHOLDERS.map((placeholder) => (
        <div key={placeholder}>
          <Skeleton className="project-picture" />
          <Skeleton className="projects-line" />
        </div>
      ))}
    </output>
  )
}
