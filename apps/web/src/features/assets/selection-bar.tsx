import type { Asset } from '@rushes/contract/assets'
import { Copy, Download, FileArchive, FolderInput, Tag, Trash2, X } from 'lucide-react'
import { count } from '../../ui/count.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { ButtonMenu } from '../../ui/menu.tsx'
import { labelEntries } from './asset-menu-entries.tsx'
import type { AssetActions } from './use-asset-actions.ts'
import type { FolderWish } from './choose-folder-dialog.tsx'
import './selection-bar.css'

/** One selected card has its own menu; this is for two and more. */
const LEAST_SHOWN = 2

export function SelectionBar(props: {
  assets: Asset[]
  actions: AssetActions
  onChooseFolder: (wish: FolderWish) => void
  onClear: () => void
}) {
  const { assets, actions, onChooseFolder, onClear } = props
  if (assets.length < LEAST_SHOWN) return null
  return (
    <div className="selection-bar" role="toolbar" aria-label="Selected items">
      <span className="selection-count numbers">{count(assets.length, 'selected', 'selected')}</span>
      <ButtonMenu side="top" align="center" entries={labelEntries(assets, actions)}>
        <IconButton label="Set status" hintSide="top">
          <Tag />
        </IconButton>
      </ButtonMenu>
      <IconButton
        label="Move to…"
        shortcut="M"
        hintSide="top"
        onClick={() => onChooseFolder({ doing: 'move', assets })}
      >
        <FolderInput />
      </IconButton>
      <IconButton
        label="Copy to…"
        shortcut="C"
        hintSide="top"
        onClick={() => onChooseFolder({ doing: 'copy', assets })}
      >
        <Copy />
      </IconButton>
      <IconButton label="Download originals" hintSide="top" onClick={() => actions.download(assets)}>
        <Download />
      </IconButton>
      <IconButton label="Download as zip" hintSide="top" onClick={() => void actions.downloadZip(assets)}>
        <FileArchive />
      </IconButton>
      <IconButton
        label="Delete"
        hintSide="top"
        onClick={() => {
          onClear()
          void actions.remove(assets)
        }}
      >
        <Trash2 />
      </IconButton>
      <span className="selection-line" />
      <IconButton label="Clear selection" shortcut="Esc" hintSide="top" onClick={onClear}>
        <X />
      </IconButton>
    </div>
  )
}
