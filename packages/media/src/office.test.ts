// Documents of office programs: known by what is in them, opened by LibreOffice alone, and by that only where it can reach
// nothing else. It is large, so the runs of it belong to the long tests (RUSHES_LONG=1, docs/proofs/packages-media-src-office.log).
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { convertDocument, officeArgs } from './convert-document.ts'
import { OFFICE_FORMATS, type OfficeFormat } from './office-formats.ts'
import { planRenditions } from './plan.ts'
import { probeFile } from './probe.ts'
import { renderPage } from './render-page.ts'
import { testTools } from './test-clips.ts'
import { makeDocx, makeOdf, makeOle, makePackage } from './test-office.ts'
import type { MediaTools } from './tools.ts'

const isLong = process.env['RUSHES_LONG'] === '1'
const LONG_MS = 240_000
let tools: MediaTools
let folder: string
beforeAll(async () => {
  tools = await testTools()
  folder = await mkdtemp(path.join(os.tmpdir(), 'office-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function place(name: string, bytes: Buffer): Promise<string> {
  const file = path.join(folder, name)
  await writeFile(file, bytes)
  return file
}

const probe = (file: string) => probeFile(tools, file, { tempFolder: folder })
const typed = (format: OfficeFormat) => OFFICE_FORMATS[format].contentType
const ooxml = (part: string) => makePackage({ '[Content_Types].xml': '<Types/>', [part]: '<x/>' })
const RTF = Buffer.from('{\\rtf1\\ansi First\\page Second\\par}')

test.each<[OfficeFormat, () => Buffer | Promise<Buffer>]>([
  ['docx', () => makeDocx(['One'])],
  ['xlsx', () => ooxml('xl/workbook.xml')],
  ['pptx', () => ooxml('ppt/presentation.xml')],
  ['odt', () => makeOdf(typed('odt'), 'text', '')],
  ['ods', () => makeOdf(typed('ods'), 'spreadsheet', '')],
  ['odp', () => makePackage({ mimetype: typed('odp') })],
  ['rtf', () => RTF],
  ['doc', () => makeOle(['1Table', 'WordDocument'])],
  ['xls', () => makeOle(['Workbook'])],
  ['ppt', () => makeOle(['Current User', 'PowerPoint Document'])],
])('%s is known by what is in it, and becomes a PDF and pages', async (format, make) => {
  const found = await probe(await place('of no name', await make()))
  expect(found).toMatchObject({
    kind: 'document',
    container: format,
    contentType: typed(format),
    pageCount: null,
  })
  const kinds = planRenditions(found).flatMap((task): string[] => task.kinds)
  expect(kinds).toEqual(expect.arrayContaining(['pdf_proxy', 'page_full', 'thumb']))
  expect(officeArgs(format)).toContain(`--infilter=${OFFICE_FORMATS[format].filter}`)
})

test('an archive is no document, also one with a document in it, and neither is another old package', async () => {
  const archive = await makePackage({ 'a/word/document.xml': '<x/>', 'notes.txt': 'x' })
  for (const bytes of [archive, archive.subarray(0, 40), makeOle(['__nameid_version1.0'])])
    expect(await probe(await place('archive.docx', bytes))).toMatchObject({ kind: 'other' })
})

test('what is locked or made to fill memories is refused with a sentence', async () => {
  const locked = await place('locked.docx', makeOle(['EncryptionInfo', 'EncryptedPackage']))
  await expect(probe(locked)).rejects.toThrow('The document can only be opened with a password.')
  // As its list of parts has it, one of them unpacks to four gigabytes.
  const bomb = await makeDocx(['One'])
  bomb.writeUInt32LE(0xffff_fff0, bomb.lastIndexOf('PK\x01\x02') + 24)
  await expect(probe(await place('bomb.docx', bomb))).rejects.toThrow(/far larger than it looks/)
})

test('without LibreOffice a document is not opened, and it is said what to install', async () => {
  const inputPath = await place('script.docx', await makeDocx(['One']))
  const none = await testTools({ officePath: 'off' })
  const request = { inputPath, format: 'docx' as const, outDir: folder, hidden: [folder] }
  const made = await convertDocument(none, request)
  expect(made).toMatchObject({
    ok: false,
    failure: { reason: expect.stringContaining('apt-get install libreoffice') },
  })
  const locked = { ...none, isolation: { ...none.isolation, room: null }, officePath: '/bin/true' }
  await expect(convertDocument(locked, request)).rejects.toThrow('cannot take its files away')
})

/** Inks the page has that are neither paper nor letters: of a picture that must not be there. */
async function redOf(pdf: string): Promise<number> {
  const page = await renderPage(tools, { inputPath: pdf, page: 1, tempFolder: folder })
  const { data } = await sharp(page).resize(400).raw().toBuffer({ resolveWithObject: true })
  let count = 0
  for (let at = 0; at + 2 < data.length; at += 3)
    if ((data[at] ?? 0) > 180 && (data[at + 1] ?? 0) < 90) count += 1
  return count
}

async function convert(format: OfficeFormat, bytes: Buffer) {
  const outDir = await mkdtemp(path.join(folder, 'out-'))
  const inputPath = await place(`input-${format}`, bytes)
  const made = await convertDocument(tools, { inputPath, format, outDir, hidden: [] })
  return { made, left: await readdir(outDir) }
}

type Sample = [format: OfficeFormat, pageCount: number, make: () => Buffer | Promise<Buffer>]
const cell =
  '<table:table table:name="A"><table:table-row><table:table-cell office:value-type="float" office:value="7"/></table:table-row></table:table>'
const SAMPLES: readonly Sample[] = [
  ['docx', 3, () => makeDocx(['One', 'Two', 'Three'])],
  ['odt', 1, () => makeOdf(typed('odt'), 'text', '<text:p>One</text:p>')],
  ['ods', 1, () => makeOdf(typed('ods'), 'spreadsheet', cell)],
  ['rtf', 2, () => RTF],
]

test.each(isLong ? SAMPLES : [])(
  'a document of %s has its pages: %d',
  async (format, pageCount, make) => {
    const { made, left } = await convert(format, await make())
    expect(made).toMatchObject({ ok: true, pageCount })
    expect(left).toEqual(['pdf_proxy.pdf'])
  },
  LONG_MS,
)

type Asking = [format: OfficeFormat, make: (picture: string) => Buffer | Promise<Buffer>]
const ASKING: readonly Asking[] = [
  ['docx', (picture) => makeDocx(['One'], pathToFileURL(picture).href)],
  [
    'odt',
    (picture) =>
      makeOdf(
        typed('odt'),
        'text',
        `<text:p><draw:frame svg:width="5cm" svg:height="5cm"><draw:image xlink:href="${pathToFileURL(picture).href}"/></draw:frame></text:p>`,
      ),
  ],
  [
    'rtf',
    (picture) =>
      Buffer.from(`{\\rtf1 {\\field{\\*\\fldinst INCLUDEPICTURE "${picture}"}{\\fldrslt old}}\\par}`),
  ],
]

test.each(isLong ? ASKING : [])(
  'a picture of another file is not in a document of %s that asks for it',
  async (format, make) => {
    const red = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#f00' } })
      .png()
      .toBuffer()
    const { made } = await convert(format, await make(await place('secret.png', red)))
    if (!made.ok) throw new Error(made.failure.reason)
    expect(await redOf(made.path)).toBe(0)
  },
  LONG_MS,
)

const DAMAGED: readonly [OfficeFormat, () => Buffer | Promise<Buffer>][] = [
  ['docx', async () => (await makeDocx(['One'])).fill(0x55, 60, 700)],
  ['doc', () => makeOle(['WordDocument'])],
]

test.each(isLong ? DAMAGED : [])(
  'a damaged document of %s ends with a sentence and leaves nothing behind',
  async (format, make) => {
    const { made, left } = await convert(format, await make())
    expect(made).toMatchObject({ ok: false, failure: { reason: expect.stringMatching(/^[A-Z].*\.$/) } })
    expect(left).toEqual([])
  },
  LONG_MS,
)
