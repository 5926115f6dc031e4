// The part of a browser's media element that the store needs. HTMLVideoElement and HTMLAudioElement fit it as they are.

export interface MediaElement {
  readonly paused: boolean
  readonly ended: boolean
  readonly seeking: boolean
  currentTime: number
  /** Seconds; NaN until known. */
  readonly duration: number
  readonly buffered: { readonly length: number; start(index: number): number; end(index: number): number }
  volume: number
  muted: boolean
  playbackRate: number
  loop: boolean
  readonly readyState: number
  readonly error: { readonly code: number } | null
  /** Absent on audio elements. */
  readonly videoWidth?: number
  readonly videoHeight?: number
  play(): Promise<void>
  pause(): void
  addEventListener(type: string, listener: () => void): void
  removeEventListener(type: string, listener: () => void): void
  requestVideoFrameCallback?(callback: (nowMs: number, frame: { mediaTime: number }) => void): number
  cancelVideoFrameCallback?(handle: number): void
}

/** HTMLMediaElement.HAVE_METADATA: its length is known. */
export const HAVE_METADATA = 1
/** HTMLMediaElement.HAVE_CURRENT_DATA: there is a picture to look at. */
export const HAVE_CURRENT_DATA = 2
/** HTMLMediaElement.HAVE_FUTURE_DATA: playing on is possible. */
export const HAVE_FUTURE_DATA = 3
