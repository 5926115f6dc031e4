import type { MediaStore } from '@rushes/player/media-store'
import { useEffect, useState } from 'react'
import { useMediaState } from './use-media-store.ts'

/** Shorter than this nobody notices, and words that come and go would only disturb. */
const NOTICED_MS = 300

/** Whether the picture that is wanted has been on its way for a while. */
export function useIsWaiting(store: MediaStore): boolean {
  const isUnderWay = useMediaState(store, (state) => !state.hasData || state.isWaiting || state.isSeeking)
  const [isLong, setLong] = useState(false)
  useEffect(() => {
    if (!isUnderWay) return
    const timer = setTimeout(() => setLong(true), NOTICED_MS)
    return () => {
      clearTimeout(timer)
      setLong(false)
    }
  }, [isUnderWay])
  return isLong
}
