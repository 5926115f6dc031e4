import { ArrowDown, X } from 'lucide-react'
import { count } from '../../ui/count.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import type { VisitNews } from '../visits/use-visit.ts'
import { neighbourOf } from './comment-threads.ts'
import type { Thread } from './comment-threads.ts'
import { chooseComment } from './room-store.ts'
import type { Room } from './room-store.ts'
import './new-since.css'

/** How much is new since the last visit, and the way to it. */
export function NewSince({
  news,
  threads,
  room,
}: {
  news: VisitNews
  threads: readonly Thread[]
  room: Room
}) {
  const fresh = threads.filter((thread) => hasNew(thread, news.ids))
  if (fresh.length === 0) return null
  const total = fresh.reduce((sum, thread) => sum + newIn(thread, news.ids), 0)
  return (
    <div className="new-since">
      <p>{count(total, 'comment')} new since your last visit</p>
      <IconButton label="Next new comment" shortcut="U" onClick={() => showNextNew(fresh, room)}>
        <ArrowDown />
      </IconButton>
      <IconButton label="Nothing is new any more" onClick={news.dismiss}>
        <X />
      </IconButton>
    </div>
  )
}

export function hasNew(thread: Thread, ids: ReadonlySet<string>): boolean {
  return newIn(thread, ids) > 0
}

/** Goes on from the chosen comment, along the film, and begins again after the last one. */
export function showNextNew(fresh: readonly Thread[], room: Room): void {
  const { chosenId, media } = room.get()
  const frame = media?.store.getState().frameIndex ?? null
  const next = neighbourOf(fresh, chosenId, frame, 1) ?? fresh[0]
  if (next !== undefined) chooseComment(room, next.head)
}

function newIn({ head, replies }: Thread, ids: ReadonlySet<string>): number {
  return [head, ...replies].filter(({ id }) => ids.has(id)).length
}
