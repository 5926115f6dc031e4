// Comma-separated values (RFC 4180), one row a comment or reply, for spreadsheets.
import { formatTimecode } from '@rushes/player/timecode'
import type { Note, NotedFile } from './notes.ts'

const COLUMNS = [
  'Number',
  'Reply to',
  'Timecode in',
  'Timecode out',
  'Frame',
  'Duration in frames',
  'Page',
  'Author',
  'Comment',
  'Completed',
  'Team only',
  'Drawing',
  'Written at',
]
/** Without it spreadsheets read another alphabet into the text. */
const BYTE_ORDER_MARK = '\uFEFF'

/** The out point of a range is its start and its duration: the first frame that is no longer meant. */
export function toCsv(file: NotedFile): string {
  let number = 0
  const rows = file.notes.flatMap((note) => {
    const head = (number += 1)
    return [
      [
        String(head),
        '',
        ...placeOf(note, file),
        note.author,
        note.text,
        yesNo(note.isCompleted),
        yesNo(note.isPrivate),
        yesNo(note.annotation !== null),
        note.writtenAt,
      ],
      ...note.replies.map((reply) => [
        String((number += 1)),
        String(head),
        ...placeOf(note, file),
        reply.author,
        reply.text,
        '',
        yesNo(reply.isPrivate),
        '',
        reply.writtenAt,
      ]),
    ]
  })
  return BYTE_ORDER_MARK + [COLUMNS, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

function placeOf({ frame, durationFrames, page }: Note, { clock }: NotedFile): string[] {
  const timecode = (at: number) => (clock === null ? '' : formatTimecode(at, clock))
  return [
    frame === null ? '' : timecode(frame),
    frame === null || durationFrames === null ? '' : timecode(frame + durationFrames),
    frame === null ? '' : String(frame),
    durationFrames === null ? '' : String(durationFrames),
    page === null ? '' : String(page),
  ]
}

/**
 * Spreadsheets run a cell that begins like a formula, also after blanks; with an apostrophe in front it is text (OWASP,
 * "CSV Injection").
 */
function cell(text: string): string {
  const safe = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function yesNo(is: boolean): string {
  return is ? 'yes' : 'no'
}
