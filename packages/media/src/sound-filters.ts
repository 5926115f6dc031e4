// Sound of any number of channels and any rate as a browser plays it.
import type { AudioStream } from './media-probe.ts'
import { PREVIEW_SAMPLE_RATE } from './segment-grid.ts'

/** Layouts with more are none a film is heard in, and ffmpeg mixes few of them. */
const MOST_SPEAKERS = 8

/**
 * Filters in front of every mix to stereo; none where ffmpeg knows from the layout which channel belongs where. Channels
 * without a place, as field recorders write them, are all heard alike: guessed to be 5.1 one of six microphones would
 * be dropped, and of ten there would be no sound at all.
 */
export function mixedAlike({ channels, layout }: Pick<AudioStream, 'channels' | 'layout'>): string[] {
  const isPlaced =
    layout !== null && layout !== 'unknown' && !layout.includes('channels') && channels <= MOST_SPEAKERS
  if (channels <= 2 || isPlaced) return []
  // As loud together as one of them, which holds for different sounds.
  const gain = (1 / Math.sqrt(channels)).toFixed(4)
  const all = Array.from({ length: channels }, (_, channel) => `${gain}*c${channel}`).join('+')
  return [`pan=stereo|c0=${all}|c1=${all}`]
}

/** `count` samples of the preview from its sample `start` on. */
export function soundFrom(track: AudioStream, start: number, count: number): string[] {
  // At whole seconds the track has a sample as well, whatever its rate: counted from there, all runs resample alike.
  const second = Math.floor(start / PREVIEW_SAMPLE_RATE)
  const skipped = start - second * PREVIEW_SAMPLE_RATE
  return [
    ...mixedAlike(track),
    // Led in by silence, gaps filled, nothing before the start: the same clock as in the ladder. Counts samples of the track.
    `aresample=async=1:first_pts=${second * track.sampleRate}`,
    `aresample=${PREVIEW_SAMPLE_RATE}`,
    'apad',
    `atrim=start_sample=${skipped}:end_sample=${skipped + count}`,
    'asetpts=N/SR/TB',
  ]
}
