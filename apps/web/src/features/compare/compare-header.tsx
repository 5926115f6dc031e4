// Which two are compared; either can be another version of the same stack.
import type { Asset } from '@rushes/contract/assets'
import { Link } from '@tanstack/react-router'
import { ArrowLeftRight, ChevronDown, ChevronLeft } from 'lucide-react'
import { IconButton } from '../../ui/icon-button.tsx'
import { ButtonMenu } from '../../ui/menu.tsx'
import { versionName } from '../assets/use-versions.ts'
import '../player/player-header.css'
import '../player/version-switcher.css'
import './compare-header.css'

export function CompareHeader(props: {
  one: Asset
  other: Asset
  /** Newest first; empty where they are no versions of one file. */
  versions: readonly Asset[]
  onCompare: (assetId: string, otherId: string) => void
  onBack: () => void
}) {
  const { one, other, versions, onCompare } = props
  return (
    <header className="player-head">
      <Link
        to="/player/$assetId"
        params={{ assetId: one.id }}
        className="icon-button"
        aria-label="Back to the room"
        onClick={props.onBack}
      >
        <ChevronLeft />
      </Link>
      <h1 className="player-name" title={one.name}>
        {one.name}
      </h1>
      <div className="compare-sides">
        <Choice
          chosen={one}
          taken={other}
          versions={versions}
          label="Left"
          onChoose={(id) => onCompare(id, other.id)}
        />
        <IconButton label="Swap sides" onClick={() => onCompare(other.id, one.id)}>
          <ArrowLeftRight />
        </IconButton>
        <Choice
          chosen={other}
          taken={one}
          versions={versions}
          label="Right"
          onChoose={(id) => onCompare(one.id, id)}
        />
      </div>
    </header>
  )
}

function Choice(props: {
  chosen: Asset
  /** What is on the other side, where it cannot be twice. */
  taken: Asset
  versions: readonly Asset[]
  label: string
  onChoose: (id: string) => void
}) {
  const { chosen, taken, versions, label } = props
  const name = filmName(versions, chosen)
  if (versions.length === 0) return <span className="compare-chosen">{name}</span>
  return (
    <ButtonMenu
      leavesKeysFree
      entries={versions.map((version) => ({
        kind: 'item',
        label: versionName(versions, version.id),
        note: version.name,
        isChosen: version.id === chosen.id,
        isDisabled: version.id === taken.id,
        onSelect: () => props.onChoose(version.id),
      }))}
    >
      <button type="button" className="versions-button numbers" aria-label={`${label}: ${name}`}>
        {name}
        <ChevronDown aria-hidden />
      </button>
    </ButtonMenu>
  )
}

/** "v2", or the file's own name where there are no versions. */
export function filmName(versions: readonly Asset[], asset: Asset): string {
  return versions.some(({ id }) => id === asset.id) ? versionName(versions, asset.id) : asset.name
}
