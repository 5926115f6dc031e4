import type { Project } from '@rushes/contract/projects'
import { useQueries, useQuery } from '@tanstack/react-query'
import { Archive, Clapperboard, Plus } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice, Notice } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { useLivePlaces } from '../live/use-live-places.ts'
import { usePageActions } from '../page-actions/use-page-actions.ts'
import { placesQuery, standingIn } from '../places/place-queries.ts'
import type { Places } from '../places/place-queries.ts'
import { teamRights } from '../places/what-i-may.ts'
import { NewProjectDialog } from './new-project-dialog.tsx'
import { ProjectCard } from './project-card.tsx'
import { projectsQuery, sharedProjectsQuery } from '../places/project-queries.ts'
import { RecentFiles } from '../visits/recent-files.tsx'
import './projects-page.css'

interface Group {
  id: string
  name: string
  projects: Project[]
}

export function ProjectsPage() {
  useTitle('Projects')
  useLivePlaces()
  const { client } = useServices()
  const [isNaming, setNaming] = useState(false)
  const [isArchived, setArchived] = useState(false)
  const places = useQuery(placesQuery(client))
  const teams = places.data?.teams ?? []
  const lists = useQueries({ queries: teams.map(({ id }) => projectsQuery(client, id, isArchived)) })
  const shared = useQuery(sharedProjectsQuery(client, isArchived))

  const teamsToAddTo = teams.filter(({ id }) => {
    const standing = standingIn(places.data, id)
    return teamRights(standing).createProject
  })
  usePageActions('page', () => [
    {
      title: 'Here',
      entries: [
        {
          kind: 'item',
          label: 'New project',
          icon: <Plus />,
          isDisabled: teamsToAddTo.length === 0,
          onSelect: () => setNaming(true),
        },
        {
          kind: 'item',
          label: isArchived ? 'Back from archived projects' : 'Archived projects',
          icon: <Archive />,
          onSelect: () => setArchived(!isArchived),
        },
      ],
    },
  ])
  const all = [places, shared, ...lists]
  const failed = all.find(({ error, data }) => error !== null && data === undefined)
  if (failed !== undefined)
    return (
      <ErrorNotice
        error={failed.error}
        title="Your projects could not be loaded"
        onRetry={() => void failed.refetch()}
      />
    )

  const isLoading = all.some(({ data }) => data === undefined)
  const groups = groupsOf(places.data, lists, shared.data)
  const isEmpty = !isLoading && groups.every(({ projects }) => projects.length === 0)
  const newProject = teamsToAddTo.length > 0 && (
    <Button look="primary" icon={<Plus />} onClick={() => setNaming(true)}>
      New project
    </Button>
  )
  return (
    <>
      <header className="projects-head">
        <h1 className="projects-title">{isArchived ? 'Archived projects' : 'Projects'}</h1>
        <div className="projects-tools">
          <Button
            icon={<Archive />}
            aria-pressed={isArchived}
            aria-label="Archived projects"
            className="projects-archived"
            onClick={() => setArchived(!isArchived)}
          >
            Archived
          </Button>
          {!isEmpty && !isArchived && newProject}
        </div>
      </header>
      {isLoading && <LoadingCards />}
      {isEmpty && <EmptyNotice isArchived={isArchived} action={newProject} />}
      {!isLoading && !isEmpty && !isArchived && <RecentFiles />}
      {!isLoading &&
        !isEmpty &&
        groups.map((group) => (
          <ProjectGroup
            key={group.id}
            group={group}
            isAlone={groups.length === 1}
            mayAdd={!isArchived && teamsToAddTo.some(({ id }) => id === group.id)}
          />
        ))}
      <NewProjectDialog teams={teamsToAddTo} isOpen={isNaming} onClose={() => setNaming(false)} />
    </>
  )
}

function ProjectGroup(props: { group: Group; isAlone: boolean; mayAdd: boolean }) {
  const { group, isAlone, mayAdd } = props
  // An empty team is worth a line only to who can fill it.
  if (group.projects.length === 0 && !mayAdd) return null
  return (
    <section className="projects-team">
      <h2 className={isAlone ? 'visually-hidden' : 'projects-team-name'}>{group.name}</h2>
      {group.projects.length === 0 && <p className="projects-none">No projects in this team yet.</p>}
      <ul className="projects-grid">
        {group.projects.map((project) => (
          <ProjectCard key={project.id} project={project} />
        ))}
      </ul>
    </section>
  )
}

function EmptyNotice({ isArchived, action }: { isArchived: boolean; action: ReactNode }) {
  if (isArchived)
    return (
      <Notice
        picture={<Archive />}
        title="Nothing is archived"
        text="A project that is done leaves the list and waits here with everything in it."
      />
    )
  if (action === false)
    return (
      <Notice
        picture={<Clapperboard />}
        title="Nothing here for you yet"
        text="As soon as somebody invites you into a project or a team, it shows up on this page by itself."
      />
    )
  return (
    <Notice
      picture={<Clapperboard />}
      title="Every film starts with an empty slate"
      text="A project holds the footage, the cuts and what everyone thinks of them."
    >
      {action}
    </Notice>
  )
}

/** Teams in their order, then what others have shared; accounts are named where there is more than one. */
function groupsOf(
  places: Places | undefined,
  lists: readonly { data: Project[] | undefined }[],
  shared: Project[] | undefined,
): Group[] {
  const hasAccounts = new Set(places?.teams.map(({ account_id: id }) => id)).size > 1
  const groups = (places?.teams ?? []).map((team, index) => {
    const account = places?.accounts.find(({ id }) => id === team.account_id)
    return {
      id: team.id,
      name: hasAccounts ? `${account?.display_name ?? ''} · ${team.name}` : team.name,
      projects: lists[index]?.data ?? [],
    }
  })
  if (shared === undefined || shared.length === 0) return groups
  return [...groups, { id: 'shared', name: 'Shared with you', projects: shared }]
}

const PLACEHOLDERS = [1, 2, 3, 4, 5, 6]

function LoadingCards() {
  return (
    <output className="projects-grid" aria-label="Loading projects">
      {PLACEHOLDERS.map((placeholder) => (
        <div key={placeholder}>
          <Skeleton className="picture-frame project-picture" />
          <Skeleton className="projects-line" />
        </div>
      ))}
    </output>
  )
}
