// Sound and subtitle tracks of a film, as the API names them in the last part of each link: 1_deu_stereo.m4a, 1_fra.vtt.
import type { Client } from '@rushes/client/client'
import type { Asset } from '@rushes/contract/assets'
import { queryOptions, skipToken } from '@tanstack/react-query'
import { ownUrl } from '../../ui/own-url.ts'

export interface FilmTrack {
  number: number
  url: string
  /** As a person reads it: "German, stereo". */
  label: string
  /** As the file has it, such as "deu"; null when it does not say. */
  language: string | null
}

export interface FilmTracks {
  sound: FilmTrack[]
  subtitles: FilmTrack[]
}

/** They are there once the film is transcoded. */
export const filmTracksQuery = (client: Client, { id, transcoded_at: transcodedAt }: Asset) =>
  queryOptions({
    queryKey: ['film-tracks', id, transcodedAt],
    queryFn:
      transcodedAt === null
        ? skipToken
        : async (): Promise<FilmTracks> => {
            const [audio, subtitles] = await Promise.all([client.audio(id), client.subtitles(id)])
            return {
              sound: audio.audio_tracks.map((url) => filmTrack(url)),
              subtitles: subtitles.subtitle_tracks.map((url) => filmTrack(url)),
            }
          },
    // The links hold for hours, and a film that plays must not start over for a fresh one.
    staleTime: Number.POSITIVE_INFINITY,
  })

export function filmTrack(url: string): FilmTrack {
  const name = url.slice(url.lastIndexOf('/') + 1).replace(/\.\w+$/, '')
  const [number = '1', ...facts] = name.split('_')
  const language = /^[a-z]{2,3}$/i.test(facts[0] ?? '') ? (facts.shift() ?? null) : null
  const isNamed = language !== null && language !== 'und'
  const words = [isNamed ? languageName(language) : null, ...facts].filter((word) => word !== null)
  return {
    number: Number(number),
    url: ownUrl(url),
    label: words.length === 0 ? `Track ${number}` : words.join(', '),
    language: isNamed ? language : null,
  }
}

function languageName(code: string): string {
  return new Intl.DisplayNames('en', { type: 'language', fallback: 'code' }).of(code) ?? code
}
