// A folder of a project, or the project itself: its root is a folder like any other.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { ImagePlus, ListFilter } from 'lucide-react'
import { useRef, useState } from 'react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { GoneNotice } from '../../ui/gone-notice.tsx'
import { ErrorNotice, isNotFound, Notice } from '../../ui/notice.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { useLiveProject } from '../live/use-live-project.ts'
import { projectQuery } from '../places/project-queries.ts'
import { DropZone } from '../uploads/drop-zone.tsx'
import type { DropTarget } from '../uploads/drop-zone.tsx'
import { FilePicker } from '../uploads/file-picker.tsx'
import type { PickerHandle } from '../uploads/file-picker.tsx'
import type { Dropped } from '../uploads/read-dropped.ts'
import { useUploadInto } from '../uploads/use-upload-into.ts'
import { AssetGrid } from './asset-grid.tsx'
import { assetFromListings, assetQuery, listingQuery } from './asset-queries.ts'
import type { OnlyLabelled } from './asset-queries.ts'
import { FolderToolbar } from './folder-toolbar.tsx'
import { GridSkeleton } from './grid-skeleton.tsx'
import { LABEL_NAMES } from './labels.ts'
import { useUploadVersion } from './use-upload-version.ts'
import { useViewSettings } from './view-settings.ts'

export function ProjectPage() {
  const { client } = useServices()
  const { projectId } = useParams({ from: '/signed-in/browse/projects/$projectId/' })
  const project = useQuery(projectQuery(client, projectId))
  useTitle(project.data?.name)
  useLiveProject(projectId)
  if (isNotFound(project.error)) return <GoneNotice title="This project is not here" />
  if (project.error !== null && project.data === undefined)
    return (
      <ErrorNotice
        error={project.error}
        title="This project could not be opened"
        onRetry={() => void project.refetch()}
      />
    )
  if (project.data === undefined) return <LoadingGrid />
  const { root_asset_id: rootId, name } = project.data
  return <FolderView key={rootId} projectId={projectId} folderId={rootId} name={name} isRoot />
}

export function FolderPage() {
  const { client } = useServices()
  const queryClient = useQueryClient()
  const { projectId, folderId } = useParams({
    from: '/signed-in/browse/projects/$projectId/folders/$folderId',
  })
  const folder = useQuery({
    ...assetQuery(client, folderId),
    placeholderData: () => assetFromListings(queryClient, folderId),
  })
  useTitle(folder.data?.name)
  useLiveProject(projectId)
  if (isNotFound(folder.error)) return <GoneNotice title="This folder is not here" />
  if (folder.error !== null && folder.data === undefined)
    return (
      <ErrorNotice
        error={folder.error}
        title="This folder could not be opened"
        onRetry={() => void folder.refetch()}
      />
    )
  return (
    <FolderView
      key={folderId}
      projectId={projectId}
      folderId={folderId}
      name={folder.data?.name ?? 'this folder'}
      isRoot={false}
    />
  )
}

function FolderView(props: { projectId: string; folderId: string; name: string; isRoot: boolean }) {
  const { projectId, folderId, name, isRoot } = props
  const { client } = useServices()
  const queryClient = useQueryClient()
  const { sort } = useViewSettings()
  const uploadInto = useUploadInto(projectId)
  const uploadVersion = useUploadVersion()
  const takeDrop = (target: { id: string; isVersion: boolean }, dropped: Dropped) => {
    const [one] = dropped.files
    const base = target.isVersion ? assetFromListings(queryClient, target.id) : undefined
    if (base === undefined || one === undefined) uploadInto(target.isVersion ? folderId : target.id, dropped)
    else uploadVersion(base, folderId, one.file)
  }
  const pickerHandle = useRef<PickerHandle>(null)
  const pickFiles = () => pickerHandle.current?.pickFiles()
  const pickFolder = () => pickerHandle.current?.pickFolder()
  const [only, setOnly] = useState<OnlyLabelled | null>(null)
  const firstPage = useQuery(listingQuery(client, folderId, sort, 1, only))
  const total = firstPage.data?.total
  return (
    <DropZone folderId={folderId} folderName={name} targetAt={cardAt} onDrop={takeDrop}>
      <FilePicker handle={pickerHandle} onPick={(dropped) => uploadInto(folderId, dropped)} />
      <FolderToolbar
        projectId={projectId}
        folderId={folderId}
        pickFiles={pickFiles}
        pickFolder={pickFolder}
        total={total}
        onlyLabel={only?.label ?? null}
        onOnlyLabel={(label) => setOnly(label === null ? null : { projectId, label })}
      />
      {firstPage.error !== null && total === undefined && (
        <ErrorNotice
          error={firstPage.error}
          title="The content of this folder could not be loaded"
          onRetry={() => void firstPage.refetch()}
        />
      )}
      {firstPage.isPending && <LoadingGrid />}
      {total === 0 && only !== null && (
        <Notice
          picture={<ListFilter />}
          title="Nothing with this status"
          text={`Nothing in here has the status “${LABEL_NAMES[only.label]}”.`}
        >
          <Button onClick={() => setOnly(null)}>Show all</Button>
        </Notice>
      )}
      {total === 0 && only === null && (
        <Notice
          picture={<ImagePlus />}
          title={isRoot ? 'Bring in the first rushes' : 'Nothing in here yet'}
          text="Drop files or whole folders anywhere on this page. They can be watched moments after they arrive."
        >
          <Button look="primary" onClick={pickFiles}>
            Upload files
          </Button>
        </Notice>
      )}
      {total !== undefined && total > 0 && (
        <AssetGrid
          key={`${sort} ${only?.label ?? ''}`}
          folderId={folderId}
          total={total}
          name={name}
          only={only}
        />
      )}
    </DropZone>
  )
}

const PLACEHOLDERS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

function LoadingGrid() {
  return (
    <output className="grid-loading" aria-label="Loading">
      {PLACEHOLDERS.map((placeholder) => (
        <GridSkeleton key={placeholder} />
      ))}
    </output>
  )
}

/** The card an element belongs to. */
function cardAt(element: Element): DropTarget | null {
  const card = element.closest('[data-asset-id]')
  const id = card?.getAttribute('data-asset-id') ?? null
  if (card === null || id === null) return null
  return {
    id,
    card,
    name: card.getAttribute('aria-label') ?? 'this folder',
    isVersion: card.querySelector('.folder-picture') === null,
  }
}
