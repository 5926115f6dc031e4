// Text on a page of a PDF, in every script: lines broken where Unicode allows it (UAX 14), what is read from right to left
// in its order (UAX 9), each letter in a font that has it. pdfkit alone breaks at spaces, and knows one font and one
// direction.
import createBidi from 'bidi-js'
import LineBreaker from 'linebreak'
import type { Letters, Weight } from './pdf-letters.ts'

export interface Style {
  weight: Weight
  size: number
  color: string
}

/** Letters of one font and one direction. */
interface Run {
  text: string
  font: string
  level: number
}

interface Line {
  runs: Run[]
  isFromRight: boolean
}

/** Of DejaVu Sans, as shares of the size. */
const ASCENT = 0.928
const LINE_HEIGHT = 1.164
const bidi = createBidi()

/** Writes at `x` and the height the document stands at, on further pages where this one ends, and leaves it below. */
export function writeText(letters: Letters, text: string, style: Style, x: number, width: number): void {
  const { doc } = letters
  const lineHeight = style.size * LINE_HEIGHT
  let y = doc.y
  for (const { runs, isFromRight } of linesOf(letters, text, style, width)) {
    if (y + lineHeight > doc.page.height - doc.page.margins.bottom) {
      doc.addPage()
      y = doc.page.margins.top
    }
    const left = isFromRight ? x + width - widthOf(letters, runs, style) : x
    writeRuns(letters, runs, style, left, y + style.size * ASCENT)
    y += lineHeight
  }
  doc.y = y
}

export function heightOf(letters: Letters, text: string, style: Style, width: number): number {
  return linesOf(letters, text, style, width).length * style.size * LINE_HEIGHT
}

/** One line that stands on `baseline`; `end`: it ends at `x` instead of beginning there. */
export function writeLine(
  letters: Letters,
  text: string,
  style: Style,
  at: { x: number; baseline: number; align?: 'end' },
): void {
  const line = printable(text).replaceAll('\n', ' ')
  const runs = inOrder(runsOf(letters, line, style.weight, levelsOf(line).levels))
  const left = at.align === 'end' ? at.x - widthOf(letters, runs, style) : at.x
  writeRuns(letters, runs, style, left, at.baseline)
}

function writeRuns(letters: Letters, runs: Run[], style: Style, left: number, baseline: number): void {
  let x = left
  for (const run of runs) {
    letters.doc.font(run.font).fontSize(style.size).fillColor(style.color)
    letters.doc.text(run.text, x, baseline, { baseline: 'alphabetic', lineBreak: false })
    x += widthOf(letters, [run], style)
  }
}

function widthOf({ doc }: Letters, runs: Run[], { size }: Style): number {
  return runs.reduce((sum, { text, font }) => sum + doc.font(font).fontSize(size).widthOfString(text), 0)
}

function linesOf(letters: Letters, text: string, style: Style, width: number): Line[] {
  return printable(text)
    .split('\n')
    .flatMap((paragraph) => {
      const { levels, paragraphs } = levelsOf(paragraph)
      const isFromRight = (paragraphs[0]?.level ?? 0) % 2 === 1
      return brokenAt(letters, paragraph, style, width).map(([start, end]) => {
        const shown = start + paragraph.slice(start, end).trimEnd().length
        const runs = runsOf(
          letters,
          paragraph.slice(start, shown),
          style.weight,
          levels.subarray(start, shown),
        )
        return { runs: inOrder(runs), isFromRight }
      })
    })
}

/** Where each line begins and ends. A word that is longer than a line is broken where the line ends. */
function brokenAt(letters: Letters, paragraph: string, style: Style, width: number): [number, number][] {
  const lines: [number, number][] = []
  const measure = (from: number, to: number) => {
    const part = paragraph.slice(from, to)
    return widthOf(letters, runsOf(letters, part, style.weight, null), style)
  }
  let start = 0
  let filled = 0
  let end = 0
  const put = (to: number) => {
    const room = end + paragraph.slice(end, to).trimEnd().length
    if (end > start && filled + measure(end, room) > width) {
      lines.push([start, end])
      start = end
      filled = 0
    }
    filled += measure(end, to)
    end = to
  }
  const breaker = new LineBreaker(paragraph)
  for (let next = breaker.nextBreak(); next !== null; next = breaker.nextBreak()) {
    const from = end
    if (measure(from, next.position) <= width) put(next.position)
    else
      for (const { index, segment } of graphemes(paragraph.slice(from, next.position)))
        put(from + index + segment.length)
  }
  return [...lines, [start, paragraph.length]]
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const graphemes = (text: string) => segmenter.segment(text)

/** Runs in the order of the text. `levels` null: the direction does not matter. */
function runsOf(letters: Letters, text: string, weight: Weight, levels: Uint8Array | null): Run[] {
  const runs: Run[] = []
  let at = 0
  let wasSpace = false
  for (const character of text) {
    const level = levels?.[at] ?? 0
    const last = runs.at(-1)
    const isSpace = character === ' '
    // Marks belong to the letter before them, and a space looks the same in every font.
    const goesAlong = last !== undefined && (isSpace || /[\p{M}\u200d]/u.test(character))
    const font = goesAlong ? last.font : letters.fontOf(character.codePointAt(0) ?? 0, weight)
    const shown = level % 2 === 1 ? (bidi.getMirroredCharacter(character) ?? character) : character
    // From right to left words are runs of their own: pdfkit sets the words of a run from left to right.
    const isNewWord = level % 2 === 1 && isSpace !== wasSpace
    if (last !== undefined && last.font === font && last.level === level && !isNewWord) last.text += shown
    else runs.push({ text: shown, font, level })
    wasSpace = isSpace
    at += character.length
  }
  return runs
}

/** Runs as they stand on the line from left to right (UAX 9, L2). */
function inOrder(runs: Run[]): Run[] {
  const ordered = [...runs]
  const highest = Math.max(0, ...runs.map(({ level }) => level))
  for (let level = highest; level > 0; level -= 1) {
    let from = 0
    while (from < ordered.length) {
      let to = from
      while ((ordered[to]?.level ?? 0) >= level) to += 1
      ordered.splice(from, to - from, ...ordered.slice(from, to).toReversed())
      from = to + 1
    }
  }
  return ordered
}

function levelsOf(text: string) {
  return bidi.getEmbeddingLevels(text)
}

/** Control characters have no glyph, and a tab no width. */
function printable(text: string): string {
  return (
    text
      .toWellFormed()
      .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
      .replaceAll('\t', '    ')
      // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
      .replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '')
      // Asks for a colour picture of the character before it, which no font here has.
      .replaceAll('\ufe0f', '')
  )
}
