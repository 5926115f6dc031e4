import { createMediaStore } from '@rushes/player/media-store'
import type { MediaStore } from '@rushes/player/media-store'
import type { MediaFacts, MediaState } from '@rushes/player/media-state'
import { useEffect, useState, useSyncExternalStore } from 'react'

/** The store of a media element, as long as both are on screen. `facts` must keep its identity while it says the same. */
export function useMediaStore(element: HTMLMediaElement | null, facts: MediaFacts): MediaStore | null {
  const [store, setStore] = useState<MediaStore | null>(null)
  useEffect(() => {
    if (element === null) return
    const made = createMediaStore(element, facts, {
      nowMs: () => performance.now(),
      schedule: (callback) => {
        const request = requestAnimationFrame(callback)
        return () => cancelAnimationFrame(request)
      },
    })
    // oxlint-disable-next-line react/set-state-in-effect -- a store exists only together with its element
    setStore(made)
    return () => {
      made.destroy()
      setStore(null)
    }
  }, [element, facts])
  return store
}

/** One fact of the player's state; renders again only when that fact changes. */
export function useMediaState<T>(store: MediaStore, select: (state: MediaState) => T): T {
  return useSyncExternalStore(store.subscribe, () => select(store.getState()))
}
