// Gives a media element something to play, and takes it away again.
import type { SourceKind } from '@rushes/player/source-choice'
import { ownUrl } from '../../ui/own-url.ts'

export interface AttachedSource {
  detach: () => void
}

export interface SourceEvents {
  /** It cannot be played. `isPassing`: the link may have expired or the network failed, a fresh link may help. */
  onFailure: (isPassing: boolean) => void
  /** Height in pixels of the rung that is playing. */
  onRung: (height: number) => void
  /** Whether the player waits for a part of the film that cannot be made on demand and has yet to come. */
  onComing: (isComing: boolean) => void
}

/** MediaError.MEDIA_ERR_NETWORK */
const NETWORK_ERROR = 2
/** What the server says of a part that is still to come. */
const SERVICE_UNAVAILABLE = 503
const ASK_AGAIN_MS = 5_000
/** What hls.js takes for loaded without looking; less than half a frame, or the last frame of a segment is passed over. */
const WIDEST_HOLE_SECONDS = 0.005

export function attachSource(
  element: HTMLMediaElement,
  { kind, url }: { kind: SourceKind; url: string },
  events: SourceEvents,
): AttachedSource {
  if (kind === 'hls') return attachHls(element, ownUrl(url), events)
  const onError = () => events.onFailure(element.error?.code === NETWORK_ERROR)
  element.addEventListener('error', onError)
  element.src = ownUrl(url)
  return {
    detach: () => {
      element.removeEventListener('error', onError)
      empty(element)
    },
  }
}

/** hls.js is as large as the rest of the app, so it comes only when it is needed. */
function attachHls(element: HTMLMediaElement, url: string, events: SourceEvents): AttachedSource {
  let isDetached = false
  let destroy = () => empty(element)
  const start = async () => {
    const { default: Hls } = await import('hls.js')
    if (isDetached) return
    if (!Hls.isSupported()) {
      // Safari on phones plays HLS by itself.
      element.src = url
      return
    }
    // Rungs follow the size of the picture on screen; a large one on a small screen would only cost data.
    const hls = new Hls({
      capLevelToPlayerSize: true,
      startFragPrefetch: true,
      backBufferLength: 60,
      maxBufferHole: WIDEST_HOLE_SECONDS,
    })
    const stopMending = mendSeeks(element, (mend) => hls.on(Hls.Events.FRAG_BUFFERED, mend))
    let again: ReturnType<typeof setTimeout> | undefined
    hls.on(Hls.Events.FRAG_BUFFERED, () => events.onComing(false))
    hls.on(Hls.Events.ERROR, (_event, { fatal, type, response }) => {
      if (response?.code === SERVICE_UNAVAILABLE) {
        events.onComing(true)
        if (fatal) again = setTimeout(() => hls.startLoad(), ASK_AGAIN_MS)
      } else if (fatal) events.onFailure(type === Hls.ErrorTypes.NETWORK_ERROR)
    })
    hls.on(Hls.Events.LEVEL_SWITCHED, (_event, { level }) => {
      const height = hls.levels[level]?.height ?? 0
      if (height > 0) events.onRung(height)
    })
    hls.loadSource(url)
    hls.attachMedia(element)
    destroy = () => {
      clearTimeout(again)
      stopMending()
      hls.destroy()
    }
  }
  start().catch(() => events.onFailure(true))
  return {
    detach: () => {
      isDetached = true
      destroy()
    },
  }
}

/**
 * Going back over the start of what is loaded, to the last frame of a segment that is not: the browser calls it near
 * enough and shows the first frame that it has (measured in Chromium: every time). So it goes there again once it can. What
 * was loaded at the moment of the seek cannot be known afterwards; which picture is shown can.
 */
function mendSeeks(element: HTMLMediaElement, onLoaded: (mend: () => void) => void): () => void {
  if (!(element instanceof HTMLVideoElement)) return () => undefined
  let isTooLate = false
  /** Where it went again: once is enough, or a film that begins behind its own start would never come to rest. */
  let wentAgainTo: number | null = null
  const mend = () => {
    const { currentTime } = element
    if (!isTooLate || element.seeking || currentTime === wentAgainTo || !isLoadedAt(element, currentTime))
      return
    isTooLate = false
    wentAgainTo = currentTime
    element.currentTime = currentTime
  }
  const look = (_nowMs: number, { mediaTime }: VideoFrameCallbackMetadata) => {
    // A film that runs shows pictures that are a little ahead of its clock.
    isTooLate = element.paused && mediaTime > element.currentTime
    mend()
    next = element.requestVideoFrameCallback(look)
  }
  let next = element.requestVideoFrameCallback(look)
  const onSeeking = () => {
    if (element.currentTime !== wentAgainTo) wentAgainTo = null
  }
  onLoaded(mend)
  element.addEventListener('seeking', onSeeking)
  element.addEventListener('seeked', mend)
  return () => {
    element.cancelVideoFrameCallback(next)
    element.removeEventListener('seeking', onSeeking)
    element.removeEventListener('seeked', mend)
  }
}

function isLoadedAt({ buffered }: HTMLMediaElement, seconds: number): boolean {
  return Array.from({ length: buffered.length }, (_, index) => index).some(
    (index) => buffered.start(index) <= seconds && seconds < buffered.end(index),
  )
}

/** Stops loading; a removed attribute alone does not. */
function empty(element: HTMLMediaElement): void {
  element.removeAttribute('src')
  element.load()
}
