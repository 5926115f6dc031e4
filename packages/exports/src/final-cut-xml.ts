// FCPXML 1.9, which Final Cut Pro 10.4.9 and newer read, and DaVinci Resolve too: a project of the film's length with the
// markers on a gap. A marker with `completed` is a to-do of Final Cut.
import type { FrameRate } from '@rushes/player/frame-rate'
import { markersOf, spanFrames } from './markers.ts'
import { xmlText } from './xml-text.ts'
import type { FilmedFile } from './notes.ts'

export function toFinalCutXml(file: FilmedFile): string {
  const { clock, widthPixels, heightPixels } = file
  const markers = markersOf(file)
  const time = (frames: number) => rationalTime(frames, clock.rate)
  const start = time(clock.startFrame)
  const duration = time(spanFrames(file, markers))
  const name = xmlText(file.name)
  const size =
    widthPixels > 0 && heightPixels > 0
      ? ` width="${String(widthPixels)}" height="${String(heightPixels)}"`
      : ''
  const elements = markers.map(
    ({ frame, durationFrames, authors, text, isCompleted }) =>
      `            <marker start="${time(clock.startFrame + frame)}" duration="${time(durationFrames)}" value="${xmlText(text)}" completed="${isCompleted ? '1' : '0'}" note="${xmlText(authors)}"/>\n`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE fcpxml>
<fcpxml version="1.9">
  <resources>
    <format id="r1" frameDuration="${time(1)}"${size}/>
  </resources>
  <library>
    <event name="${name}">
      <project name="${name}">
        <sequence format="r1" duration="${duration}" tcStart="${start}" tcFormat="${clock.isDropFrame ? 'DF' : 'NDF'}">
          <spine>
            <gap name="${name}" offset="${start}" start="${start}" duration="${duration}">
${elements.join('').replaceAll(/^ {12}/gm, ' '.repeat(14))}            </gap>
          </spine>
        </sequence>
      </project>
    </event>
  </library>
</fcpxml>
`
}

/** Seconds as the fraction they are: 37 frames of 23.976 are "37037/24000s". */
function rationalTime(frames: number, { num, den }: FrameRate): string {
  return frames === 0 ? '0s' : `${String(frames * den)}/${String(num)}s`
}
