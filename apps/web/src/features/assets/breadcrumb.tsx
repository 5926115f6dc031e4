import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useMatches, useParams } from '@tanstack/react-router'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useServices } from '../../services.ts'
import { projectQuery } from '../places/project-queries.ts'
import { ancestorsQuery, assetFromListings, assetQuery } from './asset-queries.ts'
import './breadcrumb.css'

interface Crumb {
  name: string
  /** Null for the project itself. */
  folderId: string | null
}

/** The way from the project down to what is on show. On a phone: one step back, and where one is. */
export function Breadcrumb() {
  const { projectId, folderId } = useParams({ strict: false })
  const isTrash = useMatches().some(
    ({ routeId }) => routeId === '/signed-in/browse/projects/$projectId/trash',
  )
  if (projectId === undefined) return <span className="crumbs-product">Rushes</span>
  return <Crumbs projectId={projectId} folderId={folderId ?? null} isTrash={isTrash} />
}

function Crumbs({
  projectId,
  folderId,
  isTrash,
}: {
  projectId: string
  folderId: string | null
  isTrash: boolean
}) {
  const { client } = useServices()
  const queryClient = useQueryClient()
  const project = useQuery(projectQuery(client, projectId))
  const ancestors = useQuery({ ...ancestorsQuery(client, folderId ?? ''), enabled: folderId !== null })
  const folder = useQuery({
    ...assetQuery(client, folderId ?? ''),
    enabled: folderId !== null,
    placeholderData: () => assetFromListings(queryClient, folderId ?? ''),
  })
  // The first ancestor is the root folder, which goes by the project's name.
  const between = (ancestors.data ?? []).slice(1).map(({ id, name }) => ({ name, folderId: id }))
  const crumbs: Crumb[] = [{ name: project.data?.name ?? '', folderId: null }]
  if (folderId !== null) crumbs.push(...between, { name: folder.data?.name ?? '', folderId })
  const last = isTrash ? { name: 'Trash', folderId: null } : crumbs.pop()
  const above = crumbs.at(-1)
  return (
    <nav className="crumbs" aria-label="Where you are">
      <StepBack projectId={projectId} to={above} />
      <ol className="crumbs-list">
        {crumbs.map((crumb) => (
          <li key={crumb.folderId ?? projectId} className="crumb">
            <CrumbLink projectId={projectId} crumb={crumb} />
            <ChevronRight className="crumb-line" aria-hidden />
          </li>
        ))}
        <li className="crumb crumb-here">
          <h1 className="crumb-name" aria-current="page">
            {last?.name}
          </h1>
        </li>
      </ol>
    </nav>
  )
}

function CrumbLink({ projectId, crumb: { name, folderId } }: { projectId: string; crumb: Crumb }) {
  if (folderId === null)
    return (
      <Link to="/projects/$projectId" params={{ projectId }} className="crumb-name">
        {name}
      </Link>
    )
  return (
    <Link to="/projects/$projectId/folders/$folderId" params={{ projectId, folderId }} className="crumb-name">
      {name}
    </Link>
  )
}

/** One step up; from a project to all of them. */
function StepBack({ projectId, to }: { projectId: string; to: Crumb | undefined }) {
  const folderId = to?.folderId ?? null
  const picture = <ChevronLeft aria-hidden />
  const common = { className: 'icon-button crumbs-back', 'aria-label': 'Back' }
  if (to === undefined)
    return (
      <Link to="/" {...common}>
        {picture}
      </Link>
    )
  if (folderId === null)
    return (
      <Link to="/projects/$projectId" params={{ projectId }} {...common}>
        {picture}
      </Link>
    )
  return (
    <Link to="/projects/$projectId/folders/$folderId" params={{ projectId, folderId }} {...common}>
      {picture}
    </Link>
  )
}
