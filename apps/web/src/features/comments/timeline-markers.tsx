// Where in the film something was said: whose, how many, and over which range.
import type { Asset } from '@rushes/contract/assets'
import type { MediaFacts } from '@rushes/player/media-state'
import { useMemo, useRef } from 'react'
import { Avatar } from '../../ui/avatar.tsx'
import { classNames } from '../../ui/class-names.ts'
import { filterThreads, threadsOf } from './comment-threads.ts'
import { clusterMarkers } from './marker-clusters.ts'
import type { Cluster } from './marker-clusters.ts'
import { chooseComment, useRoom } from './room-store.ts'
import type { Room } from './room-store.ts'
import { useComments } from './use-comments.ts'
import { useWidth } from './use-width.ts'
import './timeline-markers.css'

const SIZE_PIXELS = 20

export function TimelineMarkers({ asset, room, facts }: { asset: Asset; room: Room; facts: MediaFacts }) {
  const strip = useRef<HTMLDivElement>(null)
  const widthPixels = useWidth(strip)
  const comments = useComments(asset, room)
  const filter = useRoom(room, (state) => state.filter)
  const narrowing = useRoom(room, (state) => state.narrowing)
  const lastFrame = Math.max(1, facts.frameCount - 1)
  const clusters = useMemo(
    () =>
      clusterMarkers(
        filterThreads(threadsOf(comments ?? [], 'time'), filter, narrowing).map(({ head }) => head),
        (SIZE_PIXELS * lastFrame) / Math.max(1, widthPixels),
      ),
    [comments, filter, narrowing, lastFrame, widthPixels],
  )
  const percent = (frame: number) => `${String(Math.min(100, (frame / lastFrame) * 100))}%`
  return (
    <div ref={strip} className="markers">
      <DraftRange room={room} percent={percent} />
      {clusters.map((cluster) => (
        <Marker key={cluster.frame} cluster={cluster} room={room} percent={percent} />
      ))}
    </div>
  )
}

function Marker({
  cluster,
  room,
  percent,
}: {
  cluster: Cluster
  room: Room
  percent: (frame: number) => string
}) {
  const { comments, frame } = cluster
  const chosenId = useRoom(room, (state) => state.chosenId)
  const index = comments.findIndex(({ id }) => id === chosenId)
  const first = comments[0]
  if (first === undefined) return null
  const chosen = comments[index]
  const shown = chosen ?? first
  const range = chosen?.duration ?? 0
  return (
    <>
      {chosen !== undefined && range > 0 && (
        <div className="marker-range" style={{ left: percent(chosen.frame ?? 0), width: percent(range) }} />
      )}
      <button
        type="button"
        className={classNames(
          'marker',
          index !== -1 && 'marker-chosen',
          comments.every(({ completed }) => completed) && 'marker-done',
        )}
        style={{ left: percent(frame) }}
        aria-label={
          comments.length === 1
            ? `Comment by ${first.owner.name}: ${first.text}`
            : `${String(comments.length)} comments, first by ${first.owner.name}`
        }
        // A further click on a heap goes through it.
        onClick={() => chooseComment(room, comments[(index + 1) % comments.length] ?? first)}
      >
        <Avatar person={shown.owner} sizePixels={SIZE_PIXELS} />
        {comments.length > 1 && <span className="marker-count numbers">{comments.length}</span>}
      </button>
    </>
  )
}

/** In and out of the comment being written. */
function DraftRange({ room, percent }: { room: Room; percent: (frame: number) => string }) {
  const inFrame = useRoom(room, (state) => state.inFrame)
  const outFrame = useRoom(room, (state) => state.outFrame)
  if (inFrame === null && outFrame === null) return null
  const start = inFrame ?? 0
  return (
    <div
      className={classNames('marker-range', 'marker-draft', outFrame === null && 'marker-open')}
      style={{ left: percent(start), width: outFrame === null ? '2px' : percent(outFrame - start) }}
    />
  )
}
