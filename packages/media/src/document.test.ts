import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { probeFile, UnreadableMediaError } from './probe.ts'
import { renderPage } from './render-page.ts'
import { renderStills } from './render-stills.ts'
import { testTools } from './test-clips.ts'
import { makePdf } from './test-documents.ts'
import type { MediaTools } from './tools.ts'

let tools: MediaTools
let folder: string
beforeAll(async () => {
  tools = await testTools()
  folder = await mkdtemp(path.join(os.tmpdir(), 'document-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const RED = [200, 30, 40] as const
const GREEN = [20, 160, 60] as const

async function place(name: string, bytes: Buffer): Promise<string> {
  const file = path.join(folder, name)
  await writeFile(file, bytes)
  return file
}

async function colourOf(picture: string | Buffer): Promise<number[]> {
  const { channels } = await sharp(picture).stats()
  return channels.slice(0, 3).map(({ mean }) => Math.round(mean))
}

test('a document has pages, pictures of the first one, and each page when asked for', async () => {
  const inputPath = await place(
    'script.pdf',
    makePdf([
      { width: 595, height: 842, rgb: RED },
      { width: 1000, height: 500, rgb: GREEN },
    ]),
  )
  const probe = await probeFile(tools, inputPath, { tempFolder: folder })
  if (probe.kind !== 'document') throw new Error(`a document was expected, not ${probe.kind}`)
  expect(probe).toMatchObject({ pageCount: 2, width: 595, height: 842, contentType: 'application/pdf' })

  const { made, failed } = await renderStills(tools, { inputPath, probe, outDir: folder })
  expect(failed).toEqual([])
  expect(made.map(({ kind, contentType }) => [kind, contentType])).toEqual([
    ['thumb', 'image/jpeg'],
    ['cover', 'image/jpeg'],
    ['thumb_540', 'image/jpeg'],
    ['thumb_orig_ar_540', 'image/jpeg'],
    ['page_thumb', 'image/png'],
    ['page_small', 'image/png'],
    ['page_high', 'image/png'],
    ['page_full', 'image/png'],
  ])
  const full = made.find(({ kind }) => kind === 'page_full')
  expect(full).toMatchObject({ width: 1809, height: 2560 })
  expect(await colourOf(full?.path ?? '')).toEqual([...RED])

  const second = await renderPage(tools, { inputPath, page: 2, tempFolder: folder })
  expect(await sharp(second).metadata()).toMatchObject({ format: 'jpeg', width: 2560, height: 1280 })
  const [red = 0, green = 0, blue = 0] = await colourOf(second)
  for (const [seen, painted] of [
    [red, GREEN[0]],
    [green, GREEN[1]],
    [blue, GREEN[2]],
  ] as const)
    expect(Math.abs(seen - painted)).toBeLessThan(3)
  await expect(renderPage(tools, { inputPath, page: 3, tempFolder: folder })).rejects.toThrow(
    /document|page/i,
  )
})

test('a page as thin as a thread has a picture', async () => {
  const inputPath = await place('thread.pdf', makePdf([{ width: 1, height: 14_000, rgb: RED }]))
  const page = await renderPage(tools, { inputPath, page: 1, tempFolder: folder })
  expect((await sharp(page).metadata()).width).toBe(1)
})

test.each([
  ['cut off', makePdf([{ width: 100, height: 100, rgb: RED }]).subarray(0, 60)],
  ['nothing but a header', Buffer.from('%PDF-1.7\n')],
  ['without pages', makePdf([])],
])('a document that is %s is unreadable, with a reason', async (name, bytes) => {
  const probing = probeFile(tools, await place(`${name}.pdf`, bytes), { tempFolder: folder })
  await expect(probing).rejects.toThrow(UnreadableMediaError)
  await expect(probing).rejects.toThrow(/document/)
})
