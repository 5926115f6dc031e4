import type { Asset } from '@rushes/contract/assets'
import { chooseSource, kindOfAsset } from '@rushes/player/source-choice'
import type { Room } from '../comments/room-store.ts'
import { DocumentView } from './document-view.tsx'
import { FileView } from './file-view.tsx'
import { ImageView } from './image-view.tsx'
import { MediaView } from './media-view.tsx'
import { useArrivingAsset } from './use-arriving-asset.ts'
import type { Act } from './use-media-actions.ts'
import { WaitingView } from './waiting-view.tsx'

/** The right way to look at an asset. */
export function AssetView({
  asset: known,
  room,
  onAct,
}: {
  asset: Asset
  room: Room
  onAct: (act: Act | null) => void
}) {
  const asset = useArrivingAsset(known)
  const source = chooseSource(asset)
  const kind = kindOfAsset(asset)
  if (source.kind === 'uploading' || source.kind === 'preparing') return <WaitingView asset={asset} />
  if (source.kind === 'none') return <FileView asset={asset} />
  if (kind === 'document') return <DocumentView asset={asset} url={source.url} room={room} onAct={onAct} />
  if (kind === 'image') return <ImageView asset={asset} url={source.url} room={room} />
  return <MediaView asset={asset} room={room} kind={kind === 'audio' ? 'audio' : 'video'} onAct={onAct} />
}
