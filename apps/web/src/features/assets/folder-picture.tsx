import type { Asset } from '@rushes/contract/assets'
import { Folder } from 'lucide-react'
import { ownUrl } from '../../ui/own-url.ts'
import '../../ui/picture-frame.css'
import './folder-picture.css'

const MOST_SHEETS = 3

/** A small stack of what lies in a folder, the first on top. */
export function FolderPicture({ folder }: { folder: Asset }) {
  const pictures = (folder.children ?? [])
    .flatMap(({ thumb_540: thumb }) => (thumb === null ? [] : [ownUrl(thumb)]))
    .slice(0, MOST_SHEETS)
  return (
    <div className="picture-frame folder-picture">
      {pictures.length === 0 ? (
        <Folder className="folder-glyph" aria-hidden />
      ) : (
        pictures.map((url, index) => (
          <img
            key={url}
            className={`folder-sheet folder-sheet-${String(index + 1)}`}
            src={url}
            alt=""
            loading="lazy"
            decoding="async"
            draggable={false}
          />
        ))
      )}
      <Folder className="folder-mark" aria-hidden />
    </div>
  )
}
