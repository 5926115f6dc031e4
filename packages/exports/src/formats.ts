// The closed list of text formats comments leave in.
import { toAvidMarkers } from './avid-markers.ts'
import { toCsv } from './csv.ts'
import { toLocatorEdl, toResolveEdl } from './edl.ts'
import { toFinalCutXml } from './final-cut-xml.ts'
import type { FilmedFile, NotedFile } from './notes.ts'
import { toPlainText } from './plain-text.ts'
import { toPremiereXml } from './premiere-xml.ts'

interface Kind {
  /** What stands behind the name of the file, e.g. " comments.csv". */
  ending: string
  contentType: string
}

/** Of any file. */
export type ListFormat = Kind & { places: 'any'; write: (file: NotedFile) => string }
/** Only of a file with frames. */
export type MarkerFormat = Kind & { places: 'frames'; write: (file: FilmedFile) => string }

const PLAIN = 'text/plain; charset=utf-8'
const XML = 'application/xml; charset=utf-8'

/** By the name they have in the API. */
export const TEXT_FORMATS = {
  csv: { places: 'any', ending: ' comments.csv', contentType: 'text/csv; charset=utf-8', write: toCsv },
  text: { places: 'any', ending: ' comments.txt', contentType: PLAIN, write: toPlainText },
  edl: { places: 'frames', ending: ' locators.edl', contentType: PLAIN, write: toLocatorEdl },
  resolve: { places: 'frames', ending: ' markers for Resolve.edl', contentType: PLAIN, write: toResolveEdl },
  avid: { places: 'frames', ending: ' markers for Avid.txt', contentType: PLAIN, write: toAvidMarkers },
  final_cut: { places: 'frames', ending: ' markers.fcpxml', contentType: XML, write: toFinalCutXml },
  premiere: { places: 'frames', ending: ' markers for Premiere.xml', contentType: XML, write: toPremiereXml },
} as const satisfies Record<string, ListFormat | MarkerFormat>

export type TextFormat = keyof typeof TEXT_FORMATS

/** Null: the format needs frames, and the file has none. */
export function writeNotes(format: TextFormat, file: NotedFile): string | null {
  const { clock, hasPictures } = file
  const chosen: ListFormat | MarkerFormat = TEXT_FORMATS[format]
  if (chosen.places === 'any') return chosen.write(file)
  return clock === null || !hasPictures ? null : chosen.write({ ...file, clock })
}
