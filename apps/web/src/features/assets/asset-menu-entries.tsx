import type { Asset } from '@rushes/contract/assets'
import {
  Copy,
  Download,
  FileArchive,
  FolderInput,
  FolderOpen,
  Layers,
  Link2,
  PencilLine,
  Play,
  SquareCheck,
  Tag,
  Trash2,
  Upload,
} from 'lucide-react'
import type { MenuEntry } from '../../ui/menu.tsx'
import type { FolderWish } from './choose-folder-dialog.tsx'
import { LabelDot } from './label-dot.tsx'
import { LABEL_CHOICES, LABEL_NAMES } from './labels.ts'
import type { AssetActions } from './use-asset-actions.ts'

/** What happens on the cards themselves. */
export interface OnGrid {
  startRenaming: (asset: Asset) => void
  /** Begins selecting by tick boxes, with this one. */
  startTicking: (asset: Asset) => void
  /** Asks which file this one is a version of. */
  chooseBase: (next: Asset) => void
  uploadVersion: (base: Asset) => void
  /** Asks which folder to move or copy to. */
  chooseFolder: (wish: FolderWish) => void
}

/** What can be done with these assets, as a menu. */
export function assetMenuEntries(assets: Asset[], actions: AssetActions, onGrid: OnGrid): MenuEntry[] {
  const [first] = assets
  if (first === undefined) return []
  const alone = assets.length === 1
  const canDownload = assets.some(({ original }) => original !== undefined)
  const single: MenuEntry[] = [
    {
      kind: 'item',
      label: 'Open',
      icon: first.type === 'folder' ? <FolderOpen /> : <Play />,
      shortcut: 'Enter',
      onSelect: () => actions.open(first),
    },
    {
      kind: 'item',
      label: 'Rename',
      icon: <PencilLine />,
      shortcut: 'F2',
      onSelect: () => onGrid.startRenaming(first),
    },
    { kind: 'item', label: 'Select', icon: <SquareCheck />, onSelect: () => onGrid.startTicking(first) },
    { kind: 'item', label: 'Copy link', icon: <Link2 />, onSelect: () => void actions.copyLink(first) },
  ]
  const versions: MenuEntry[] =
    first.type === 'folder'
      ? []
      : [
          {
            kind: 'item',
            label: 'Upload a new version…',
            icon: <Upload />,
            onSelect: () => onGrid.uploadVersion(first),
          },
          {
            kind: 'item',
            label: 'Make a version of…',
            icon: <Layers />,
            isDisabled: first.type !== 'file',
            onSelect: () => onGrid.chooseBase(first),
          },
        ]
  return [
    ...(alone ? [...single, ...versions] : []),
    {
      kind: 'item',
      label: alone ? 'Download original' : 'Download originals',
      icon: <Download />,
      isDisabled: !canDownload,
      onSelect: () => actions.download(assets),
    },
    {
      kind: 'item',
      label: 'Download as zip',
      icon: <FileArchive />,
      onSelect: () => void actions.downloadZip(assets),
    },
    {
      kind: 'item',
      label: 'Move to…',
      icon: <FolderInput />,
      shortcut: 'M',
      onSelect: () => onGrid.chooseFolder({ doing: 'move', assets }),
    },
    {
      kind: 'item',
      label: 'Copy to…',
      icon: <Copy />,
      shortcut: 'C',
      onSelect: () => onGrid.chooseFolder({ doing: 'copy', assets }),
    },
    { kind: 'group', label: 'Set status', icon: <Tag />, entries: labelEntries(assets, actions) },
    { kind: 'line' },
    {
      kind: 'item',
      label: 'Delete',
      icon: <Trash2 />,
      shortcut: 'Del',
      isDangerous: true,
      onSelect: () => void actions.remove(assets),
    },
  ]
}

/** The statuses to choose from. */
export function labelEntries(assets: Asset[], actions: AssetActions): MenuEntry[] {
  return LABEL_CHOICES.map((label) => ({
    kind: 'item',
    label: LABEL_NAMES[label],
    icon: <LabelDot label={label} />,
    isChosen: assets.every((asset) => asset.label === label),
    onSelect: () => void actions.setLabel(assets, label),
  }))
}
