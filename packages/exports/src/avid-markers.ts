// The marker list of Avid Media Composer: a line a marker, six columns parted by tabs (name, timecode, track, colour,
// comment, length in frames).
import { formatTimecode } from '@rushes/player/timecode'
import { markersOf } from './markers.ts'
import type { FilmedFile } from './notes.ts'

export function toAvidMarkers(file: FilmedFile): string {
  return markersOf(file)
    .map(({ frame, durationFrames, authors, text, isCompleted }) =>
      [
        authors,
        formatTimecode(frame, file.clock),
        'V1',
        isCompleted ? 'green' : 'red',
        text,
        String(durationFrames),
      ].join('\t'),
    )
    .map((line) => `${line}\r\n`)
    .join('')
}
