// For a mail or a printout: one paragraph a thread.
import { formatTimecode } from '@rushes/player/timecode'
import type { Note, NotedFile } from './notes.ts'

export function toPlainText(file: NotedFile): string {
  const open = file.notes.filter(({ isCompleted }) => !isCompleted).length
  const counts = `${String(file.notes.length)} comments, ${String(open)} open`
  return `${[`${file.name}\n${counts}`, ...file.notes.map((note) => paragraph(note, file))].join('\n\n')}\n`
}

function paragraph(note: Note, file: NotedFile): string {
  const marks = [
    note.isCompleted ? 'done' : '',
    note.isPrivate ? 'team only' : '',
    note.annotation !== null ? 'drawing' : '',
  ].filter((mark) => mark !== '')
  const head = `${placeText(note, file)}  ${note.author}${marks.length === 0 ? '' : ` [${marks.join(', ')}]`}`
  const replies = note.replies.map(({ author, text }) => `    ${author}:\n${indented(text, '      ')}`)
  return [head, indented(note.text, '  '), ...replies].join('\n')
}

/** Where a thread stands, in words: "01:00:01:12 – 01:00:02:00", "page 3", "whole file". */
export function placeText({ frame, durationFrames, page }: Note, { clock }: NotedFile): string {
  if (frame === null) return page === null ? 'whole file' : `page ${String(page)}`
  const at = (place: number) => (clock === null ? `frame ${String(place)}` : formatTimecode(place, clock))
  return durationFrames === null || durationFrames === 0
    ? at(frame)
    : `${at(frame)} – ${at(frame + durationFrames)}`
}

function indented(text: string, by: string): string {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => `${by}${line}`.trimEnd())
    .join('\n')
}
