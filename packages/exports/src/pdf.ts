// A PDF to print or send: every thread beside the picture it is about, with what was drawn on it. pdfkit (MIT, kept)
// writes it, drawings stay lines.
import { finished } from 'node:stream/promises'
// oxlint-disable-next-line import/no-named-as-default -- its types know the default export only
import PDFDocument from 'pdfkit'
import { parseAnnotation } from '@rushes/player/annotation'
import type { Note, NotedFile, Reply } from './notes.ts'
import { drawOnPage } from './pdf-drawing.ts'
import { openLetters } from './pdf-letters.ts'
import type { Letters } from './pdf-letters.ts'
import { heightOf, writeLine, writeText } from './pdf-text.ts'
import type { Style } from './pdf-text.ts'
import { placeText } from './plain-text.ts'

export interface Still {
  /** JPEG or PNG. */
  bytes: Buffer
  widthPixels: number
  heightPixels: number
}

/** The picture a note is about; null where there is none. */
export type StillOf = (note: Note) => Promise<Still | null>

/** Points. */
const MARGIN = 44
const STILL_WIDTH = 196
const STILL_MAX_HEIGHT = 180
const GAP = 16
const INK = '#1b1b1f'
const GREY = '#6b6b76'
const ACCENT = '#b06a00'
const GREEN = '#23773d'

const WORDS: Style = { weight: 'plain', size: 10, color: INK }
const BYLINE: Style = { weight: 'plain', size: 8, color: GREY }

export async function toPdf(file: NotedFile, stillOf: StillOf, now: Date): Promise<Buffer> {
  const doc = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    info: { Title: `${file.name}: comments`, Creator: 'Rushes', CreationDate: now },
  })
  const chunks: Buffer[] = []
  doc.on('data', (chunk: Buffer) => chunks.push(chunk))
  const letters = await openLetters(doc)
  writeHead(letters, file, now)
  // In turn: the pictures of a long list would fill the memory.
  for (const note of file.notes) writeNote(letters, file, note, await stillOf(note))
  if (file.notes.length === 0)
    writeText(letters, 'No comments.', { ...WORDS, color: GREY }, MARGIN, doc.page.width - 2 * MARGIN)
  numberPages(letters, file)
  doc.end()
  await finished(doc)
  return Buffer.concat(chunks)
}

function writeHead(letters: Letters, { name, notes, widthPixels, heightPixels }: NotedFile, now: Date): void {
  const open = notes.filter(({ isCompleted }) => !isCompleted).length
  const facts = [
    `${String(notes.length)} ${notes.length === 1 ? 'comment' : 'comments'}, ${String(open)} open`,
    ...(widthPixels > 0 ? [`${String(widthPixels)} × ${String(heightPixels)}`] : []),
    now.toISOString().slice(0, 10),
  ]
  const width = letters.doc.page.width - 2 * MARGIN
  writeText(letters, name, { weight: 'bold', size: 15, color: INK }, MARGIN, width)
  writeText(letters, facts.join('   ·   '), { weight: 'plain', size: 9, color: GREY }, MARGIN, width)
  letters.doc.y += 12
}

function writeNote(letters: Letters, file: NotedFile, note: Note, still: Still | null): void {
  const { doc } = letters
  const picture = still === null ? null : fittedPicture(still)
  const left = MARGIN + (picture === null ? 0 : STILL_WIDTH + GAP)
  const width = doc.page.width - MARGIN - left
  const height = Math.max(picture?.height ?? 0, textHeight(letters, note, width))
  const bottom = doc.page.height - MARGIN
  // Kept together where a page can hold it.
  if (doc.y + Math.min(height, bottom - MARGIN) > bottom) doc.addPage()
  const top = doc.y
  const pageOfPicture = doc.bufferedPageRange().count
  if (picture !== null && still !== null) {
    doc.image(still.bytes, MARGIN, top, { width: picture.width })
    drawOnPage(letters, parseAnnotation(note.annotation), { x: MARGIN, y: top, ...picture })
  }
  const place = `${placeText(note, file)}${note.isCompleted ? '  ✓ done' : ''}`
  doc.y = top
  writeText(
    letters,
    place,
    { weight: 'bold', size: 9.5, color: note.isCompleted ? GREEN : ACCENT },
    left,
    width,
  )
  writeWords(letters, note, left, width)
  for (const reply of note.replies) writeWords(letters, reply, left + 12, width - 12)
  const isSamePage = doc.bufferedPageRange().count === pageOfPicture
  doc.y = Math.max(doc.y, isSamePage && picture !== null ? top + picture.height : 0) + GAP
}

function writeWords(letters: Letters, words: Note | Reply, left: number, width: number): void {
  const who = `${words.author}${words.isPrivate ? '  (team only)' : ''}   ${words.writtenAt.slice(0, 10)}`
  letters.doc.y += 3
  writeText(letters, who, BYLINE, left, width)
  letters.doc.y += 1
  writeText(letters, words.text, WORDS, left, width)
}

function textHeight(letters: Letters, note: Note, width: number): number {
  const wordsHeight = (text: string, wide: number) => 16 + heightOf(letters, text, WORDS, wide)
  return (
    16 +
    wordsHeight(note.text, width) +
    note.replies.reduce((sum, { text }) => sum + wordsHeight(text, width - 12), 0)
  )
}

function fittedPicture({ widthPixels, heightPixels }: Still): { width: number; height: number } {
  const factor = Math.min(STILL_WIDTH / widthPixels, STILL_MAX_HEIGHT / heightPixels)
  return { width: widthPixels * factor, height: heightPixels * factor }
}

function numberPages(letters: Letters, { name }: NotedFile): void {
  const { doc } = letters
  const { start, count } = doc.bufferedPageRange()
  for (let page = start; page < start + count; page += 1) {
    doc.switchToPage(page)
    const text = `${name}   ·   ${String(page + 1)} / ${String(count)}`
    const at = { x: doc.page.width - MARGIN, baseline: doc.page.height - 23, align: 'end' } as const
    writeLine(letters, text, { weight: 'plain', size: 7.5, color: GREY }, at)
  }
}
