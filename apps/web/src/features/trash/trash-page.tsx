import type { Asset } from '@rushes/contract/assets'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import type { Client } from '@rushes/client/client'
import { kindOfAsset } from '@rushes/player/source-choice'
import type { AssetKind } from '@rushes/player/source-choice'
import { ArchiveRestore, AudioLines, File, FileText, Film, Folder, Image, Layers, Trash2 } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { count } from '../../ui/count.ts'
import { formatBytes } from '../../ui/format-bytes.ts'
import { formatDateTime, formatTimeAgo } from '../../ui/format-time.ts'
import { messageOf } from '../../ui/message-of.ts'
import { GoneNotice } from '../../ui/gone-notice.tsx'
import { ErrorNotice, isNotFound, Notice } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { refreshListings } from '../assets/asset-cache.ts'
import { projectQuery } from '../places/project-queries.ts'
import { useLiveProject } from '../live/use-live-project.ts'
import { daysLeft } from './days-left.ts'
import './trash-page.css'

/** More than anybody looks through; the newest come first. */
const MOST_SHOWN = 200

const trashQuery = (client: Client, projectId: string) =>
  queryOptions({
    queryKey: ['trash', projectId],
    queryFn: ({ signal }) => client.trash(projectId, { page_size: MOST_SHOWN, signal }),
  })

export function TrashPage() {
  useTitle('Trash')
  const { client } = useServices()
  const { projectId } = useParams({ from: '/signed-in/browse/projects/$projectId/trash' })
  useLiveProject(projectId)
  const trash = useQuery(trashQuery(client, projectId))
  if (isNotFound(trash.error)) return <GoneNotice title="This project is not here" />
  if (trash.error !== null && trash.data === undefined)
    return (
      <ErrorNotice
        error={trash.error}
        title="The trash could not be opened"
        onRetry={() => void trash.refetch()}
      />
    )
  if (trash.data === undefined) return <LoadingRows />
  const { items, total } = trash.data
  if (total === 0)
    return (
      <Notice
        picture={<Trash2 />}
        title="The trash is empty"
        text="What is deleted in this project waits here for 30 days before it goes for good."
      />
    )
  return (
    <section className="trash">
      <p className="trash-note">
        {count(total, 'item')}. A folder comes back with everything that was in it.
        {total > items.length && ` The newest ${String(items.length)} are shown.`}
      </p>
      <ul>
        {items.map((asset) => (
          <TrashRow key={asset.id} asset={asset} />
        ))}
      </ul>
    </section>
  )
}

/** No picture: links to what was deleted lead nowhere. */
const KINDS: Record<AssetKind | 'folder' | 'version_stack', LucideIcon> = {
  folder: Folder,
  version_stack: Layers,
  video: Film,
  audio: AudioLines,
  image: Image,
  document: FileText,
  other: File,
}

function TrashRow({ asset }: { asset: Asset }) {
  const { client, toasts } = useServices()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const showFolder = async ({ project_id: projectId, parent_id: folderId }: Asset) => {
    const project = await queryClient.ensureQueryData(projectQuery(client, projectId))
    if (folderId === null || folderId === project.root_asset_id)
      await navigate({ to: '/projects/$projectId', params: { projectId } })
    else await navigate({ to: '/projects/$projectId/folders/$folderId', params: { projectId, folderId } })
  }
  const restore = useMutation({
    mutationFn: () => client.restoreAsset(asset.id),
    onSuccess: async (restored) => {
      await refreshListings(queryClient)
      toasts.say(
        restored.parent_id === asset.parent_id
          ? `“${asset.name}” is back where it was.`
          : `“${asset.name}” is back. Its folder is gone, so it lies in the next one above.`,
        { label: 'Show', run: () => void showFolder(restored) },
      )
    },
    onError: (error) => toasts.complain(messageOf(error)),
  })
  const Kind = asset.type === 'file' ? KINDS[kindOfAsset(asset)] : KINDS[asset.type]
  const deletedAt = asset.deleted_at ?? asset.updated_at
  return (
    <li className="trash-row">
      <div className="trash-picture">
        <Kind aria-hidden />
      </div>
      <div className="trash-words">
        <p className="trash-name">{asset.name}</p>
        <p className="trash-facts numbers">
          {asset.type === 'folder' ? count(asset.item_count, 'item') : formatBytes(asset.filesize)}
          {' · by '}
          {asset.creator.name} ·{' '}
          <span title={formatDateTime(deletedAt)}>deleted {formatTimeAgo(deletedAt)}</span>
        </p>
      </div>
      <p className="trash-left numbers">{count(daysLeft(deletedAt), 'day')} left</p>
      <Button
        icon={<ArchiveRestore />}
        // On a phone there is only its picture.
        aria-label="Restore"
        isBusy={restore.isPending}
        onClick={() => restore.mutate()}
      >
        Restore
      </Button>
    </li>
  )
}

const PLACEHOLDERS = [1, 2, 3, 4, 5]

function LoadingRows() {
  return (
    <output className="trash" aria-label="Loading the trash">
      {PLACEHOLDERS.map((placeholder) => (
        <Skeleton key={placeholder} className="trash-skeleton" />
      ))}
    </output>
  )
}
