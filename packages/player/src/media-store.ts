// A player's state without a UI framework. The media element is the truth: requests go in, the store never guesses
// what comes of them, it reads the element again after the element's own events and tells its subscribers.
import { frameOfMediaTime, seekSecondsOf } from './frame-rate.ts'
import type { MediaElement } from './media-element.ts'
import { clampFrame, currentFrameOf, isSameMediaState, readMediaState } from './media-state.ts'
import type { MediaFacts, MediaState, OwnState } from './media-state.ts'
import { followReverseShuttle } from './reverse-shuttle.ts'

export type MediaRequest =
  | { type: 'play' }
  | { type: 'pause' }
  | { type: 'toggle-play' }
  /** Speed of the J K L keys: negative backwards, 0 stops. */
  | { type: 'shuttle'; rate: number }
  | { type: 'step'; frames: number }
  | { type: 'seek-frame'; frameIndex: number }
  | { type: 'seek-seconds'; seconds: number }
  | { type: 'seek-end' }
  | { type: 'set-volume'; volume: number }
  | { type: 'toggle-mute' }
  | { type: 'set-rate'; rate: number }
  | { type: 'toggle-loop' }

export interface MediaStore {
  getState: () => MediaState
  dispatch: (request: MediaRequest) => void
  /** Returns the way to stop listening. */
  subscribe: (listener: () => void) => () => void
  destroy: () => void
}

/** Clock and scheduler, so that they can be driven; browsers pass performance.now and requestAnimationFrame. */
export interface MediaStoreDeps {
  nowMs: () => number
  schedule: (callback: () => void) => () => void
}

const EVENTS_THAT_MATTER =
  'play playing pause ended waiting seeking seeked timeupdate durationchange loadedmetadata loadeddata canplay progress volumechange ratechange emptied error resize stalled suspend'.split(
    ' ',
  )
/** One press of an arrow key in media without frames. */
const STEP_SECONDS = 1

/** Makes the store of one element and one file. Call `destroy` when either goes away. */
export function createMediaStore(element: MediaElement, facts: MediaFacts, deps: MediaStoreDeps): MediaStore {
  const listeners = new Set<() => void>()
  const own: OwnState = { shownFrame: null, nextSeekSeconds: null, shuttleRate: 0, refusal: null }
  let state = readMediaState(element, facts, own)
  let stopReverse: (() => void) | null = null
  let frameCallback: number | null = null
  let stopFollowing: (() => void) | null = null

  function refresh(): void {
    const fresh = readMediaState(element, facts, own)
    if (isSameMediaState(state, fresh)) return
    state = fresh
    for (const listener of listeners) listener()
  }

  function seekTo(seconds: number): void {
    const end = Number.isFinite(element.duration) ? element.duration : seconds
    const target = Math.max(0, Math.min(end, seconds))
    own.shownFrame = null
    if (element.seeking) {
      own.nextSeekSeconds = target
    } else {
      // A request may come after a seek has arrived and before `seeked` says so: what waited is outdated by this one.
      own.nextSeekSeconds = null
      element.currentTime = target
    }
    refresh()
  }

  function seekToFrame(frameIndex: number): void {
    if (facts.rate !== null) seekTo(seekSecondsOf(clampFrame(frameIndex, facts), facts.rate))
  }

  function step(frames: number): void {
    endShuttle()
    element.pause()
    if (facts.rate === null) {
      seekTo((own.nextSeekSeconds ?? element.currentTime) + frames * STEP_SECONDS)
      return
    }
    const waitingFor =
      own.nextSeekSeconds === null
        ? null
        : Math.floor((own.nextSeekSeconds * facts.rate.num) / facts.rate.den)
    seekToFrame((waitingFor ?? own.shownFrame ?? currentFrameOf(element, facts)) + frames)
  }

  function play(rate: number): void {
    own.refusal = null
    element.playbackRate = rate
    element.play().catch((cause: unknown) => {
      // Starting was overtaken by a pause or a new source: nobody needs to hear of it.
      if (cause instanceof Error && cause.name === 'AbortError') return
      own.refusal = 'The browser did not start playing. Press play once more.'
      refresh()
    })
  }

  function endShuttle(): void {
    stopReverse?.()
    stopReverse = null
    if (own.shuttleRate > 0) element.playbackRate = 1
    own.shuttleRate = 0
  }

  function shuttle(rate: number): void {
    endShuttle()
    if (rate > 0) {
      own.shuttleRate = rate === 1 ? 0 : rate
      play(rate)
    } else {
      element.pause()
      if (rate < 0) {
        own.shuttleRate = rate
        stopReverse = followReverseShuttle({
          ...deps,
          speed: -rate,
          fromSeconds: element.currentTime,
          isBusy: () => element.seeking,
          seekTo:
            facts.rate === null
              ? seekTo
              : (seconds) => seekToFrame(Math.floor(seconds * framesPerSecond(facts))),
          atStart: () => {
            endShuttle()
            refresh()
          },
        })
      }
    }
    refresh()
  }

  /** Between two frames the clock may already be past the picture on screen; the picture wins. */
  function settleOnShownFrame(): void {
    if (own.shownFrame !== null && facts.rate !== null && !element.ended && !element.seeking)
      element.currentTime = seekSecondsOf(clampFrame(own.shownFrame, facts), facts.rate)
    own.shownFrame = null
  }

  function dispatch(request: MediaRequest): void {
    switch (request.type) {
      case 'play':
        endShuttle()
        play(element.playbackRate)
        break
      case 'pause':
        endShuttle()
        element.pause()
        break
      case 'toggle-play':
        dispatch({ type: state.isPaused ? 'play' : 'pause' })
        break
      case 'shuttle':
        shuttle(request.rate)
        break
      case 'step':
        step(request.frames)
        break
      case 'seek-frame':
        seekToFrame(request.frameIndex)
        break
      case 'seek-seconds':
        seekTo(request.seconds)
        break
      case 'seek-end':
        if (facts.rate === null) seekTo(state.durationSeconds)
        else
          seekToFrame(
            facts.frameCount > 0
              ? facts.frameCount - 1
              : Math.ceil(state.durationSeconds * framesPerSecond(facts)),
          )
        break
      case 'set-volume':
        element.volume = Math.max(0, Math.min(1, request.volume))
        element.muted = false
        break
      case 'toggle-mute':
        element.muted = !element.muted
        break
      case 'set-rate':
        endShuttle()
        element.playbackRate = request.rate
        break
      case 'toggle-loop':
        element.loop = !element.loop
        break
    }
    // Some of these change what the element says without an event.
    refresh()
  }

  function onSeeked(): void {
    if (own.nextSeekSeconds === null) return
    const target = own.nextSeekSeconds
    own.nextSeekSeconds = null
    element.currentTime = target
  }

  function onPresented(_nowMs: number, { mediaTime }: { mediaTime: number }): void {
    // While paused this may still tell of a picture from before the last seek; the element's time is exact then.
    if (facts.rate !== null && !element.seeking && !element.paused)
      own.shownFrame = clampFrame(frameOfMediaTime(mediaTime, facts.rate), facts)
    refresh()
    frameCallback = element.requestVideoFrameCallback?.(onPresented) ?? null
  }

  /** Where the browser does not tell of each picture (and for sound), time events come only four times a second. */
  function follow(): void {
    refresh()
    stopFollowing = element.paused ? null : deps.schedule(follow)
  }
  function startFollowing(): void {
    if (element.requestVideoFrameCallback === undefined) stopFollowing ??= deps.schedule(follow)
  }

  const forgetShownFrame = () => (own.shownFrame = null)
  /** A new source knows nothing of a seek in the old one, and will not say that it has arrived. */
  const forgetPlaces = () => (own.shownFrame = own.nextSeekSeconds = null)
  element.addEventListener('seeking', forgetShownFrame)
  element.addEventListener('emptied', forgetPlaces)
  element.addEventListener('seeked', onSeeked)
  element.addEventListener('pause', settleOnShownFrame)
  element.addEventListener('playing', startFollowing)
  for (const type of EVENTS_THAT_MATTER) element.addEventListener(type, refresh)
  frameCallback = element.requestVideoFrameCallback?.(onPresented) ?? null

  return {
    getState: () => state,
    dispatch,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    destroy: () => {
      stopReverse?.()
      stopFollowing?.()
      if (frameCallback !== null) element.cancelVideoFrameCallback?.(frameCallback)
      element.removeEventListener('seeking', forgetShownFrame)
      element.removeEventListener('emptied', forgetPlaces)
      element.removeEventListener('seeked', onSeeked)
      element.removeEventListener('pause', settleOnShownFrame)
      element.removeEventListener('playing', startFollowing)
      for (const type of EVENTS_THAT_MATTER) element.removeEventListener(type, refresh)
      listeners.clear()
    },
  }
}

function framesPerSecond({ rate }: MediaFacts): number {
  return rate === null ? 1 : rate.num / rate.den
}
