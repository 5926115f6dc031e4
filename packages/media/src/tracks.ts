// Which tracks of a file are brought out as files of their own (v2-assets.md 3.10, 3.11): all sound, and subtitles that
// are text. Numbered from 1 in the order of the file, under the numbers the probe's lists give them.
import type { MediaProbe } from './media-probe.ts'
import type { AudioTrackKind, SubtitleTrackKind } from './renditions.ts'

/** Hostile files have thousands. */
const MOST_TRACKS = 64
/** ffmpeg's names of subtitles that are text. The others are pictures, of which WebVTT knows nothing. */
const TEXT_CODECS = new Set(['subrip', 'srt', 'ass', 'ssa', 'webvtt', 'mov_text', 'text', 'eia_608'])

export interface Track<Kind> {
  kind: Kind
  /** Of the stream in the file. */
  index: number
  language: string | null
  /** Such as "stereo" or "5.1(side)"; null for subtitles and when unknown. */
  layout: string | null
  title: string | null
}

/** Sound of films and of files of sound. */
export function audioTracks(probe: MediaProbe): Track<AudioTrackKind>[] {
  if (probe.kind !== 'video' && probe.kind !== 'audio') return []
  return probe.audio.slice(0, MOST_TRACKS).map(({ index, language, layout, channels, title }, position) => ({
    kind: `audio_track_${position + 1}`,
    index,
    language,
    layout: layout ?? `${String(channels)}ch`,
    title,
  }))
}

/** Subtitles of films, where they are text. */
export function subtitleTracks(probe: MediaProbe): Track<SubtitleTrackKind>[] {
  if (probe.kind !== 'video') return []
  return probe.subtitles
    .slice(0, MOST_TRACKS)
    .flatMap(({ index, codec, language, title }, position) =>
      codec !== null && TEXT_CODECS.has(codec)
        ? [{ kind: `subtitle_track_${position + 1}` as const, index, language, layout: null, title }]
        : [],
    )
}
