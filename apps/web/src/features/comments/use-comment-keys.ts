// The keys of the comments, whether or not their column is open.
import type { Asset } from '@rushes/contract/assets'
import type { CommentAction } from '@rushes/player/keyboard-map'
import { filterThreads, neighbourOf, threadsOf } from './comment-threads.ts'
import { hasNew, showNextNew } from './new-since.tsx'
import { chooseComment, clearRange, hasPicture, markRange, showHeldPlace } from './room-store.ts'
import type { Room } from './room-store.ts'
import { useVisit } from '../visits/use-visit.ts'
import { useComments } from './use-comments.ts'

export function useCommentKeys(asset: Asset, room: Room): (action: CommentAction) => void {
  const comments = useComments(asset, room)
  const news = useVisit(asset.id)
  function step(direction: 1 | -1): void {
    const { chosenId, media, filter, narrowing } = room.get()
    const frame = media?.store.getState().frameIndex ?? null
    const threads = filterThreads(threadsOf(comments ?? [], 'time'), filter, narrowing)
    const next = neighbourOf(threads, chosenId, frame, direction)
    if (next !== null) chooseComment(room, next.head)
  }
  return (action) => {
    switch (action) {
      case 'write-comment':
        return room.set({ focusRequests: room.get().focusRequests + 1 })
      case 'draw':
        return toggleDrawing(room)
      case 'mark-in':
        return markRange(room, 'in')
      case 'mark-out':
        return markRange(room, 'out')
      case 'clear-marks':
        return clearRange(room)
      case 'next-comment':
        return step(1)
      case 'previous-comment':
        return step(-1)
      case 'find-comment':
        return findComments(room)
      case 'next-new-comment':
        return showNextNew(
          threadsOf(comments ?? [], 'time').filter((thread) => hasNew(thread, news.ids)),
          room,
        )
    }
  }
}

/** Shows the field to find comments by what they say, with the cursor in it. */
export function findComments(room: Room): void {
  room.set({ findRequests: room.get().findRequests + 1 })
}

/** The pen comes out only where there is a picture; the picture stops for it. */
export function toggleDrawing(room: Room): void {
  if (room.get().tool !== null) return room.set({ tool: null })
  if (!hasPicture(room.get())) return
  showHeldPlace(room)
  room.set({ tool: 'freehand', chosenId: null, hasTime: true })
}
