import type { Asset } from '@rushes/contract/assets'
import type { CardNews } from '@rushes/contract/visits'
import { Link } from '@tanstack/react-router'
import { Check, Ellipsis } from 'lucide-react'
import { memo } from 'react'
import type { MouseEvent } from 'react'
import { classNames } from '../../ui/class-names.ts'
import { count } from '../../ui/count.ts'
import { formatDateTime, formatTimeAgo } from '../../ui/format-time.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { ButtonMenu } from '../../ui/menu.tsx'
import type { MenuEntry } from '../../ui/menu.tsx'
import { CardPicture } from './card-picture.tsx'
import { FolderPicture } from './folder-picture.tsx'
import { RenameField } from './rename-field.tsx'
import { playerIdOf } from './use-asset-actions.ts'
import './asset-card.css'

export interface CardHandlers {
  click: (asset: Asset, event: MouseEvent) => void
  open: (asset: Asset) => void
  tick: (asset: Asset) => void
  menuEntries: (asset: Asset) => MenuEntry[]
  /** Null when the old name stays. */
  endRenaming: (asset: Asset, name: string | null) => void
}

interface AssetCardProps {
  asset: Asset
  isSelected: boolean
  isRenaming: boolean
  /** Cards are in the tab order one at a time; arrow keys lead from one to the next. */
  isInTabOrder: boolean
  /** What is new on it for the person who looks, if anything is. */
  news: CardNews | undefined
  handlers: CardHandlers
}

/** One asset of a folder. A cell of the grid for those who cannot see it. */
export const AssetCard = memo(function AssetCard(props: AssetCardProps) {
  const { asset, isSelected, isRenaming, handlers } = props
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the grid around has the keys
    <div
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a table cannot be virtual
      role="gridcell"
      id={cardElementId(asset.id)}
      data-asset-id={asset.id}
      className={classNames('card', isSelected && 'card-selected')}
      aria-selected={isSelected}
      aria-label={asset.name}
      tabIndex={props.isInTabOrder ? 0 : -1}
      onClick={(event) => handlers.click(asset, event)}
      draggable={hasMouse && !isRenaming}
      onDoubleClick={() => handlers.open(asset)}
    >
      {asset.type === 'folder' ? <FolderPicture folder={asset} /> : <CardPicture card={asset} />}
      <button
        type="button"
        className="card-tick"
        aria-label={isSelected ? `Deselect ${asset.name}` : `Select ${asset.name}`}
        aria-pressed={isSelected}
        tabIndex={-1}
        onClick={(event) => {
          event.stopPropagation()
          handlers.tick(asset)
        }}
      >
        <Check aria-hidden />
      </button>
      <div className="card-lines">
        <div className="card-words">
          {isRenaming ? (
            <RenameField name={asset.name} onEnd={(name) => handlers.endRenaming(asset, name)} />
          ) : (
            <CardName asset={asset} />
          )}
          {props.news !== undefined && <NewsMark news={props.news} />}
          <CardFacts asset={asset} />
        </div>
        <div className="card-menu">
          <ButtonMenu entries={() => handlers.menuEntries(asset)}>
            <IconButton
              label={`Actions for ${asset.name}`}
              tabIndex={-1}
              onClick={(event) => event.stopPropagation()}
            >
              <Ellipsis />
            </IconButton>
          </ButtonMenu>
        </div>
      </div>
    </div>
  )
})

/** Fingers scroll; a card that could be dragged by one would be in their way. */
const hasMouse =
  typeof window !== 'undefined' && window.matchMedia('(hover: hover) and (pointer: fine)').matches

/** The id of a card's element, by which the keyboard finds it. */
export function cardElementId(assetId: string): string {
  return `asset-${assetId}`
}

function CardName({ asset }: { asset: Asset }) {
  if (asset.type === 'folder')
    return (
      <Link
        to="/projects/$projectId/folders/$folderId"
        params={{ projectId: asset.project_id, folderId: asset.id }}
        className="card-name"
        title={asset.name}
        tabIndex={-1}
        draggable={false}
      >
        {asset.name}
      </Link>
    )
  return (
    <Link
      to="/player/$assetId"
      params={{ assetId: playerIdOf(asset) }}
      className="card-name"
      title={asset.name}
      tabIndex={-1}
      draggable={false}
    >
      {asset.name}
    </Link>
  )
}

function NewsMark({ news }: { news: CardNews }) {
  const said = [
    news.is_new ? 'New' : null,
    news.has_new_version ? 'New version' : null,
    news.new_comment_count > 0 ? count(news.new_comment_count, 'new comment') : null,
  ]
  return <p className="card-news">{said.filter(Boolean).join(' · ')}</p>
}

function CardFacts({ asset }: { asset: Asset }) {
  const when = (
    <time dateTime={asset.inserted_at} title={formatDateTime(asset.inserted_at)}>
      {formatTimeAgo(asset.inserted_at)}
    </time>
  )
  return (
    <p className="card-facts">
      {asset.type === 'folder' ? count(asset.item_count, 'item') : asset.creator.name} · {when}
    </p>
  )
}
