// From one version to another the place in the film is kept, where the other one is long enough.
import { frameAtSeconds, seekSecondsOf } from '@rushes/player/frame-rate'
import { useEffect, useRef } from 'react'
import { useRoom } from '../comments/room-store.ts'
import type { Room } from '../comments/room-store.ts'

export interface StartPlace {
  assetId: string
  /** The middle of the frame on the screen. */
  seconds: number
  isPlaying: boolean
}

/** Where a room stands, for the version that is switched to. Null where nothing plays. */
export function placeFor(room: Room, assetId: string): StartPlace | null {
  const { media } = room.get()
  if (media === null) return null
  const { frameIndex, seconds, isPaused } = media.store.getState()
  const { rate } = media.facts
  return {
    assetId,
    seconds: rate === null ? seconds : seekSecondsOf(frameIndex, rate),
    isPlaying: !isPaused,
  }
}

/** Goes to the place once there is something that plays; beyond the end there is the last frame. */
export function useStartPlace(room: Room, place: StartPlace | null): void {
  const media = useRoom(room, (state) => state.media)
  const isDone = useRef(false)
  useEffect(() => {
    if (media === null || place === null || isDone.current) return
    isDone.current = true
    const { rate } = media.facts
    if (rate === null) media.store.dispatch({ type: 'seek-seconds', seconds: place.seconds })
    else media.store.dispatch({ type: 'seek-frame', frameIndex: frameAtSeconds(place.seconds, rate) })
    if (place.isPlaying) media.store.dispatch({ type: 'play' })
  }, [media, place])
}
