// The printed list is read back by a PDF reader: its words on their pages, its pictures, the lines drawn on them.
import { PDFiumLibrary } from '@hyzyla/pdfium'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { timecodeClock } from '@rushes/player/timecode'
import type { Note, NotedFile } from './notes.ts'
import { toPdf } from './pdf.ts'

const DRAWING = JSON.stringify([
  { tool: 'arrow', color: '#FF0000', size: 40, x: 0.9, y: 0.5, w: -0.8, h: 0 },
  {
    tool: 'freehand',
    color: '#00FF00',
    size: 10,
    points: [
      [0.1, 0.1, 1],
      [0.5, 0.2, 1],
      [0.9, 0.1, 1],
    ],
  },
  { tool: 'text', color: '#0000FF', size: 10, x: 0.2, y: 0.9, text: 'Louder' },
  { tool: 'unknown', color: 'x' },
])

function note(frame: number, more: Partial<Note> = {}): Note {
  return {
    frame,
    durationFrames: null,
    page: null,
    author: 'Ada Lovelace',
    text: `On ${String(frame)}: žluťoučký kůň, привет, ελληνικά ↳ 😀`,
    writtenAt: '2026-01-31T09:30:00.000000Z',
    isCompleted: false,
    isPrivate: false,
    annotation: null,
    replies: [],
    ...more,
  }
}

const film: NotedFile = {
  name: 'Überblick.mov',
  clock: timecodeClock('01:00:00:00', { num: 25, den: 1 }),
  hasPictures: true,
  frameCount: 1000,
  widthPixels: 1920,
  heightPixels: 1080,
  notes: [
    note(37, { annotation: DRAWING }),
    note(100, {
      isCompleted: true,
      replies: [{ author: 'Ben', text: 'yes\u0000\tsir', writtenAt: '2026-02-01', isPrivate: true }],
    }),
    note(200, { text: 'word '.repeat(2500) }),
    note(250, { text: `第二镜头太暗。${'字'.repeat(120)}末`, author: '山田太郎' }),
    note(251, { text: '한국어 댓글 🎬 👍🏽' }),
    note(252, { text: 'שלום (עולם) 12 גדול' }),
    ...Array.from({ length: 12 }, (_, index) => note(300 + index)),
  ],
}

test('has every thread with its picture and its drawing', async () => {
  const grey = await sharp({ create: { width: 320, height: 180, channels: 3, background: '#808080' } })
    .jpeg()
    .toBuffer()
  const still = { bytes: grey, widthPixels: 320, heightPixels: 180 }
  const bytes = await toPdf(film, async ({ frame }) => (frame === 200 ? null : still), new Date(0))
  const library = await PDFiumLibrary.init()
  try {
    const pages = [...(await library.loadDocument(bytes)).pages()]
    const texts = pages.map((page) => page.getText())
    const words = texts.join('\n').replaceAll(/ +/g, ' ')
    expect(pages.length).toBeGreaterThan(4)
    expect(texts[0]).toContain('Überblick.mov')
    expect(words).toContain('Louder')
    expect(words).toContain('01:00:01:12')
    expect(words).toContain('On 37: žluťoučký kůň, привет, ελληνικά ↳ 😀')
    expect(words).toContain('01:00:04:00 ✓ done')
    expect(words).toContain('Ben (team only)')
    expect(words.match(/\bword\b/g)).toHaveLength(2500)
    expect(words).toContain('第二镜头太暗。')
    expect(words).toContain('山田太郎')
    expect(words.match(/字/g)).toHaveLength(120)
    // No line runs past the edge of the page: what is broken into lines is read in several.
    expect(words).not.toContain('字'.repeat(60))
    expect(words).toContain('한국어 댓글 🎬')
    // The reader turns what stands from right to left back into the order of speech.
    expect(words).toContain('שלום (עולם) 12 גדול')
    for (let index = 0; index < 12; index += 1) expect(words).toContain(`On ${String(300 + index)}:`)
    expect(texts.at(-1)).toContain(`${String(pages.length)} / ${String(pages.length)}`)

    const { data, width } = (await pages[0]?.render({ scale: 2, render: 'bitmap' })) ?? { data: [], width: 0 }
    const seen = { red: 0, green: 0, grey: 0 }
    for (let at = 0; at < data.length; at += 4) {
      const [red = 0, green = 0, blue = 0] = [data[at], data[at + 1], data[at + 2]]
      if (red > 240 && green < 20 && blue < 20) seen.red += 1
      if (green > 240 && red < 20 && blue < 20) seen.green += 1
      if (Math.abs(red - 128) < 4 && Math.abs(green - 128) < 4 && Math.abs(blue - 128) < 4) seen.grey += 1
    }
    expect(width).toBeGreaterThan(1000)
    // An arrow 0.8 of 196 points long and 6 wide, at twice the size.
    expect(seen.red).toBeGreaterThan(1500)
    expect(seen.green).toBeGreaterThan(200)
    expect(seen.grey).toBeGreaterThan(20_000)
  } finally {
    library.destroy()
  }
})
