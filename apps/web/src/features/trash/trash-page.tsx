import type { Asset } from '@rushes/contract/assets'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { Client } from '@rushes/client/client'
import { ArchiveRestore, File, Folder, Trash2 } from 'lucide-react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { count } from '../../ui/count.ts'
import { formatBytes } from '../../ui/format-bytes.ts'
import { formatDateTime, formatTimeAgo } from '../../ui/format-time.ts'
import { messageOf } from '../../ui/message-of.ts'
import { GoneNotice } from '../../ui/gone-notice.tsx'
import { ErrorNotice, isNotFound, Notice } from '../../ui/notice.tsx'
import { ownUrl } from '../../ui/own-url.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { refreshListings } from '../assets/asset-cache.ts'
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

function TrashRow({ asset }: { asset: Asset }) {
  const { client, toasts } = useServices()
  const queryClient = useQueryClient()
  const restore = useMutation({
    mutationFn: () => client.restoreAsset(asset.id),
    onSuccess: async () => {
      await refreshListings(queryClient)
      toasts.say(`“${asset.name}” is back where it was.`)
    },
    onError: (error) => toasts.complain(messageOf(error)),
  })
  const deletedAt = asset.deleted_at ?? asset.updated_at
  return (
    <li className="trash-row">
      <div className="trash-picture">
        {asset.thumb_540 === null ? (
          asset.type === 'folder' ? (
            <Folder aria-hidden />
          ) : (
            <File aria-hidden />
          )
        ) : (
          <img src={ownUrl(asset.thumb_540)} alt="" loading="lazy" />
        )}
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
