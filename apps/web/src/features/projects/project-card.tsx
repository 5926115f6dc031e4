import type { Project } from '@rushes/contract/projects'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Ellipsis, PencilLine, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useServices } from '../../services.ts'
import { count } from '../../ui/count.ts'
import { formatBytes } from '../../ui/format-bytes.ts'
import { formatTimeAgo } from '../../ui/format-time.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { ButtonMenu } from '../../ui/menu.tsx'
import { ownUrl } from '../../ui/own-url.ts'
import { DeleteProjectDialog } from './delete-project-dialog.tsx'
import { projectPreviewQuery } from './project-queries.ts'
import { RenameProjectDialog } from './rename-project-dialog.tsx'
import './project-card.css'

export function ProjectCard({ project }: { project: Project }) {
  const [dialog, setDialog] = useState<'rename' | 'delete' | null>(null)
  return (
    <li className="project-card">
      <Link to="/projects/$projectId" params={{ projectId: project.id }} className="project-link">
        <ProjectPicture rootAssetId={project.root_asset_id} />
        <h3 className="project-name">{project.name}</h3>
      </Link>
      <p className="project-facts numbers">
        {count(project.file_count, 'file')}
        {project.storage > 0 && <> · {formatBytes(project.storage)}</>} · {formatTimeAgo(project.updated_at)}
      </p>
      <div className="project-menu">
        <ButtonMenu
          entries={[
            { kind: 'item', label: 'Rename', icon: <PencilLine />, onSelect: () => setDialog('rename') },
            { kind: 'line' },
            {
              kind: 'item',
              label: 'Delete',
              icon: <Trash2 />,
              isDangerous: true,
              onSelect: () => setDialog('delete'),
            },
          ]}
        >
          <IconButton label={`Actions for ${project.name}`}>
            <Ellipsis />
          </IconButton>
        </ButtonMenu>
      </div>
      <RenameProjectDialog project={project} isOpen={dialog === 'rename'} onClose={() => setDialog(null)} />
      <DeleteProjectDialog project={project} isOpen={dialog === 'delete'} onClose={() => setDialog(null)} />
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
    <div className={shown.length === 3 ? 'project-picture project-mosaic' : 'project-picture'}>
      {shown.map((url) => (
        <img key={url} src={url} alt="" loading="lazy" decoding="async" />
      ))}
    </div>
  )
}
