import type { Asset } from '@rushes/contract/assets'
import { File, Folder, Layers } from 'lucide-react'
import { ownUrl } from '../../ui/own-url.ts'

/** A file in a line of text: its picture, or what kind of thing it is. A stack looks like its newest version. */
export function AssetPicture({ asset }: { asset: Asset }) {
  if (asset.type === 'folder') return <Folder />
  const { thumb } = asset.cover_asset ?? asset
  if (thumb !== null)
    return <img className="palette-thumb" src={ownUrl(thumb)} alt="" loading="lazy" decoding="async" />
  return asset.type === 'version_stack' ? <Layers /> : <File />
}
