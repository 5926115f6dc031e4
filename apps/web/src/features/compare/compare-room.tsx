// The room for two films: one transport for both, and what was said about either.
import type { Asset } from '@rushes/contract/assets'
import type { PlayerAction } from '@rushes/player/keyboard-map'
import type { MediaStore } from '@rushes/player/media-store'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { RefObject } from 'react'
import { useVersions } from '../assets/use-versions.ts'
import { CommentsColumn } from '../comments/comments-column.tsx'
import { TimelineMarkers } from '../comments/timeline-markers.tsx'
import { useCommentKeys } from '../comments/use-comment-keys.ts'
import { KeysDialog } from '../../ui/keys-dialog.tsx'
import { PLAYER_KEYS } from '../player/player-keys.ts'
import { SeekBar } from '../player/seek-bar.tsx'
import { leaveFor, useStartPlace } from '../player/start-place.ts'
import { Transport } from '../player/transport.tsx'
import { useFullScreen } from '../player/use-full-screen.ts'
import { useLoopRange } from '../player/use-loop-range.ts'
import { useMediaActions } from '../player/use-media-actions.ts'
import type { Act } from '../player/use-media-actions.ts'
import { isCommentAction, usePlayerKeys } from '../player/use-player-keys.ts'
import { CompareHeader, filmName } from './compare-header.tsx'
import { CompareModes } from './compare-modes.tsx'
import type { CompareMode } from './compare-modes.tsx'
import { CompareStage } from './compare-stage.tsx'
import type { StageFilm } from './compare-stage.tsx'
import { useComparedFilm, usePair } from './use-compared-film.ts'
import '../player/media-view.css'
import '../player/player-page.css'
import '../player/side-panel.css'
import '../player/video-stage.css'

export function CompareRoom({ one, other }: { one: Asset; other: Asset }) {
  const navigate = useNavigate()
  const frame = useRef<HTMLDivElement>(null)
  const fullScreen = useFullScreen(frame)
  const { list } = useVersions(one)
  const versions = list.some(({ id }) => id === other.id) ? list : []
  const first = useComparedFilm(one)
  const second = useComparedFilm(other)
  const pair = usePair(first, second)
  useStartPlace(first.room)
  const films: [StageFilm, StageFilm] = [
    { ...first, name: filmName(versions, one), face: pair?.leader ?? null },
    { ...second, name: filmName(versions, other), face: pair?.follower ?? null },
  ]
  const [activeIndex, setActiveIndex] = useState<0 | 1>(0)
  const active = films[activeIndex]
  useLoopRange(active.room, active.face, active.facts.frameCount)
  const [mode, setMode] = useState<CompareMode>('side')
  const [share, setShare] = useState(0.5)
  const [isGoingTo, setGoingTo] = useState(false)
  const [showsKeys, setShowsKeys] = useState(false)
  const act = useMediaActions(pair?.leader ?? null, {
    toggleFullScreen: fullScreen.toggle,
    startGoingTo: () => setGoingTo(true),
  })
  const actOnComments = useCommentKeys(active.asset, active.room)
  const actOnKey = (action: PlayerAction) => {
    if (action === 'show-keys') setShowsKeys(true)
    else if (isCommentAction(action)) actOnComments(action)
    else act(action)
  }
  usePlayerKeys(
    actOnKey,
    ({ action, group }) => (group !== 'Files' && group !== '360° films') || action === 'show-keys',
  )

  return (
    <div className="player">
      <CompareHeader
        one={one}
        other={other}
        versions={versions}
        onCompare={(assetId, otherId) => {
          leaveFor(assetId, first.room)
          void navigate({
            to: '/player/$assetId/compare/$otherId',
            params: { assetId, otherId },
            replace: true,
          })
        }}
        onBack={() => leaveFor(one.id, first.room)}
      />
      <main className="player-main">
        <div ref={frame} className="media-view">
          <CompareStage
            films={films}
            mode={mode}
            share={share}
            onShare={setShare}
            active={active}
            onClick={() => act('toggle-play')}
          />
          <CompareModes
            mode={mode}
            onMode={setMode}
            share={share}
            onShare={setShare}
            overName={films[1].name}
          />
          <div className="media-controls">
            {pair === null ? (
              <div className="media-controls-place" />
            ) : (
              <Controls
                film={films[0]}
                marked={active}
                store={pair.leader}
                act={act}
                isFullScreen={fullScreen.isOn}
                menuPlace={fullScreen.isOn ? frame : null}
                isGoingTo={isGoingTo}
                onGoingTo={setGoingTo}
              />
            )}
          </div>
        </div>
      </main>
      <aside className="side" aria-label="Comments">
        <div className="side-tabs" role="tablist" aria-label="Comments of">
          {films.map((film, index) => (
            <button
              key={film.asset.id}
              type="button"
              role="tab"
              id={`compare-tab-${String(index)}`}
              aria-selected={index === activeIndex}
              aria-controls="compare-comments"
              className="side-tab"
              onClick={() => setActiveIndex(index === 0 ? 0 : 1)}
            >
              {film.name}
              {film.asset.comment_count > 0 && (
                <span className="side-count numbers">{film.asset.comment_count}</span>
              )}
            </button>
          ))}
        </div>
        <div
          id="compare-comments"
          className="side-content"
          role="tabpanel"
          aria-labelledby={`compare-tab-${String(activeIndex)}`}
        >
          <CommentsColumn key={active.asset.id} asset={active.asset} room={active.room} />
        </div>
      </aside>
      <KeysDialog groups={PLAYER_KEYS} isOpen={showsKeys} onClose={() => setShowsKeys(false)} />
    </div>
  )
}

/** The first film's line and readout; the marks on it are those of the comments that are read. */
function Controls(props: {
  film: StageFilm
  marked: StageFilm
  store: MediaStore
  act: Act
  isFullScreen: boolean
  menuPlace: RefObject<HTMLElement | null> | null
  isGoingTo: boolean
  onGoingTo: (isGoingTo: boolean) => void
}) {
  const { film, marked, ...rest } = props
  const { asset, facts, clock, media } = film
  return (
    <>
      {facts.rate !== null && (
        <TimelineMarkers asset={marked.asset} room={marked.room} facts={marked.facts} />
      )}
      <SeekBar asset={asset} store={rest.store} facts={facts} clock={clock} />
      <Transport
        room={marked.room}
        tracks={null}
        asset={asset}
        facts={facts}
        clock={clock}
        media={media}
        {...rest}
      />
    </>
  )
}
