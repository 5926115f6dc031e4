// The range that is marked for a comment is also the one that a loop repeats.
import type { MediaStore } from '@rushes/player/media-store'
import { useEffect } from 'react'
import { useRoom } from '../comments/room-store.ts'
import type { Room } from '../comments/room-store.ts'

export function useLoopRange(room: Room, store: MediaStore | null, frameCount: number): void {
  const inFrame = useRoom(room, (state) => state.inFrame)
  const outFrame = useRoom(room, (state) => state.outFrame)
  useEffect(() => {
    const range =
      inFrame === null && outFrame === null
        ? null
        : { inFrame: inFrame ?? 0, outFrame: outFrame ?? Math.max(0, frameCount - 1) }
    store?.dispatch({ type: 'set-loop-range', range })
  }, [store, inFrame, outFrame, frameCount])
}
