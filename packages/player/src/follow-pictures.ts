// Hears of every picture that comes to the screen.
import type { MediaElement } from './media-element.ts'

/**
 * `onPicture` gets the time of each picture in the film, or null where the browser does not tell of pictures (and for
 * sound): time events come only four times a second there, so it is asked with every frame of the page. Returns the way
 * to stop.
 */
export function followPictures(
  element: MediaElement,
  schedule: (callback: () => void) => () => void,
  onPicture: (mediaTime: number | null) => void,
): () => void {
  if (element.requestVideoFrameCallback === undefined) return followClock(element, schedule, onPicture)
  let handle: number | undefined
  const next = () => {
    handle = element.requestVideoFrameCallback?.((_nowMs, { mediaTime }) => {
      onPicture(mediaTime)
      next()
    })
  }
  next()
  return () => {
    if (handle !== undefined) element.cancelVideoFrameCallback?.(handle)
  }
}

function followClock(
  element: MediaElement,
  schedule: (callback: () => void) => () => void,
  onPicture: (mediaTime: null) => void,
): () => void {
  let stop: (() => void) | null = null
  function follow(): void {
    onPicture(null)
    stop = element.paused ? null : schedule(follow)
  }
  const start = () => (stop ??= schedule(follow))
  element.addEventListener('playing', start)
  return () => {
    stop?.()
    element.removeEventListener('playing', start)
  }
}
