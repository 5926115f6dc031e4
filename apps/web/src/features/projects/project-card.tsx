import type { Project } from '@rushes/contract/projects'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Ellipsis, Lock } from 'lucide-react'
import { useState, useSyncExternalStore } from 'react'
import { useServices } from '../../services.ts'
import { count } from '../../ui/count.ts'
import { formatBytes } from '../../ui/format-bytes.ts'
import { formatTimeAgo } from '../../ui/format-time.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { ButtonMenu } from '../../ui/menu.tsx'
import { ownUrl } from '../../ui/own-url.ts'
import { useProjectRights } from '../places/place-queries.ts'
import { ProjectDialogs, projectEntries } from './project-menu.tsx'
import type { ProjectDialog } from './project-menu.tsx'
import { projectPreviewQuery } from '../places/project-queries.ts'
import { useProjectActions } from './use-project-actions.ts'
import '../../ui/picture-frame.css'
import './project-card.css'

export function ProjectCard({ project }: { project: Project }) {
  const { lateDeletions } = useServices()
  const [dialog, setDialog] = useState<ProjectDialog | null>(null)
  const rights = useProjectRights(project)
  const actions = useProjectActions(project)
  const isGoing = useSyncExternalStore(lateDeletions.subscribe, () => lateDeletions.getIds().has(project.id))
  if (isGoing) return null
  return (
    <li className="project-card">
      <Link to="/projects/$projectId" params={{ projectId: project.id }} className="project-link">
        <ProjectPicture rootAssetId={project.root_asset_id} />
        <h3 className="project-name">
          {project.private && <Lock className="project-lock" aria-label="Private" />}
          {project.name}
        </h3>
      </Link>
      <p className="project-facts numbers">
        {count(project.file_count, 'file')}
        {project.storage > 0 && <> · {formatBytes(project.storage)}</>} · {formatTimeAgo(project.updated_at)}
      </p>
      <div className="project-menu">
        <ButtonMenu entries={() => projectEntries(project, rights, actions, setDialog)}>
          <IconButton label={`Actions for ${project.name}`}>
            <Ellipsis />
          </IconButton>
        </ButtonMenu>
      </div>
      <ProjectDialogs project={project} rights={rights} open={dialog} onClose={() => setDialog(null)} />
    </li>
  )
}

/** Up to three pictures of what is newest in the project; a mosaic needs all three. */
function ProjectPicture({ rootAssetId }: { rootAssetId: string }) {
  const { client } = useServices()
  const { data } = useQuery(projectPreviewQuery(client, rootAssetId))
  const pictures = (data?.items ?? [])
    .flatMap((asset) => [asset, ...(asset.children ?? [])])
    .flatMap(({ thumb_540: thumb }) => (thumb === null ? [] : [ownUrl(thumb)]))
    .slice(0, 3)
  const shown = pictures.length === 3 ? pictures : pictures.slice(0, 1)
  return (
    <div
      className={
        shown.length === 3 ? 'picture-frame project-picture project-mosaic' : 'picture-frame project-picture'
      }
    >
      {shown.map((url) => (
        <img key={url} src={url} alt="" loading="lazy" decoding="async" />
      ))}
    </div>
  )
}
