// Beside the picture: what is said about it, and what is known of it.
import type { Asset } from '@rushes/contract/assets'
import { CommentsColumn } from '../comments/comments-column.tsx'
import type { Room } from '../comments/room-store.ts'
import type { AssetActions } from '../assets/use-asset-actions.ts'
import { DetailsPanel } from './details-panel.tsx'
import './side-panel.css'

export type SideTab = 'comments' | 'details'

const NAMES: Record<SideTab, string> = { comments: 'Comments', details: 'Details' }

export function SidePanel(props: {
  asset: Asset
  room: Room
  actions: AssetActions
  tab: SideTab
  onTab: (tab: SideTab) => void
}) {
  const { asset, room, actions, tab, onTab } = props
  return (
    <aside className="side" aria-label={NAMES[tab]}>
      <div className="side-tabs" role="tablist" aria-label="Side panel">
        {(['comments', 'details'] as const).map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`side-tab-${name}`}
            aria-selected={tab === name}
            aria-controls="side-content"
            className="side-tab"
            onClick={() => onTab(name)}
          >
            {NAMES[name]}
            {name === 'comments' && asset.comment_count > 0 && (
              <span className="side-count numbers">{asset.comment_count}</span>
            )}
          </button>
        ))}
      </div>
      <div id="side-content" className="side-content" role="tabpanel" aria-labelledby={`side-tab-${tab}`}>
        {tab === 'comments' ? (
          <CommentsColumn asset={asset} room={room} />
        ) : (
          <DetailsPanel asset={asset} actions={actions} />
        )}
      </div>
    </aside>
  )
}
