import type { Asset } from '@rushes/contract/assets'
import { Link } from '@tanstack/react-router'
import {
  ChevronDown,
  ChevronLeft,
  ChevronRight,
  Download,
  Ellipsis,
  Keyboard,
  Link2,
  PanelRight,
  Search,
  Tag,
  Trash2,
  Upload,
} from 'lucide-react'
import { useServices } from '../../services.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { ButtonMenu } from '../../ui/menu.tsx'
import type { MenuEntry } from '../../ui/menu.tsx'
import { labelEntries } from '../assets/asset-menu-entries.tsx'
import { LabelDot } from '../assets/label-dot.tsx'
import { LABEL_NAMES } from '../assets/labels.ts'
import type { AssetActions } from '../assets/use-asset-actions.ts'
import { PALETTE_KEYS } from '../page-actions/palette-keys.ts'
import { usePageActions } from '../page-actions/use-page-actions.ts'
import { useClosePlayer } from './use-close-player.ts'
import type { Siblings } from './use-siblings.ts'
import { VersionSwitcher } from './version-switcher.tsx'
import type { VersionSwitcherProps } from './version-switcher.tsx'
import './player-header.css'

export function PlayerHeader(props: {
  asset: Asset
  siblings: Siblings
  /** What lies in the folder: the file, or the stack it is a version in. */
  place: Asset
  /** Null for a file without other versions. */
  versions: VersionSwitcherProps | null
  onUploadVersion: () => void
  actions: AssetActions
  hasDetails: boolean
  onToggleDetails: () => void
  onGoTo: (assetId: string | null) => void
  onShowKeys: () => void
}) {
  const { asset, siblings, actions, onGoTo } = props
  const { palette } = useServices()
  const close = useClosePlayer(props.place)
  const canDownload = asset.original !== undefined
  const more: MenuEntry[] = [
    { kind: 'item', label: 'Copy link', icon: <Link2 />, onSelect: () => void actions.copyLink(asset) },
    {
      kind: 'item',
      label: 'Download original',
      icon: <Download />,
      isDisabled: !canDownload,
      onSelect: () => actions.download([asset]),
    },
    { kind: 'item', label: 'Upload a new version…', icon: <Upload />, onSelect: props.onUploadVersion },
    { kind: 'line' },
    {
      kind: 'item',
      label: props.versions === null ? 'Delete' : 'Delete this version',
      icon: <Trash2 />,
      isDangerous: true,
      onSelect: () => {
        void actions.remove([asset])
        close.now()
      },
    },
  ]
  usePageActions('page', () => [
    {
      title: asset.name,
      entries: [
        ...more,
        { kind: 'group', label: 'Set status', icon: <Tag />, entries: labelEntries([asset], actions) },
      ],
    },
  ])
  return (
    <header className="player-head">
      <Link {...close.link} className="icon-button" aria-label="Back to the folder">
        <ChevronLeft />
      </Link>
      <div className="player-title">
        <h1 className="player-name" title={asset.name}>
          {asset.name}
        </h1>
        {props.versions !== null && <VersionSwitcher {...props.versions} />}
        {siblings.place !== null && siblings.total !== null && (
          <span className="player-place numbers">
            {siblings.place} of {siblings.total}
          </span>
        )}
      </div>
      <div className="player-head-end">
        <ButtonMenu entries={labelEntries([asset], actions)}>
          <button type="button" className="player-label" aria-label={`Status: ${LABEL_NAMES[asset.label]}`}>
            <LabelDot label={asset.label} />
            <span className="player-label-name">{LABEL_NAMES[asset.label]}</span>
            <ChevronDown aria-hidden />
          </button>
        </ButtonMenu>
        <div className="player-steps">
          <IconButton
            label="Previous file"
            shortcut="["
            disabled={siblings.previousId === null}
            onClick={() => onGoTo(siblings.previousId)}
          >
            <ChevronLeft />
          </IconButton>
          <IconButton
            label="Next file"
            shortcut="]"
            disabled={siblings.nextId === null}
            onClick={() => onGoTo(siblings.nextId)}
          >
            <ChevronRight />
          </IconButton>
        </div>
        {canDownload && (
          <IconButton
            label="Download original"
            className="player-wide"
            onClick={() => actions.download([asset])}
          >
            <Download />
          </IconButton>
        )}
        <IconButton
          label="Side panel"
          shortcut="P"
          className="player-wide"
          isOn={props.hasDetails}
          onClick={props.onToggleDetails}
        >
          <PanelRight />
        </IconButton>
        <IconButton
          label="Search and commands"
          shortcut={PALETTE_KEYS}
          className="player-wide"
          onClick={palette.open}
        >
          <Search />
        </IconButton>
        <ButtonMenu
          entries={[
            {
              kind: 'item',
              label: 'Search and commands',
              icon: <Search />,
              shortcut: PALETTE_KEYS,
              onSelect: palette.open,
            },
            { kind: 'line' },
            ...more,
            {
              kind: 'item',
              label: 'Keyboard',
              icon: <Keyboard />,
              shortcut: '?',
              onSelect: props.onShowKeys,
            },
          ]}
        >
          <IconButton label="More">
            <Ellipsis />
          </IconButton>
        </ButtonMenu>
      </div>
    </header>
  )
}
