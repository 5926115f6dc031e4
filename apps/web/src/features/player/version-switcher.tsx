// "v3 ▾" in the header: which versions there are, and what can be done with them.
import type { Asset } from '@rushes/contract/assets'
import { ChevronDown, Columns2, Layers, MessageSquare, Ungroup, Upload } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { formatTimeAgo } from '../../ui/format-time.ts'
import { ownUrl } from '../../ui/own-url.ts'
import { LabelDot } from '../assets/label-dot.tsx'
import { LABEL_NAMES } from '../assets/labels.ts'
import { versionName } from '../assets/use-versions.ts'
import './version-switcher.css'

export interface VersionSwitcherProps {
  asset: Asset
  /** Newest first. */
  versions: readonly Asset[]
  isOpen: boolean
  onOpen: (isOpen: boolean) => void
  onSwitch: (versionId: string) => void
  onCompare: () => void
  onUpload: () => void
  onTakeOut: () => void
}

export function VersionSwitcher(props: VersionSwitcherProps) {
  const { asset, versions } = props
  const name = versionName(versions, asset.id)
  return (
    <DropdownMenu.Root modal={false} open={props.isOpen} onOpenChange={props.onOpen}>
      <DropdownMenu.Trigger asChild>
        <button
          type="button"
          className="versions-button numbers"
          aria-label={`Version ${name.slice(1)} of ${String(versions.length)}`}
        >
          {name}
          <ChevronDown aria-hidden />
        </button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu versions" align="start" sideOffset={6} collisionPadding={10}>
          <DropdownMenu.RadioGroup value={asset.id} onValueChange={props.onSwitch}>
            {versions.map((version) => (
              <DropdownMenu.RadioItem key={version.id} value={version.id} className="menu-item versions-item">
                <VersionLine version={version} name={versionName(versions, version.id)} />
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
          <DropdownMenu.Separator className="menu-line" />
          <DropdownMenu.Item className="menu-item" onSelect={props.onCompare}>
            <span className="menu-icon">
              <Columns2 />
            </span>
            <span className="menu-label">Compare versions</span>
            <kbd className="key">Shift V</kbd>
          </DropdownMenu.Item>
          <DropdownMenu.Item className="menu-item" onSelect={props.onUpload}>
            <span className="menu-icon">
              <Upload />
            </span>
            <span className="menu-label">Upload a new version…</span>
          </DropdownMenu.Item>
          <DropdownMenu.Item className="menu-item" onSelect={props.onTakeOut}>
            <span className="menu-icon">
              <Ungroup />
            </span>
            <span className="menu-label">Take {name} out of the stack</span>
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

/** One version: its picture, what it is called, who brought it when, and where it stands. */
function VersionLine({ version, name }: { version: Asset; name: string }) {
  const picture = version.thumb_540
  return (
    <>
      <span className="versions-picture">
        {picture === null ? <Layers aria-hidden /> : <img src={ownUrl(picture)} alt="" loading="lazy" />}
        <span className="versions-number numbers">{name}</span>
      </span>
      <span className="versions-words">
        <span className="versions-name">{version.name}</span>
        <span className="versions-facts">
          {version.creator.name} · {formatTimeAgo(version.inserted_at)}
        </span>
        {(version.label !== 'none' || version.comment_count > 0) && (
          <span className="versions-facts">
            {version.label !== 'none' && (
              <span className="versions-label">
                <LabelDot label={version.label} />
                {LABEL_NAMES[version.label]}
              </span>
            )}
            {version.comment_count > 0 && (
              <span className="versions-comments numbers">
                <MessageSquare aria-hidden />
                {version.comment_count}
                <span className="visually-hidden"> comments</span>
              </span>
            )}
          </span>
        )}
      </span>
    </>
  )
}
