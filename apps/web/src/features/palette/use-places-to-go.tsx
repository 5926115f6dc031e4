// Where one can go from everywhere: one's projects, and the pages of the app.
import { useQueries, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import {
  BookOpen,
  Clapperboard,
  FolderKanban,
  KeyRound,
  Shapes,
  ShieldCheck,
  UserRound,
  UsersRound,
} from 'lucide-react'
import { useServices } from '../../services.ts'
import { placesQuery } from '../places/place-queries.ts'
import { projectsQuery, sharedProjectsQuery } from '../places/project-queries.ts'
import { sessionQuery } from '../session/session-query.ts'
import type { PaletteItem } from './palette-items.ts'

export function useProjectItems(): PaletteItem[] {
  const { client } = useServices()
  const navigate = useNavigate()
  const teams = useQuery(placesQuery(client)).data?.teams ?? []
  const lists = useQueries({ queries: teams.map(({ id }) => projectsQuery(client, id)) })
  const shared = useQuery(sharedProjectsQuery(client)).data ?? []
  const inTeams = teams.flatMap(({ name }, index) =>
    (lists[index]?.data ?? []).map((project) => ({ project, note: name })),
  )
  return [...inTeams, ...shared.map((project) => ({ project, note: 'Shared with you' }))].map(
    ({ project, note }) => ({
      id: `project/${project.id}`,
      label: project.name,
      note,
      picture: <Clapperboard />,
      run: () => void navigate({ to: '/projects/$projectId', params: { projectId: project.id } }),
    }),
  )
}

export function usePageItems(): PaletteItem[] {
  const { client } = useServices()
  const navigate = useNavigate()
  const user = useQuery(sessionQuery(client)).data?.user
  const accountId = user?.account_id ?? null
  const isBoss = user?.highest_account_role === 'owner' || user?.highest_account_role === 'admin'
  const pages: Omit<PaletteItem, 'id'>[] = [
    { label: 'All projects', picture: <FolderKanban />, run: () => void navigate({ to: '/' }) },
    {
      label: 'Profile',
      picture: <UserRound />,
      run: () => void navigate({ to: '/settings/profile' }),
    },
    {
      label: 'Sign-in',
      picture: <ShieldCheck />,
      run: () => void navigate({ to: '/settings/security' }),
    },
    {
      label: 'Tokens',
      picture: <KeyRound />,
      run: () => void navigate({ to: '/settings/tokens' }),
    },
  ]
  if (isBoss && accountId !== null)
    pages.push(
      {
        label: 'People',
        picture: <UsersRound />,
        run: () => void navigate({ to: '/accounts/$accountId/people', params: { accountId } }),
      },
      {
        label: 'Teams',
        picture: <Shapes />,
        run: () => void navigate({ to: '/accounts/$accountId/teams', params: { accountId } }),
      },
    )
  // Not a page of the app: the server's own.
  pages.push({ label: 'API reference', picture: <BookOpen />, run: () => location.assign('/docs') })
  return pages.map((page) => ({ ...page, id: `page/${page.label}` }))
}
