import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { timecodeClock } from '@rushes/player/timecode'
import { toCsv } from './csv.ts'
import { writeNotes } from './formats.ts'
import { alongTheFilm } from './notes.ts'
import type { Note, NotedFile } from './notes.ts'
import { toPlainText } from './plain-text.ts'

const base: Note = {
  frame: 37,
  durationFrames: null,
  page: null,
  author: 'Ada',
  text: 'plain',
  writtenAt: '2026-01-31T09:30:00.000000Z',
  isCompleted: false,
  isPrivate: false,
  annotation: null,
  replies: [],
}
const film: NotedFile = {
  name: 'cut.mov',
  clock: timecodeClock('01:00:00:00', { num: 24_000, den: 1001 }),
  hasPictures: true,
  frameCount: 100,
  widthPixels: 1920,
  heightPixels: 1080,
  notes: [],
}

function readCsv(text: string): Record<string, string>[] {
  return parse(text, { columns: true, bom: true, record_delimiter: '\r\n' })
}

test('a row a comment and reply, with the words as they were written', () => {
  const text = 'said "no",\nthen\tleft; 😀\r\nfor good'
  const notes = [
    { ...base, text, durationFrames: 12, isCompleted: true },
    {
      ...base,
      frame: null,
      replies: [{ author: 'Ben', text: 'yes', writtenAt: '2026-02-01T00:00:00.000000Z', isPrivate: true }],
    },
  ]
  const rows = readCsv(toCsv({ ...film, notes }))
  expect(rows).toHaveLength(3)
  expect(rows[0]).toMatchObject({
    Number: '1',
    'Timecode in': '01:00:01:13',
    'Timecode out': '01:00:02:01',
    Frame: '37',
    'Duration in frames': '12',
    Comment: text,
    Completed: 'yes',
  })
  expect(rows[1]).toMatchObject({ Number: '2', 'Timecode in': '', Frame: '', Completed: 'no' })
  expect(rows[2]).toMatchObject({
    Number: '3',
    'Reply to': '2',
    Author: 'Ben',
    Comment: 'yes',
    'Team only': 'yes',
  })
})

test.each(['=1+1', '+49 30', '-5', '@SUM(A1)', '\t=1', ' =1', '\r=1', '＝1'])(
  'a cell that begins like a formula is text: %j',
  (text) => {
    const [row] = readCsv(toCsv({ ...film, notes: [{ ...base, text, author: text }] }))
    expect([row?.['Comment'], row?.['Author']]).toEqual([`'${text}`, `'${text}`])
  },
)

test('a list for reading, along the film', () => {
  const notes = alongTheFilm([
    { ...base, text: 'two\nlines', isPrivate: true, annotation: '[]' },
    { ...base, frame: 1, durationFrames: 23, isCompleted: true },
    { ...base, frame: null, replies: [{ author: 'Ben', text: 'ok', writtenAt: '', isPrivate: false }] },
  ])
  expect(toPlainText({ ...film, notes })).toBe(`cut.mov
3 comments, 2 open

whole file  Ada
  plain
    Ben:
      ok

01:00:00:01 – 01:00:01:00  Ada [done]
  plain

01:00:01:13  Ada [team only, drawing]
  two
  lines
`)
})

test('markers need frames, lists do not', () => {
  const document = { ...film, clock: null, notes: [{ ...base, frame: null, page: 3 }] }
  expect(writeNotes('edl', document)).toBeNull()
  expect(writeNotes('text', document)).toContain('page 3  Ada')
  expect(readCsv(writeNotes('csv', document) ?? '')[0]).toMatchObject({ Page: '3', 'Timecode in': '' })
})
