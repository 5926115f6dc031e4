// Final Cut Pro 7 XML ("xmeml" version 4), which Premiere Pro imports: an empty sequence of the film's length and rate
// with the markers on it. Their places are frames from the start of the sequence.
import { formatTimecode } from '@rushes/player/timecode'
import { markersOf, spanFrames } from './markers.ts'
import { xmlText } from './xml-text.ts'
import type { FilmedFile } from './notes.ts'

export function toPremiereXml(file: FilmedFile): string {
  const { clock, widthPixels, heightPixels } = file
  const { num, den } = clock.rate
  const markers = markersOf(file)
  // 23.976 is 24 with the clock of NTSC.
  const rate = `<rate><timebase>${String(Math.max(1, Math.round(num / den)))}</timebase><ntsc>${den === 1001 ? 'TRUE' : 'FALSE'}</ntsc></rate>`
  const elements = markers.map(
    ({ frame, durationFrames, authors, text }) => `    <marker>
      <name>${xmlText(authors)}</name>
      <comment>${xmlText(text)}</comment>
      <in>${String(frame)}</in>
      <out>${durationFrames === 1 ? '-1' : String(frame + durationFrames)}</out>
    </marker>
`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE xmeml>
<xmeml version="4">
  <sequence id="sequence-1">
    <name>${xmlText(file.name)}</name>
    <duration>${String(spanFrames(file, markers))}</duration>
    ${rate}
    <timecode>
      ${rate}
      <string>${formatTimecode(0, clock)}</string>
      <frame>${String(clock.startFrame)}</frame>
      <displayformat>${clock.isDropFrame ? 'DF' : 'NDF'}</displayformat>
    </timecode>
    <media>
      <video>
        <format>
          <samplecharacteristics>
            ${rate}
            <width>${String(widthPixels)}</width>
            <height>${String(heightPixels)}</height>
          </samplecharacteristics>
        </format>
        <track/>
      </video>
    </media>
${elements.join('')}  </sequence>
</xmeml>
`
}
