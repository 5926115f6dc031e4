// Another sound in place of a film's own: a second element that goes where the film goes. It is at the film's very time
// whenever both rest, and is kept within what nobody hears while they play.
import { HAVE_FUTURE_DATA, HAVE_METADATA } from './media-element.ts'
import type { MediaElement } from './media-element.ts'

/** Further apart than this, the sound jumps; below it runs a little faster or slower. A frame is 0.04. */
const JUMP_SECONDS = 0.12
const CLOSE_SECONDS = 0.012
/** For each second that it is off; few enough that nobody hears it. */
const CATCH_UP = 1.5
const EVENTS_OF_FILM =
  'play playing pause ended waiting seeking seeked timeupdate ratechange canplay emptied'.split(' ')
const EVENTS_OF_SOUND = 'loadedmetadata canplay seeked'.split(' ')

/** Ties a sound to a film. Returns the way to let go of it. */
export function playBeside(
  film: MediaElement,
  sound: MediaElement,
  onRefusal: (cause: unknown) => void,
): () => void {
  function follow(): void {
    if (sound.readyState < HAVE_METADATA || film.seeking || sound.seeking) return
    const isOver = film.currentTime >= sound.duration
    const ahead = sound.currentTime - Math.min(film.currentTime, sound.duration)
    if (film.paused || film.ended || film.readyState < HAVE_FUTURE_DATA || isOver) {
      if (!sound.paused) sound.pause()
      if (Math.abs(ahead) > CLOSE_SECONDS) sound.currentTime = film.currentTime
      return
    }
    const isFar = Math.abs(ahead) > JUMP_SECONDS
    if (isFar) sound.currentTime = film.currentTime
    const pull = isFar || Math.abs(ahead) < CLOSE_SECONDS ? 0 : -ahead * CATCH_UP
    const rate = film.playbackRate * (1 + pull)
    if (sound.playbackRate !== rate) sound.playbackRate = rate
    if (sound.paused) sound.play().catch(onRefusal)
  }

  for (const type of EVENTS_OF_FILM) film.addEventListener(type, follow)
  for (const type of EVENTS_OF_SOUND) sound.addEventListener(type, follow)
  follow()
  return () => {
    for (const type of EVENTS_OF_FILM) film.removeEventListener(type, follow)
    for (const type of EVENTS_OF_SOUND) sound.removeEventListener(type, follow)
    sound.pause()
  }
}
