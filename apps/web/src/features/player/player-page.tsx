import type { Asset } from '@rushes/contract/assets'
import type { PlayerAction } from '@rushes/player/keyboard-map'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Navigate, useNavigate, useParams } from '@tanstack/react-router'
import { Film } from 'lucide-react'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useServices } from '../../services.ts'
import { GoneNotice } from '../../ui/gone-notice.tsx'
import { KeysDialog } from '../../ui/keys-dialog.tsx'
import { ErrorNotice, isNotFound } from '../../ui/notice.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { assetFromListings, assetQuery } from '../assets/asset-queries.ts'
import { useAssetActions } from '../assets/use-asset-actions.ts'
import { useUploadVersion } from '../assets/use-upload-version.ts'
import { useVersions, versionBeside } from '../assets/use-versions.ts'
import { createRoom, hasPicture } from '../comments/room-store.ts'
import { useCommentKeys } from '../comments/use-comment-keys.ts'
import { useOpenedComment } from '../comments/use-opened-comment.ts'
import { useLiveProject } from '../live/use-live-project.ts'
import { AssetView } from './asset-view.tsx'
import { PlayerHeader } from './player-header.tsx'
import { PLAYER_KEYS } from './player-keys.ts'
import { pickOneFile } from '../uploads/pick-one-file.ts'
import { SidePanel } from './side-panel.tsx'
import type { SideTab } from './side-panel.tsx'
import { leaveFor, useStartPlace } from './start-place.ts'
import type { Act } from './use-media-actions.ts'
import { isUsefulIn } from './useful-actions.ts'
import { isCommentAction, usePlayerKeys } from './use-player-keys.ts'
import { useVersionNews } from './use-version-news.ts'
import { useSiblings } from './use-siblings.ts'
import './player-page.css'

export function PlayerPage() {
  const { client } = useServices()
  const queryClient = useQueryClient()
  const { assetId } = useParams({ from: '/signed-in/player/$assetId' })
  const asset = useQuery({
    ...assetQuery(client, assetId),
    placeholderData: () => assetFromListings(queryClient, assetId),
  })
  useTitle(asset.data?.name)
  useLiveProject(asset.data?.project_id)
  if (isNotFound(asset.error)) return <GoneNotice title="This file is not here" />
  if (asset.error !== null && asset.data === undefined)
    return (
      <ErrorNotice error={asset.error} title="This cannot be shown" onRetry={() => void asset.refetch()} />
    )
  if (asset.data === undefined)
    return (
      <output className="player-loading" aria-label="Loading">
        <Film aria-hidden />
      </output>
    )
  const { type, project_id: projectId, cover_asset_id: coverId } = asset.data
  // Links to folders and stacks lead to where these are looked at.
  if (type === 'folder')
    return (
      <Navigate
        to="/projects/$projectId/folders/$folderId"
        params={{ projectId, folderId: assetId }}
        replace
      />
    )
  if (type === 'version_stack' && coverId !== null)
    return <Navigate to="/player/$assetId" params={{ assetId: coverId }} replace />
  // A file of its own has a room of its own.
  return <Player key={assetId} asset={asset.data} />
}

function Player({ asset }: { asset: Asset }) {
  const navigate = useNavigate()
  const actions = useAssetActions()
  const versions = useVersions(asset)
  const uploadVersion = useUploadVersion()
  // What stands beside a version stands beside its stack.
  const siblings = useSiblings(versions.folderId === null ? undefined : (versions.stack ?? asset))
  const room = useMemo(() => createRoom(asset.id), [asset.id])
  const actOnComments = useCommentKeys(asset, room)
  const [hasPanel, setPanel] = useState(true)
  const [tab, setTab] = useState<SideTab>('comments')
  const [showsVersions, setShowsVersions] = useState(false)
  const [showsKeys, setShowsKeys] = useState(false)
  /** What the picture does with a key, if it does anything. */
  const mediaAct = useRef<Act | null>(null)
  const setMediaAct = useCallback((act: Act | null) => {
    mediaAct.current = act
  }, [])

  const goTo = (id: string | null) =>
    id !== null && void navigate({ to: '/player/$assetId', params: { assetId: id }, replace: true })
  const switchTo = (versionId: string) => {
    leaveFor(versionId, room)
    goTo(versionId)
  }
  const compare = () => {
    const otherId = versionBeside(versions.list, asset.id)
    if (otherId === null) return
    leaveFor(asset.id, room)
    void navigate({ to: '/player/$assetId/compare/$otherId', params: { assetId: asset.id, otherId } })
  }
  const pickVersion = () => {
    const { folderId } = versions
    if (folderId !== null) pickOneFile((file) => uploadVersion(asset, folderId, file))
  }
  const act = (action: PlayerAction) => {
    if (action === 'previous-asset') goTo(siblings.previousId)
    else if (action === 'next-asset') goTo(siblings.nextId)
    else if (action === 'toggle-details') setPanel(!hasPanel)
    else if (action === 'show-keys') setShowsKeys(true)
    else if (action === 'show-versions') setShowsVersions(versions.list.length > 1)
    else if (action === 'compare-versions') compare()
    else if (isCommentAction(action)) {
      if (action === 'write-comment' || action === 'draw' || action === 'find-comment') {
        setPanel(true)
        setTab('comments')
      }
      actOnComments(action)
    } else mediaAct.current?.(action)
  }
  usePlayerKeys(act, (binding) => {
    const state = room.get()
    return isUsefulIn(
      {
        hasFilm: state.media !== null,
        hasPicture: hasPicture(state),
        hasPrevious: siblings.previousId !== null,
        hasNext: siblings.nextId !== null,
        hasVersions: versions.list.length > 1,
        isSphere: state.isSphere,
      },
      binding,
    )
  })
  useOpenedComment(asset, room)
  useStartPlace(room)
  useVersionNews(asset, versions, switchTo)

  return (
    <div className={hasPanel ? 'player' : 'player player-without-details'}>
      <PlayerHeader
        asset={asset}
        siblings={siblings}
        place={versions.stack ?? asset}
        versions={
          versions.list.length > 1
            ? {
                asset,
                versions: versions.list,
                isOpen: showsVersions,
                onOpen: setShowsVersions,
                onSwitch: switchTo,
                onCompare: compare,
                onUpload: pickVersion,
                onTakeOut: () => void actions.takeOut(asset, versions.list),
              }
            : null
        }
        onUploadVersion={pickVersion}
        actions={actions}
        hasDetails={hasPanel}
        onToggleDetails={() => setPanel(!hasPanel)}
        onGoTo={goTo}
        onShowKeys={() => setShowsKeys(true)}
      />
      <main className="player-main">
        <AssetView asset={asset} room={room} onAct={setMediaAct} />
      </main>
      <SidePanel asset={asset} room={room} actions={actions} tab={tab} onTab={setTab} />
      <KeysDialog groups={PLAYER_KEYS} isOpen={showsKeys} onClose={() => setShowsKeys(false)} />
    </div>
  )
}
