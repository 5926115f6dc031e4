// What the keys and buttons of the player do to the media.
import type { LookAction, PlayerAction } from '@rushes/player/keyboard-map'
import type { MediaRequest } from '@rushes/player/media-request'
import type { MediaStore } from '@rushes/player/media-store'
import type { MediaState } from '@rushes/player/media-state'
import { shuttleRateAfter } from '@rushes/player/shuttle'
import { useCallback, useEffect, useRef } from 'react'
import { chooseNextMask, toggleGuides } from './guides.ts'
import { isLookAction } from './look-around.ts'

export type Act = (action: PlayerAction) => void

const VOLUME_STEP = 0.1

interface PageActions {
  toggleFullScreen: () => void
  startGoingTo: () => void
  /** Absent where two films share the screen. */
  toggleSubtitles?: () => void
  nextSound?: () => void
  look?: (action: LookAction) => void
}

export function useMediaActions(store: MediaStore | null, page: PageActions): Act {
  const current = useRef({ store, page })
  useEffect(() => {
    current.current = { store, page }
  })
  return useCallback((action) => {
    const now = current.current
    if (action === 'toggle-full-screen') now.page.toggleFullScreen()
    else if (action === 'go-to') now.page.startGoingTo()
    else if (action === 'toggle-guides') toggleGuides()
    else if (action === 'next-mask') chooseNextMask()
    else if (action === 'toggle-subtitles') now.page.toggleSubtitles?.()
    else if (action === 'next-sound') now.page.nextSound?.()
    else if (isLookAction(action)) now.page.look?.(action)
    else if (now.store !== null) {
      const request = requestFor(action, now.store.getState())
      if (request !== null) now.store.dispatch(request)
    }
  }, [])
}

/** The request behind an action, or null when it is not about the media. */
function requestFor(action: Exclude<PlayerAction, LookAction>, state: MediaState): MediaRequest | null {
  switch (action) {
    case 'toggle-play':
      return { type: 'toggle-play' }
    case 'shuttle-back':
      return { type: 'shuttle', rate: shuttleRateAfter('J', speedOf(state)) }
    case 'shuttle-stop':
      return { type: 'shuttle', rate: shuttleRateAfter('K', speedOf(state)) }
    case 'shuttle-forward':
      return { type: 'shuttle', rate: shuttleRateAfter('L', speedOf(state)) }
    case 'frame-back':
      return { type: 'step', frames: -1 }
    case 'frame-forward':
      return { type: 'step', frames: 1 }
    case 'ten-frames-back':
      return { type: 'step', frames: -10 }
    case 'ten-frames-forward':
      return { type: 'step', frames: 10 }
    case 'to-start':
      return { type: 'seek-seconds', seconds: 0 }
    case 'to-end':
      return { type: 'seek-end' }
    case 'toggle-mute':
      return { type: 'toggle-mute' }
    case 'volume-up':
      return { type: 'set-volume', volume: state.volume + VOLUME_STEP }
    case 'volume-down':
      return { type: 'set-volume', volume: state.volume - VOLUME_STEP }
    case 'toggle-loop':
      return { type: 'toggle-loop' }
    case 'toggle-guides':
    case 'next-mask':
    case 'toggle-subtitles':
    case 'next-sound':
    case 'go-to':
    case 'toggle-full-screen':
    case 'previous-asset':
    case 'next-asset':
    case 'toggle-details':
    case 'show-keys':
    case 'show-versions':
    case 'compare-versions':
    case 'write-comment':
    case 'draw':
    case 'mark-in':
    case 'mark-out':
    case 'clear-marks':
    case 'next-comment':
    case 'previous-comment':
    case 'next-new-comment':
    case 'find-comment':
      return null
  }
}

/** How fast it moves now, backwards being negative. */
function speedOf({ isPaused, shuttleRate }: MediaState): number {
  if (isPaused) return 0
  return shuttleRate === 0 ? 1 : shuttleRate
}
