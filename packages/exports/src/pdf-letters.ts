// Which font has a letter. DejaVu Sans has those of most scripts; Unifont, drawn on a coarse grid but with nearly every
// letter there is (Chinese, Japanese, Korean, the scripts of India, pictures), stands in for the others. Only what is used
// of a font goes into the file.
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { inflateSync } from 'node:zlib'
import { create } from 'fontkit'
import type PDFDocument from 'pdfkit'

export type Page = InstanceType<typeof PDFDocument>
export type Weight = 'plain' | 'bold'

export interface Letters {
  doc: Page
  /** Name of the font to set a character in. */
  fontOf: (codePoint: number, weight: Weight) => string
}

const FONTS: Record<Weight, string> = {
  plain: 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf',
  bold: 'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf',
}
const EVERY_LETTER = '@fontsource/unifontex/files/unifontex-latin-400-normal.woff'

export async function openLetters(doc: Page): Promise<Letters> {
  const [plain, bold] = await Promise.all([readFile(pathOf(FONTS.plain)), readFile(pathOf(FONTS.bold))])
  doc.registerFont('plain', plain)
  doc.registerFont('bold', bold)
  const usual = { plain: create(plain), bold: create(bold) }
  let hasOther = false
  return {
    doc,
    fontOf: (codePoint, weight) => {
      const font = usual[weight]
      if ('hasGlyphForCodePoint' in font && font.hasGlyphForCodePoint(codePoint)) return weight
      // Large, and most lists do without it.
      if (!hasOther) doc.registerFont('other', unpackWoff(readFileSync(pathOf(EVERY_LETTER))))
      hasOther = true
      return 'other'
    },
  }
}

function pathOf(name: string): string {
  return fileURLToPath(import.meta.resolve(name))
}

/** The TrueType font in a WOFF (W3C WOFF 1.0, 3 to 5). As a WOFF fontkit would inflate all glyphs again for each of them. */
function unpackWoff(woff: Buffer): Buffer {
  const tableCount = woff.readUInt16BE(12)
  const head = Buffer.alloc(12 + 16 * tableCount)
  woff.copy(head, 0, 4, 8)
  head.writeUInt16BE(tableCount, 4)
  const tables: Buffer[] = [head]
  let offset = head.length
  for (let index = 0; index < tableCount; index += 1) {
    const entry = 44 + 20 * index
    const [from, packed, length] = [4, 8, 12].map((at) => woff.readUInt32BE(entry + at))
    if (from === undefined || packed === undefined || length === undefined) break
    const bytes = woff.subarray(from, from + packed)
    const table = Buffer.alloc(Math.ceil(length / 4) * 4)
    ;(packed < length ? inflateSync(bytes, { chunkSize: Math.max(64, length) }) : bytes).copy(table)
    const record = 12 + 16 * index
    woff.copy(head, record, entry, entry + 4)
    woff.copy(head, record + 4, entry + 16, entry + 20)
    head.writeUInt32BE(offset, record + 8)
    head.writeUInt32BE(length, record + 12)
    tables.push(table)
    offset += table.length
  }
  return Buffer.concat(tables)
}
