// From one room to the next the place in the film is kept, where the other film is long enough: between versions, into
// comparing two of them and back.
import { frameAtSeconds, seekSecondsOf } from '@rushes/player/frame-rate'
import { useEffect, useRef, useState } from 'react'
import { useRoom } from '../comments/room-store.ts'
import type { Room } from '../comments/room-store.ts'

interface StartPlace {
  /** The middle of the frame on the screen. */
  seconds: number
  isPlaying: boolean
}

/** The room that somebody is on the way out of, and the file whose room they are on the way to. */
let leaving: { room: Room; assetId: string; place: StartPlace | null } | null = null

/** To be called on the way to another room. What is asked of this one until the other is there still counts. */
export function leaveFor(assetId: string, room: Room): void {
  leaving = { room, assetId, place: placeOf(room) }
}

/** Goes to where the last room stood once there is something that plays; beyond the end there is the last frame. */
export function useStartPlace(room: Room): void {
  const media = useRoom(room, (state) => state.media)
  const [place] = useState(() =>
    leaving?.assetId === room.assetId ? (placeOf(leaving.room) ?? leaving.place) : null,
  )
  const isDone = useRef(false)
  useEffect(() => {
    leaving = null
  }, [])
  useEffect(() => {
    if (media === null || place === null || isDone.current) return
    isDone.current = true
    const { rate } = media.facts
    if (rate === null) media.store.dispatch({ type: 'seek-seconds', seconds: place.seconds })
    else media.store.dispatch({ type: 'seek-frame', frameIndex: frameAtSeconds(place.seconds, rate) })
    if (place.isPlaying) media.store.dispatch({ type: 'play' })
  }, [media, place])
}

/** Null where nothing plays. */
function placeOf(room: Room): StartPlace | null {
  const { media } = room.get()
  if (media === null) return null
  const { frameIndex, seconds, isPaused } = media.store.getState()
  const { rate } = media.facts
  return { seconds: rate === null ? seconds : seekSecondsOf(frameIndex, rate), isPlaying: !isPaused }
}
