// One of the two films: its element, what it plays, and its own store before it is tied to the other one's.
import type { Asset } from '@rushes/contract/assets'
import { frameRateFromFps } from '@rushes/player/frame-rate'
import type { MediaFacts } from '@rushes/player/media-state'
import type { MediaStore } from '@rushes/player/media-store'
import { createPair } from '@rushes/player/pair-store'
import type { Pair } from '@rushes/player/pair-store'
import type { TimecodeClock } from '@rushes/player/timecode'
import { useEffect, useMemo, useState } from 'react'
import { createRoom } from '../comments/room-store.ts'
import type { Room } from '../comments/room-store.ts'
import { useClock } from '../player/use-clock.ts'
import { useMediaSource } from '../player/use-media-source.ts'
import type { MediaSource } from '../player/use-media-source.ts'
import { useMediaStore } from '../player/use-media-store.ts'

export interface ComparedFilm {
  asset: Asset
  room: Room
  facts: MediaFacts
  clock: TimecodeClock | null
  media: MediaSource
  store: MediaStore | null
  onElement: (element: HTMLVideoElement | null) => void
}

export function useComparedFilm(asset: Asset): ComparedFilm {
  const { fps, frames, timecode } = asset
  const [element, setElement] = useState<HTMLVideoElement | null>(null)
  const facts = useMemo(
    () => ({ rate: frameRateFromFps(fps), frameCount: frames, hasPictures: true }),
    [fps, frames],
  )
  const store = useMediaStore(element, facts)
  return {
    asset,
    facts,
    room: useMemo(() => createRoom(asset.id), [asset.id]),
    clock: useClock(facts, timecode),
    store,
    media: useMediaSource(asset, element, store),
    onElement: setElement,
  }
}

/** Ties two films together once both are there, and tells their rooms what plays. */
export function usePair(one: ComparedFilm, other: ComparedFilm): Pair | null {
  const [pair, setPair] = useState<Pair | null>(null)
  const { store: first, facts: firstFacts } = one
  const { store: second, facts: secondFacts } = other
  useEffect(() => {
    if (first === null || second === null) return
    const made = createPair({ store: first, facts: firstFacts }, { store: second, facts: secondFacts })
    // oxlint-disable-next-line react/set-state-in-effect -- a pair exists only together with its two stores
    setPair(made)
    return () => {
      made.destroy()
      setPair(null)
    }
  }, [first, second, firstFacts, secondFacts])
  useRoomMedia(one, pair?.leader ?? null)
  useRoomMedia(other, pair?.follower ?? null)
  return pair
}

function useRoomMedia({ room, facts, clock }: ComparedFilm, store: MediaStore | null): void {
  useEffect(() => {
    room.set({ media: store === null ? null : { store, facts, clock } })
    return () => room.set({ media: null })
  }, [room, store, facts, clock])
}
