import { useCallback, useSyncExternalStore } from 'react'

/** Subtitles of a film whose own picture is covered by another one: the browser draws them only on its own. */
export function WordsOverPicture({ film, element }: { film: HTMLMediaElement; element: HTMLTrackElement }) {
  const subscribe = useCallback(
    (listener: () => void) => {
      element.track.addEventListener('cuechange', listener)
      // What is to be read where the film stands when they arrive changes nothing.
      element.addEventListener('load', listener)
      film.addEventListener('seeked', listener)
      return () => {
        element.track.removeEventListener('cuechange', listener)
        element.removeEventListener('load', listener)
        film.removeEventListener('seeked', listener)
      }
    },
    [film, element],
  )
  const words = useSyncExternalStore(subscribe, () => wordsAt(element.track, film.currentTime))
  return words === '' ? null : <p className="words-over-picture">{words}</p>
}

/** What is to be read then, without its markup. The browser's own answer waits until the film has moved. */
function wordsAt({ cues }: TextTrack, seconds: number): string {
  return [...(cues ?? [])]
    .filter(({ startTime, endTime }) => startTime <= seconds && seconds < endTime)
    .map((cue) => (cue instanceof VTTCue ? (cue.getCueAsHTML().textContent ?? '') : ''))
    .join('\n')
}
