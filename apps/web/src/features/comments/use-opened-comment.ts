import type { Asset } from '@rushes/contract/assets'
import { useEffect, useRef } from 'react'
import { commentInAddress } from './comment-link.ts'
import { chooseComment, useRoom } from './room-store.ts'
import type { Room } from './room-store.ts'
import { useComments } from './use-comments.ts'

/** A link to a comment opens the file at its frame or page, once both are there. */
export function useOpenedComment(asset: Asset, room: Room): void {
  const comments = useComments(asset, room)
  const hasMedia = useRoom(room, (state) => state.media !== null || state.page !== null)
  const isDone = useRef(false)
  useEffect(() => {
    const wanted = isDone.current ? null : commentInAddress()
    const comment = comments?.find(({ id }) => id === wanted)
    if (comment === undefined || !hasMedia) return
    isDone.current = true
    chooseComment(room, comment)
  }, [comments, hasMedia, room])
}
