// A PDF to print or send: every thread beside the picture it is about, with what was drawn on it. pdfkit (MIT, kept)
// writes it, drawings stay lines; DejaVu Sans has the letters of most scripts, though not Chinese, Japanese and Korean.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { finished } from 'node:stream/promises'
// oxlint-disable-next-line import/no-named-as-default -- its types know the default export only
import PDFDocument from 'pdfkit'
import { parseAnnotation } from '@rushes/player/annotation'
import type { Note, NotedFile, Reply } from './notes.ts'
import { drawOnPage } from './pdf-drawing.ts'
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

type Page = InstanceType<typeof PDFDocument>

export async function toPdf(file: NotedFile, stillOf: StillOf, now: Date): Promise<Buffer> {
  const doc = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    info: { Title: `${file.name}: comments`, Creator: 'Rushes', CreationDate: now },
  })
  const chunks: Buffer[] = []
  doc.on('data', (chunk: Buffer) => chunks.push(chunk))
  const [plain, bold] = await Promise.all(['DejaVuSans', 'DejaVuSans-Bold'].map(readFont))
  if (plain !== undefined) doc.registerFont('plain', plain)
  if (bold !== undefined) doc.registerFont('bold', bold)
  writeHead(doc, file, now)
  // In turn: the pictures of a long list would fill the memory.
  for (const note of file.notes) writeNote(doc, file, note, await stillOf(note))
  if (file.notes.length === 0) doc.font('plain').fontSize(10).fillColor(GREY).text('No comments.')
  numberPages(doc, file)
  doc.end()
  await finished(doc)
  return Buffer.concat(chunks)
}

function readFont(name: string): Promise<Buffer> {
  return readFile(fileURLToPath(import.meta.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`)))
}

function writeHead(doc: Page, { name, notes, widthPixels, heightPixels }: NotedFile, now: Date): void {
  const open = notes.filter(({ isCompleted }) => !isCompleted).length
  const facts = [
    `${String(notes.length)} ${notes.length === 1 ? 'comment' : 'comments'}, ${String(open)} open`,
    ...(widthPixels > 0 ? [`${String(widthPixels)} × ${String(heightPixels)}`] : []),
    now.toISOString().slice(0, 10),
  ]
  doc.font('bold').fontSize(15).fillColor(INK).text(name)
  doc.font('plain').fontSize(9).fillColor(GREY).text(facts.join('   ·   '))
  doc.moveDown(1.2)
}

function writeNote(doc: Page, file: NotedFile, note: Note, still: Still | null): void {
  const picture = still === null ? null : fittedPicture(still)
  const left = MARGIN + (picture === null ? 0 : STILL_WIDTH + GAP)
  const width = doc.page.width - MARGIN - left
  const height = Math.max(picture?.height ?? 0, textHeight(doc, note, width))
  const bottom = doc.page.height - MARGIN
  // Kept together where a page can hold it.
  if (doc.y + Math.min(height, bottom - MARGIN) > bottom) doc.addPage()
  const top = doc.y
  const pageOfPicture = doc.bufferedPageRange().count
  if (picture !== null && still !== null) {
    doc.image(still.bytes, MARGIN, top, { width: picture.width })
    drawOnPage(doc, parseAnnotation(note.annotation), { x: MARGIN, y: top, ...picture })
  }
  doc
    .font('bold')
    .fontSize(9.5)
    .fillColor(note.isCompleted ? GREEN : ACCENT)
  doc.text(`${placeText(note, file)}${note.isCompleted ? '  ✓ done' : ''}`, left, top, { width })
  writeWords(doc, note, left, width)
  for (const reply of note.replies) writeWords(doc, reply, left + 12, width - 12)
  const isSamePage = doc.bufferedPageRange().count === pageOfPicture
  doc.y = Math.max(doc.y, isSamePage && picture !== null ? top + picture.height : 0) + GAP
  doc.x = MARGIN
}

function writeWords(doc: Page, words: Note | Reply, left: number, width: number): void {
  const who = `${words.author}${words.isPrivate ? '  (team only)' : ''}   ${words.writtenAt.slice(0, 10)}`
  doc.font('plain').fontSize(8).fillColor(GREY)
  doc.text(who, left, doc.y + 3, { width })
  doc.font('plain').fontSize(10).fillColor(INK)
  doc.text(printable(words.text), left, doc.y + 1, { width })
}

function textHeight(doc: Page, note: Note, width: number): number {
  const wordsHeight = (text: string, wide: number) =>
    16 + doc.font('plain').fontSize(10).heightOfString(printable(text), { width: wide })
  return (
    16 +
    wordsHeight(note.text, width) +
    note.replies.reduce((sum, { text }) => sum + wordsHeight(text, width - 12), 0)
  )
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

function fittedPicture({ widthPixels, heightPixels }: Still): { width: number; height: number } {
  const factor = Math.min(STILL_WIDTH / widthPixels, STILL_MAX_HEIGHT / heightPixels)
  return { width: widthPixels * factor, height: heightPixels * factor }
}

function numberPages(doc: Page, { name }: NotedFile): void {
  const { start, count } = doc.bufferedPageRange()
  for (let page = start; page < start + count; page += 1) {
    doc.switchToPage(page)
    // Below the margin text would begin a new page.
    doc.page.margins.bottom = 0
    const text = `${name}   ·   ${String(page + 1)} / ${String(count)}`
    doc.font('plain').fontSize(7.5).fillColor(GREY)
    doc.text(text, MARGIN, doc.page.height - 30, {
      width: doc.page.width - 2 * MARGIN,
      align: 'right',
      lineBreak: false,
    })
  }
}
