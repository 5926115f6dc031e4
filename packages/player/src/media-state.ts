// What a player shows, read from the media element and from nowhere else.
import { frameAtSeconds } from './frame-rate.ts'
import type { FrameRate } from './frame-rate.ts'
import { HAVE_CURRENT_DATA, HAVE_FUTURE_DATA } from './media-element.ts'
import type { MediaElement } from './media-element.ts'
import type { LoopRange } from './media-request.ts'

export interface MediaState {
  isPaused: boolean
  isEnded: boolean
  /** On the way to another picture, with the element or with a request that waits for it. */
  isSeeking: boolean
  /** Wants to play but has nothing to play yet. */
  isWaiting: boolean
  /** There is a picture (or sound) at the current place. */
  hasData: boolean
  seconds: number
  /** The frame on screen; 0 for media without frames. */
  frameIndex: number
  /** 0 until known. */
  durationSeconds: number
  buffered: readonly { startSeconds: number; endSeconds: number }[]
  /** 0 to 1. */
  volume: number
  isMuted: boolean
  /** Speed chosen by the viewer, forwards. */
  playbackRate: number
  /** Speed of the J K L keys; negative backwards, 0 while they are not in use. */
  shuttleRate: number
  isLooping: boolean
  /** What a loop repeats; null: all of it. */
  loopRange: LoopRange | null
  /** Pixels; 0 without a picture. */
  videoWidth: number
  videoHeight: number
  /** MediaError.code, or null. */
  errorCode: number | null
  /** Why the browser refused to start playing, or null. */
  refusal: string | null
}

/** What the element itself cannot know. */
export interface MediaFacts {
  /** Null where it is not known. Of sound, `SOUND_RATE`. */
  rate: FrameRate | null
  /** Frames in all; bounds the last frame. */
  frameCount: number
  /** False for sound: its frames are only what places are counted in. */
  hasPictures: boolean
}

/** What the store remembers beside the element. */
export interface OwnState {
  /** The frame the browser last reported as presented, if still true. */
  shownFrame: number | null
  /** Where to go once the seek under way has arrived: seeks that overtake each other would never show a picture. */
  nextSeekSeconds: number | null
  shuttleRate: number
  isLooping: boolean
  loopRange: LoopRange | null
  /** What is heard in place of the film's own sound. */
  sound: MediaElement | null
  refusal: string | null
}

/** Reads everything at once. */
export function readMediaState(element: MediaElement, facts: MediaFacts, own: OwnState): MediaState {
  const isPaused = element.paused && own.shuttleRate === 0
  return {
    isPaused,
    isEnded: element.ended,
    isSeeking: element.seeking || own.nextSeekSeconds !== null,
    isWaiting: !element.paused && !element.ended && element.readyState < HAVE_FUTURE_DATA,
    hasData: element.readyState >= HAVE_CURRENT_DATA,
    seconds: element.currentTime,
    frameIndex: own.shownFrame ?? currentFrameOf(element, facts),
    durationSeconds: Number.isFinite(element.duration) ? element.duration : 0,
    buffered: Array.from({ length: element.buffered.length }, (_, index) => ({
      startSeconds: element.buffered.start(index),
      endSeconds: element.buffered.end(index),
    })),
    volume: (own.sound ?? element).volume,
    isMuted: (own.sound ?? element).muted,
    playbackRate: element.playbackRate,
    shuttleRate: own.shuttleRate,
    isLooping: own.isLooping,
    loopRange: own.loopRange,
    videoWidth: element.videoWidth ?? 0,
    videoHeight: element.videoHeight ?? 0,
    errorCode: element.error?.code ?? null,
    refusal: own.refusal,
  }
}

/** The frame at the element's own time, never past the last one. */
export function currentFrameOf(element: MediaElement, facts: MediaFacts): number {
  if (facts.rate === null) return 0
  return clampFrame(frameAtSeconds(element.currentTime, facts.rate), facts)
}

/** A frame that exists. */
export function clampFrame(frameIndex: number, { frameCount }: MediaFacts): number {
  const last = frameCount > 0 ? frameCount - 1 : Number.MAX_SAFE_INTEGER
  return Math.max(0, Math.min(last, Math.round(frameIndex)))
}

/** True when nothing a viewer could notice differs. */
export function isSameMediaState(a: MediaState, b: MediaState): boolean {
  const { buffered: rangesOfA, ...restOfA } = a
  const { buffered: rangesOfB, ...restOfB } = b
  return (
    rangesOfA.length === rangesOfB.length &&
    rangesOfA.every(
      (range, index) =>
        range.startSeconds === rangesOfB[index]?.startSeconds &&
        range.endSeconds === rangesOfB[index]?.endSeconds,
    ) &&
    Object.entries(restOfA).every(([key, value]) => Object.is(value, Reflect.get(restOfB, key)))
  )
}
