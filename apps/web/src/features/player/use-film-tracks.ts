// Which sound is heard and which subtitles are read. Both start as the film has them: its own sound, no subtitles.
import type { Asset } from '@rushes/contract/assets'
import type { MediaStore } from '@rushes/player/media-store'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useServices } from '../../services.ts'
import { filmTracksQuery } from './film-tracks.ts'
import type { FilmTrack, FilmTracks } from './film-tracks.ts'

export interface ChosenTracks extends FilmTracks {
  /** Null: the film's own. */
  heard: FilmTrack | null
  /** Null: none. */
  read: FilmTrack | null
  hear: (track: FilmTrack | null) => void
  show: (track: FilmTrack | null) => void
  /** The last subtitles again, or none. */
  toggleSubtitles: () => void
  nextSound: () => void
  /** Of the element that plays `heard`. */
  onSound: (element: HTMLAudioElement | null) => void
}

const NO_TRACKS: FilmTrack[] = []

export function useFilmTracks(asset: Asset, store: MediaStore | null): ChosenTracks {
  const { client, toasts } = useServices()
  const { data } = useQuery(filmTracksQuery(client, asset))
  const [heardNumber, setHeard] = useState<number | null>(null)
  const [readNumber, setRead] = useState<number | null>(null)
  const [lastRead, setLastRead] = useState<number | null>(null)
  const [element, setElement] = useState<HTMLAudioElement | null>(null)
  // One track is what the film plays anyway.
  const sound = data === undefined || data.sound.length < 2 ? NO_TRACKS : data.sound
  const subtitles = data?.subtitles ?? NO_TRACKS
  const heard = sound.find(({ number }) => number === heardNumber) ?? null
  const read = subtitles.find(({ number }) => number === readNumber) ?? null

  useEffect(() => {
    if (store === null || element === null) return
    store.hear(element)
    return () => store.hear(null)
  }, [store, element])

  const show = (track: FilmTrack | null) => {
    setRead(track?.number ?? null)
    if (track !== null) setLastRead(track.number)
  }
  return {
    sound,
    subtitles,
    heard,
    read,
    hear: (track) => setHeard(track?.number ?? null),
    show,
    toggleSubtitles: () => {
      const last = subtitles.find(({ number }) => number === lastRead) ?? subtitles[0]
      if (last === undefined) toasts.say('This film has no subtitles.')
      else show(read === null ? last : null)
    },
    nextSound: () => {
      if (sound.length === 0) return toasts.say('This film has no other sound tracks.')
      const next = heard === null ? sound[0] : sound[sound.indexOf(heard) + 1]
      setHeard(next?.number ?? null)
      toasts.say(next === undefined ? 'The film’s own sound' : `Sound: ${next.label}`)
    },
    onSound: setElement,
  }
}
