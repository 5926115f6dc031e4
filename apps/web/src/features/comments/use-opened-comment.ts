import type { Asset } from '@rushes/contract/assets'
import { useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { commentInAddress } from './comment-link.ts'
import { chooseComment, useRoom } from './room-store.ts'
import type { Room } from './room-store.ts'
import { useComments } from './use-comments.ts'

/** A link to a comment opens the file at its frame or page, once both are there. */
export function useOpenedComment(asset: Asset, room: Room): void {
  const comments = useComments(asset, room)
  const hasMedia = useRoom(room, (state) => state.media !== null || state.page !== null)
  // Another comment of the file that is open already, or the same once more, is another visit.
  const visit = useLocation({ select: ({ hash, state }) => `${hash} ${state.__TSR_key ?? ''}` })
  const done = useRef<string | null>(null)
  useEffect(() => {
    const wanted = done.current === visit ? null : commentInAddress()
    const comment = comments?.find(({ id }) => id === wanted)
    if (comment === undefined || !hasMedia) return
    done.current = visit
    chooseComment(room, comment)
  }, [comments, hasMedia, room, visit])
}
