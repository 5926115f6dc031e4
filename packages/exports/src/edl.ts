// Edit decision lists (CMX 3600): the film as one event with locators, and the list of markers that DaVinci Resolve
// writes and reads. Timecodes are those of the source.
import { formatTimecode } from '@rushes/player/timecode'
import { markersOf, spanFrames } from './markers.ts'
import { oneLine } from './one-line.ts'
import type { FilmedFile } from './notes.ts'

/** Locators as Avid writes them below an event: "* LOC: 01:00:01:12 RED     text". */
export function toLocatorEdl(file: FilmedFile): string {
  const markers = markersOf(file)
  const [start, end] = [0, spanFrames(file, markers)].map((frame) => formatTimecode(frame, file.clock))
  const event = `001  AX       V     C        ${start ?? ''} ${end ?? ''} ${start ?? ''} ${end ?? ''}`
  return lines([
    ...head(file),
    event,
    `* FROM CLIP NAME: ${oneLine(file.name)}`,
    ...markers.map(
      ({ frame, isCompleted, signedText }) =>
        `* LOC: ${formatTimecode(frame, file.clock)} ${(isCompleted ? 'GREEN' : 'RED').padEnd(7)} ${signedText}`,
    ),
  ])
}

/** One event a marker, its colour, name and length in the line below. */
export function toResolveEdl(file: FilmedFile): string {
  return lines([
    ...head(file),
    ...markersOf(file).flatMap(({ frame, durationFrames, isCompleted, signedText }, index) => {
      const from = formatTimecode(frame, file.clock)
      // The event is one frame long; the length of the marker stands in D.
      const to = formatTimecode(frame + 1, file.clock)
      const colour = isCompleted ? 'ResolveColorGreen' : 'ResolveColorBlue'
      return [
        `${String(index + 1).padStart(3, '0')}  001      V     C        ${from} ${to} ${from} ${to}`,
        ` |C:${colour} |M:${signedText.replaceAll('|', '¦')} |D:${String(durationFrames)}`,
        '',
      ]
    }),
  ])
}

function head({ name, clock }: FilmedFile): string[] {
  return [`TITLE: ${oneLine(name)}`, `FCM: ${clock.isDropFrame ? 'DROP FRAME' : 'NON-DROP FRAME'}`, '']
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\r\n`).join('')
}
