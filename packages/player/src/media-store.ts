// A player's state without a UI framework. The media element is the truth: requests go in, the store never guesses
// what comes of them, it reads the element again after the element's own events and tells its subscribers.
import { followPictures } from './follow-pictures.ts'
import { frameOfMediaTime, seekSecondsOf } from './frame-rate.ts'
import type { MediaElement } from './media-element.ts'
import type { MediaRequest } from './media-request.ts'
import { clampFrame, currentFrameOf, isSameMediaState, readMediaState } from './media-state.ts'
import type { MediaFacts, MediaState, OwnState } from './media-state.ts'
import { followReverseShuttle } from './reverse-shuttle.ts'
import { playBeside } from './sound-beside.ts'

export interface MediaStore {
  getState: () => MediaState
  dispatch: (request: MediaRequest) => void
  /** Lets another sound be heard in place of the film's own, in time with it; null: its own again. */
  hear: (sound: MediaElement | null) => void
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
/** Clock and pictures are told of by different parts of the browser. */
const FRAMES_AHEAD = 2
/** One press of an arrow key in media without frames. */
const STEP_SECONDS = 1

/** Makes the store of one element and one file. Call `destroy` when either goes away. */
export function createMediaStore(element: MediaElement, facts: MediaFacts, deps: MediaStoreDeps): MediaStore {
  const listeners = new Set<() => void>()
  const own: OwnState = {
    shownFrame: null,
    nextSeekSeconds: null,
    shuttleRate: 0,
    isLooping: element.loop,
    loopRange: null,
    sound: null,
    refusal: null,
  }
  let state = readMediaState(element, facts, own)
  let stopReverse: (() => void) | null = null
  let stopSound: (() => void) | null = null

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
    if (facts.rate === null || !facts.hasPictures) {
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
    element.play().catch(refuse)
  }

  function refuse(cause: unknown): void {
    // Starting was overtaken by a pause or a new source: nobody needs to hear of it.
    if (cause instanceof Error && cause.name === 'AbortError') return
    own.refusal = 'The browser did not start playing. Press play once more.'
    refresh()
  }

  function hear(sound: MediaElement | null): void {
    const { volume, muted } = own.sound ?? element
    stopSound?.()
    own.sound = sound
    Object.assign(sound ?? element, { volume, muted })
    if (sound !== null) element.muted = true
    stopSound = sound === null ? null : playBeside(element, sound, refuse)
    refresh()
  }

  /** A whole film the element repeats by itself; at the end of a range it is sent back to its start. */
  function loop(change: Pick<Partial<OwnState>, 'isLooping' | 'loopRange'>): void {
    Object.assign(own, change)
    element.loop = own.isLooping && own.loopRange === null
  }

  function turnBack(): void {
    if (!own.isLooping || own.loopRange === null || element.seeking) return
    if (element.paused && !element.ended) return
    const frame = own.shownFrame ?? currentFrameOf(element, facts)
    if (frame < own.loopRange.outFrame && !element.ended) return
    seekToFrame(own.loopRange.inFrame)
    if (element.paused) play(element.playbackRate)
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
        Object.assign(own.sound ?? element, {
          volume: Math.max(0, Math.min(1, request.volume)),
          muted: false,
        })
        break
      case 'toggle-mute':
        Object.assign(own.sound ?? element, { muted: !state.isMuted })
        break
      case 'set-rate':
        endShuttle()
        element.playbackRate = request.rate
        break
      case 'toggle-loop':
        loop({ isLooping: !own.isLooping })
        break
      case 'set-loop-range':
        loop({ loopRange: request.range })
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

  /** A new source will not say that a seek in the old one has arrived. It starts where the next one was to go. */
  function onEmptied(): void {
    own.shownFrame = null
    onSeeked()
  }

  /** No picture is ahead of the clock, but one from before a seek backwards that is told of after it. */
  function isOfNow(mediaTime: number): boolean {
    return mediaTime < element.currentTime + FRAMES_AHEAD / framesPerSecond(facts)
  }

  function onPicture(mediaTime: number | null): void {
    // While paused this may still tell of a picture from before the last seek; the element's time is exact then.
    if (
      mediaTime !== null &&
      facts.rate !== null &&
      !element.seeking &&
      !element.paused &&
      isOfNow(mediaTime)
    )
      own.shownFrame = clampFrame(frameOfMediaTime(mediaTime, facts.rate), facts)
    turnBack()
    refresh()
  }

  const reactions: readonly [string, () => void][] = [
    ['seeking', () => (own.shownFrame = null)],
    ['emptied', onEmptied],
    ['seeked', onSeeked],
    ['pause', settleOnShownFrame],
    // Also where the page is not on the screen, and no picture is told of.
    ['timeupdate', turnBack],
    ['ended', turnBack],
    ...EVENTS_THAT_MATTER.map((type): [string, () => void] => [type, refresh]),
  ]
  for (const [type, react] of reactions) element.addEventListener(type, react)
  const stopPictures = followPictures(element, deps.schedule, onPicture)

  return {
    getState: () => state,
    dispatch,
    hear,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    destroy: () => {
      stopReverse?.()
      stopPictures()
      stopSound?.()
      for (const [type, react] of reactions) element.removeEventListener(type, react)
      listeners.clear()
    },
  }
}

function framesPerSecond({ rate }: MediaFacts): number {
  return rate === null ? 1 : rate.num / rate.den
}
