// Each format is read back by a reader of its own, which knows its grammar and counts time by itself, and every marker
// must stand on the frame its note was written on.
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { describe, expect, test } from 'vitest'
import { timecodeClock } from '@rushes/player/timecode'
import { toAvidMarkers } from './avid-markers.ts'
import { toLocatorEdl, toResolveEdl } from './edl.ts'
import { toFinalCutXml } from './final-cut-xml.ts'
import type { FilmedFile, Note } from './notes.ts'
import { toPremiereXml } from './premiere-xml.ts'

const NTSC = { num: 30_000, den: 1001 }
const CASES = [
  ['23.976 from 01:00:00:00', '01:00:00:00', { num: 24_000, den: 1001 }],
  ['25 without a start timecode', null, { num: 25, den: 1 }],
  ['25 from 10:59:59:24', '10:59:59:24', { num: 25, den: 1 }],
  ['29.97 drop-frame from 00:59:58;00', '00:59:58;00', NTSC],
  ['29.97 non-drop from 00:59:58:00', '00:59:58:00', NTSC],
  ['59.94 drop-frame', null, { num: 60_000, den: 1001 }],
  ['59.94 drop-frame from 09:59:00;04', '09:59:00;04', { num: 60_000, den: 1001 }],
] as const

const HOSTILE =
  'Tab\there, "quotes", \'single\', new\nline\r\nand  , =cmd()|calc <b>&amp;</b> ]]> 😀 \u0000\u0008 \ud800 ﷽ |M:no |D:9'
const FRAMES = [0, 1, 37, 59, 60, 119, 120, 1799, 1800, 1801, 3599, 3600, 17_981, 17_982, 35_964, 107_892]

function note(frame: number | null, text: string, more: Partial<Note> = {}): Note {
  return {
    frame,
    durationFrames: null,
    page: null,
    author: 'Ada "the" Lovelace',
    text,
    writtenAt: '2026-01-31T09:30:00.000000Z',
    isCompleted: false,
    isPrivate: false,
    annotation: null,
    replies: [],
    ...more,
  }
}

function fileOf(startTimecode: string | null, rate: { num: number; den: number }): FilmedFile {
  return {
    name: 'Cut <3> & "Überblick".mov',
    clock: timecodeClock(startTimecode, rate),
    hasPictures: true,
    frameCount: 108_000,
    widthPixels: 1920,
    heightPixels: 1080,
    notes: [
      ...FRAMES.map((frame) => note(frame, `on ${String(frame)}`)),
      note(5000, HOSTILE, { durationFrames: 250, isCompleted: true }),
      note(5001, 'first', {
        replies: [{ author: 'Ben', text: 'no\twait', writtenAt: '', isPrivate: false }],
      }),
      note(5001, 'second', { author: 'Cem' }),
    ],
  }
}

const EXPECTED_FRAMES = [...FRAMES, 5000, 5001].toSorted((one, other) => one - other)

/** SMPTE ST 12-1, written for this test: what frame since midnight a timecode names. Throws on one that cannot be. */
function framesSinceMidnight(timecode: string, rate: { num: number; den: number }): number {
  const parts = /^(\d\d):(\d\d):(\d\d)([:;])(\d\d)$/.exec(timecode)
  if (parts === null) throw new Error(`${timecode} is no timecode`)
  const nominal = Math.round(rate.num / rate.den)
  const [hours = 0, minutes = 0, seconds = 0, frames = 0] = [1, 2, 3, 5].map((group) => Number(parts[group]))
  if (minutes > 59 || seconds > 59 || frames >= nominal) throw new Error(`${timecode} cannot be`)
  const count = ((hours * 60 + minutes) * 60 + seconds) * nominal + frames
  if (parts[4] === ':') return count
  const drops = nominal / 15
  if (minutes % 10 !== 0 && seconds === 0 && frames < drops)
    throw new Error(`${timecode} is a dropped number`)
  const whole = hours * 60 + minutes
  return count - drops * (whole - Math.floor(whole / 10))
}

describe.each(CASES)('%s', (_name, startTimecode, rate) => {
  const file = fileOf(startTimecode, rate)
  const start = startTimecode === null ? 0 : framesSinceMidnight(startTimecode, rate)
  const frameOf = (timecode: string) => framesSinceMidnight(timecode, rate) - start
  const isDrop = startTimecode === null ? rate.num === 60_000 : startTimecode.includes(';')

  test('locators of an EDL', () => {
    const lines = readLines(toLocatorEdl(file))
    expect(lines[0]).toBe('TITLE: Cut <3> & "Überblick".mov')
    expect(lines[1]).toBe(isDrop ? 'FCM: DROP FRAME' : 'FCM: NON-DROP FRAME')
    const event = readEvent(lines[3] ?? '')
    expect([event.recordIn, event.recordOut].map(frameOf)).toEqual([0, 108_000])
    const locators = lines.slice(5).map((line) => {
      const parts = /^\* LOC: (\S{11}) (RED|GREEN) +(\S.*)$/.exec(line)
      if (parts === null) throw new Error(`no locator: ${line}`)
      return { frame: frameOf(parts[1] ?? ''), colour: parts[2], text: parts[3] ?? '' }
    })
    expect(locators.map(({ frame }) => frame)).toEqual(EXPECTED_FRAMES)
    expect(locators.find(({ frame }) => frame === 5000)?.colour).toBe('GREEN')
    expect(locators.find(({ frame }) => frame === 37)?.text).toBe('Ada "the" Lovelace: on 37')
  })

  test('markers for DaVinci Resolve', () => {
    const lines = readLines(toResolveEdl(file)).slice(3)
    const markers = Array.from({ length: lines.length / 3 }, (_, index) => {
      const [eventLine = '', markerLine = '', blank] = lines.slice(index * 3, index * 3 + 3)
      const event = readEvent(eventLine)
      expect(event.number).toBe(index + 1)
      expect(blank).toBe('')
      expect(frameOf(event.recordOut) - frameOf(event.recordIn)).toBe(1)
      const parts = /^ \|C:ResolveColor(Blue|Green) \|M:([^|]+) \|D:(\d+)$/.exec(markerLine)
      if (parts === null) throw new Error(`no marker: ${markerLine}`)
      return { frame: frameOf(event.recordIn), name: parts[2] ?? '', duration: Number(parts[3]) }
    })
    expect(markers.map(({ frame }) => frame)).toEqual(EXPECTED_FRAMES)
    expect(markers.find(({ frame }) => frame === 5000)?.duration).toBe(250)
    expect(markers.find(({ frame }) => frame === 5001)).toEqual({
      frame: 5001,
      name: 'Ada "the" Lovelace: first ↳ Ben: no wait / Cem: second',
      duration: 1,
    })
  })

  test('markers for Avid', () => {
    const rows = readLines(toAvidMarkers(file)).map((line) => line.split('\t'))
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([6]))
    expect(rows.map(([, timecode = '']) => frameOf(timecode))).toEqual(EXPECTED_FRAMES)
    const hostile = rows.find(([, timecode = '']) => frameOf(timecode) === 5000)
    expect([hostile?.[2], hostile?.[3], hostile?.[5]]).toEqual(['V1', 'green', '250'])
    expect(hostile?.[4]).toContain('Tab here, "quotes"')
  })

  test('markers for Final Cut Pro', () => {
    const xml = readXml(toFinalCutXml(file)).fcpxml
    const sequence = xml.library.event.project.sequence
    const frameSeconds = readTime(xml.resources.format.frameDuration)
    expect(frameSeconds).toEqual([BigInt(rate.den), BigInt(rate.num)])
    const framesOf = (time: string) => {
      const [above, below] = readTime(time)
      const frames = above * BigInt(rate.num)
      const each = below * BigInt(rate.den)
      if (frames % each !== 0n) throw new Error(`${time} is no whole number of frames`)
      return Number(frames / each)
    }
    expect(sequence.tcFormat).toBe(isDrop ? 'DF' : 'NDF')
    expect(framesOf(sequence.tcStart)).toBe(start)
    expect(framesOf(sequence.duration)).toBe(108_000)
    const { gap } = sequence.spine
    expect(gap.offset).toBe(sequence.tcStart)
    expect(gap.marker.map((marker) => framesOf(marker.start) - framesOf(gap.start))).toEqual(EXPECTED_FRAMES)
    const hostile = gap.marker.find((marker) => framesOf(marker.start) - start === 5000)
    expect(hostile?.value).toContain('=cmd()|calc <b>&amp;</b> ]]> 😀')
    expect([hostile?.completed, framesOf(hostile?.duration ?? '')]).toEqual(['1', 250])
    expect(gap.marker[0]).toMatchObject({ value: 'on 0', note: 'Ada "the" Lovelace', completed: '0' })
    expect(xml.library.event.name).toBe(file.name)
  })

  test('markers for Premiere Pro', () => {
    const { sequence } = readXml(toPremiereXml(file)).xmeml
    expect(sequence.rate).toEqual({
      timebase: String(Math.round(rate.num / rate.den)),
      ntsc: rate.den === 1001 ? 'TRUE' : 'FALSE',
    })
    expect(framesSinceMidnight(sequence.timecode.string, rate)).toBe(start)
    expect(sequence.timecode).toMatchObject({
      frame: String(start),
      displayformat: isDrop ? 'DF' : 'NDF',
    })
    expect(sequence.marker.map((marker) => Number(marker.in))).toEqual(EXPECTED_FRAMES)
    expect(sequence.marker.find((marker) => marker.in === '5000')?.out).toBe('5250')
    expect(sequence.marker[0]).toEqual({
      name: 'Ada "the" Lovelace',
      comment: 'on 0',
      in: '0',
      out: '-1',
    })
  })
})

test('a note about the whole film stands on its first frame and says so', () => {
  const file = { ...fileOf('01:00:00:00', { num: 25, den: 1 }), notes: [note(null, 'lovely')] }
  expect(toAvidMarkers(file)).toBe('Ada "the" Lovelace\t01:00:00:00\tV1\tred\t(whole file) lovely\t1\r\n')
})

test('a film without notes makes files that are whole', () => {
  const file = { ...fileOf(null, NTSC), notes: [] }
  expect(toAvidMarkers(file)).toBe('')
  expect(readLines(toLocatorEdl(file))).toHaveLength(5)
  expect(XMLValidator.validate(toFinalCutXml(file))).toBe(true)
  expect(XMLValidator.validate(toPremiereXml(file))).toBe(true)
})

/** Lines end with CR LF, the last one too. */
function readLines(text: string): string[] {
  expect(text.endsWith('\r\n')).toBe(true)
  const lines = text.slice(0, -2).split('\r\n')
  // oxlint-disable-next-line no-control-regex -- none may be left but the tabs
  for (const line of lines) expect(line).not.toMatch(/[\u0000-\u0008\n\r\u000b-\u001f]/)
  return lines
}

/** One edit of a CMX 3600 list: number, reel, channels, transition, source in and out, record in and out. */
function readEvent(line: string): { number: number; recordIn: string; recordOut: string } {
  const parts = /^(\d{3})  (\w{1,8}) +(V|A|B) +(C) +(\S{11}) (\S{11}) (\S{11}) (\S{11})$/.exec(line)
  if (parts === null) throw new Error(`no event: ${line}`)
  const [, number, , , , sourceIn, sourceOut, recordIn = '', recordOut = ''] = parts
  expect([sourceIn, sourceOut]).toEqual([recordIn, recordOut])
  return { number: Number(number), recordIn, recordOut }
}

/** "1001/24000s" or "5s", as FCPXML writes seconds. */
function readTime(text: string): [bigint, bigint] {
  const parts = /^(\d+)(?:\/(\d+))?s$/.exec(text)
  if (parts === null) throw new Error(`${text} is no time`)
  return [BigInt(parts[1] ?? 0), BigInt(parts[2] ?? 1)]
}

interface FinalCutMarker {
  start: string
  duration: string
  value: string
  note: string
  completed: string
}

interface ReadXml {
  fcpxml: {
    resources: { format: { frameDuration: string } }
    library: {
      event: {
        name: string
        project: {
          sequence: {
            duration: string
            tcStart: string
            tcFormat: string
            spine: { gap: { offset: string; start: string; duration: string; marker: FinalCutMarker[] } }
          }
        }
      }
    }
  }
  xmeml: {
    sequence: {
      rate: { timebase: string; ntsc: string }
      timecode: { string: string; frame: string; displayformat: string }
      marker: { name: string; comment: string; in: string; out: string }[]
    }
  }
}

function readXml(text: string): ReadXml {
  expect(XMLValidator.validate(text)).toBe(true)
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    parseAttributeValue: false,
    htmlEntities: true,
  })
  // The tests say what they expect of it.
  return parser.parse(text) as ReadXml
}
