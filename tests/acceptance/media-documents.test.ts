// Documents have pages (v2-assets.md 4.2, 4.4): pictures of the first one with the asset, every other one when it is
// looked at. No database has a part in it, so one is enough.
import { readFile } from 'node:fs/promises'
import { makePdf } from '@rushes/media/test-documents'
import { makeDocx } from '@rushes/media/test-office'
import sharp from 'sharp'
import { beforeAll, expect, inject, it } from 'vitest'
import { queryDatabase } from './database.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset, ReferenceClient } from './reference-client.ts'
import { upload } from './uploader.ts'
import { waitUntil } from './wait-until.ts'
import { closeWindows, openChromium, signInAsOwner } from './web-window.ts'

const MIGRATION = new URL('../../apps/server/src/db/migrations/0016-look-again.sql', import.meta.url)
const COLOURS = [
  [200, 30, 40],
  [20, 160, 60],
  [40, 60, 220],
] as const

interface DrawnComment {
  text: string
  page: number | null
  annotation: string | null
}

let url: string
let client: ReferenceClient
let document: Asset
let office: Asset

async function looked(
  root: string,
  name: string,
  bytes: Buffer,
  isLooked: (asset: Asset) => boolean,
): Promise<Asset> {
  const { id } = await upload(client, root, name, new Uint8Array(bytes))
  return waitUntil(`${name} is looked at`, () => client.asset(id), isLooked)
}

beforeAll(async () => {
  const server = inject('servers')[0]
  if (server === undefined) throw new Error('No server was started.')
  url = server.url
  client = createReferenceClient(server.url, server.token)
  const { root_asset_id: root } = await makeProject(client, 'documents')
  const pdf = makePdf(COLOURS.map((rgb) => ({ width: 200, height: 300, rgb })))
  document = await looked(root, 'script.pdf', pdf, ({ status }) => status === 'transcoded')
})

const addressOf = (page: number | string) =>
  String(document['page_full']).replace(/[^/]+$/, `pages/${String(page)}.jpg`)

it('has pictures of the first page and says how many there are', async () => {
  expect(document).toMatchObject({
    asset_type: 'document',
    status: 'transcoded',
    pdf_proxy: document['original'],
    required_transcodes: { page_proxy: true },
    metadata: { blob: { pages: 3 } },
  })
  for (const key of ['page_thumb', 'page_small', 'page_high', 'page_full']) {
    const response = await fetch(String(document[key]))
    expect([key, response.status, response.headers.get('content-type')]).toEqual([key, 200, 'image/png'])
    await response.body?.cancel()
  }
  expect((await fetch(String(document['thumb']))).headers.get('content-type')).toBe('image/jpeg')
})

it('draws each page when it is asked for, as often as it is asked for', async () => {
  const drawn = await Promise.all(
    [1, 2, 3, 3, 2, 1].map(async (page) => {
      const response = await fetch(addressOf(page))
      expect(response.headers.get('content-type')).toBe('image/jpeg')
      return { page, bytes: Buffer.from(await response.arrayBuffer()) }
    }),
  )
  for (const { page, bytes } of drawn) {
    const { channels } = await sharp(bytes).stats()
    const seen = channels.map(({ mean }) => mean)
    const painted = COLOURS[page - 1] ?? []
    expect(Math.max(...painted.map((value, index) => Math.abs(value - (seen[index] ?? 0))))).toBeLessThan(4)
  }
  const looked_at = await fetch(addressOf(2), { method: 'HEAD' })
  expect([looked_at.status, await looked_at.text()]).toEqual([200, ''])
})

it('gets its pages when the server that had none for it is brought up to date', async () => {
  const server = inject('servers')[0]
  if (server === undefined) throw new Error('No server was started.')
  const { root_asset_id: root } = await makeProject(client, 'old documents')
  const pdf = makePdf([{ width: 200, height: 300, rgb: COLOURS[0] }])
  const { id } = await looked(root, 'old.pdf', pdf, ({ status }) => status === 'transcoded')
  // As a server of before pages left it: looked at, and nothing made.
  const [{ media_id: mediaId } = { media_id: '' }] = await queryDatabase<{ media_id: string }>(
    server,
    'select media_id from assets where id = $1',
    [id],
  )
  await queryDatabase(server, 'delete from renditions where media_id = $1', [mediaId])
  await queryDatabase(
    server,
    `update media set transcoded_at = null, probe = probe - 'pageCount' where id = $1`,
    [mediaId],
  )
  expect((await client.asset(id))['page_full']).toBeNull()
  await queryDatabase(server, await readFile(MIGRATION, 'utf8'))
  await waitUntil(
    'it has pages',
    () => client.asset(id),
    (asset) => asset['page_full'] !== null && asset.status === 'transcoded',
  )
})

it.each([0, 4, 999_999, '1e1', '-1', '01'])('has no page %s', async (page) => {
  expect((await fetch(addressOf(page))).status).toBe(404)
})

it('shows no page without the right to, nor of what was deleted', async () => {
  const [, grant = ''] = /\/media\/[^/]+\/([^/]+)\//.exec(addressOf(1)) ?? []
  expect((await fetch(addressOf(1).replace(grant, `${grant.slice(0, -4)}AAAA`))).status).toBe(403)
  await client.ok('DELETE', `/v2/assets/${document.id}`)
  expect((await fetch(addressOf(1))).status).toBe(404)
  await client.ok('PUT', `/v2/assets/${document.id}/restore`)
  expect((await fetch(addressOf(1))).status).toBe(200)
})

it('says why a document cannot be shown', async () => {
  const { root_asset_id: root } = await makeProject(client, 'broken documents')
  const whole = makePdf([{ width: 200, height: 300, rgb: COLOURS[0] }])
  const cut = Buffer.concat([whole.subarray(0, 60), Buffer.alloc(500, 1)])
  const isFailed = ({ transcode_statuses: all }: Asset) =>
    JSON.stringify(all).includes('"encode_status":"error"')
  const broken = await looked(root, 'broken.pdf', cut, isFailed)
  const pipeline = await client.ok<{ failure: string }>('GET', `/api/assets/${broken.id}/pipeline`)
  expect(pipeline.failure).toMatch(/document is damaged/)
  expect(broken['page_full']).toBeNull()
})

it('leaves a document of an office program a file where there is nothing to open it, and says what it takes', async () => {
  const { root_asset_id: root } = await makeProject(client, 'office documents')
  const bytes = await makeDocx(['A scene'])
  const isLooked = ({ transcode_statuses: all }: Asset) => JSON.stringify(all).includes('"skipped"')
  office = await looked(root, 'scene.docx', bytes, isLooked)
  expect(office).toMatchObject({
    asset_type: 'document',
    status: 'transcoded',
    pdf_proxy: null,
    page_full: null,
    transcode_statuses: {
      pdf_proxy: { encode_status: 'skipped', error: expect.stringContaining('LibreOffice') },
    },
  })
  expect((await fetch(String(office['original']))).status).toBe(200)
  const again = await client.ok<{ finished_at: string | null }>(
    'POST',
    `/api/assets/${office.id}/pipeline/retry`,
  )
  expect(again.finished_at).toBeNull()
  await waitUntil(
    'it was tried again',
    () => client.asset(office.id),
    ({ status }) => status === 'transcoded',
  )
})

it('is read in the room, a page at a time, with comments on pages', async () => {
  const browser = await openChromium()
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    page.setDefaultTimeout(30_000)
    await signInAsOwner(page, url)
    await page.goto(`${url}/player/${document.id}`)
    const picture = (number: number) => page.getByAltText(`script.pdf, page ${String(number)}`)
    await picture(1).waitFor()
    await page.keyboard.press('ArrowRight')
    await picture(2).waitFor()
    // Really on the screen, not an empty frame.
    const width = () => page.evaluate(`document.querySelector('img[alt="script.pdf, page 2"]')?.naturalWidth`)
    await expect.poll(width, { timeout: 20_000 }).toBe(1707)
    await page.getByLabel('Comment', { exact: true }).fill('This scene is too long.')
    await page.keyboard.press('Enter')
    const chip = page.getByRole('button', { name: 'Page 2', exact: true })
    await waitUntil(
      'the comment is on page 2',
      () => client.ok<{ text: string; page: number | null }[]>('GET', `/v2/assets/${document.id}/comments`),
      ([comment]) => comment?.page === 2 && comment.text === 'This scene is too long.',
    )
    await page.getByLabel('Page, of 3').fill('3')
    await picture(3).waitFor()
    await chip.first().click()
    await picture(2).waitFor()
    await page.getByText('This scene is too long.').waitFor()

    // The page is held while it is drawn on, wherever the reader goes before it is sent.
    await page.keyboard.press('d')
    const paper = await page.locator('.drawing-picture').boundingBox()
    if (paper === null) throw new Error('There is nothing to draw on.')
    await page.mouse.move(paper.x + paper.width * 0.25, paper.y + paper.height * 0.25)
    await page.mouse.down()
    await page.mouse.move(paper.x + paper.width * 0.75, paper.y + paper.height * 0.5, { steps: 6 })
    await page.mouse.up()
    await expect.poll(() => page.locator('.drawing-picture > *').count()).toBe(1)
    await page.getByRole('button', { name: 'Text', exact: true }).click()
    await page.mouse.click(paper.x + paper.width * 0.5, paper.y + paper.height * 0.75)
    await page.keyboard.type('Until here')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('.drawing-picture > *').count()).toBe(2)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Home')
    await picture(1).waitFor()
    expect(await page.locator('.drawing-picture > *').count()).toBe(0)
    await page.getByLabel('Comment', { exact: true }).fill('Cut here.')
    await page.keyboard.press('Enter')
    const drawn = await waitUntil(
      'the drawing is there',
      () => client.ok<DrawnComment[]>('GET', `/v2/assets/${document.id}/comments`),
      (comments) => comments.some(({ text }) => text === 'Cut here.'),
    )
    const { page: drawnOn, annotation } = drawn.find(({ text }) => text === 'Cut here.') ?? {}
    expect(drawnOn).toBe(2)
    const [stroke, text] = JSON.parse(annotation ?? '[]') as {
      points: [number, number, number][]
      text?: string
    }[]
    expect(text?.text).toBe('Until here')
    expect(stroke?.points[0]?.[0]).toBeCloseTo(0.25, 1)
    expect(stroke?.points.at(-1)?.[1]).toBeCloseTo(0.5, 1)
    await page.getByText('Cut here.').waitFor()
    await chip.last().click()
    await picture(2).waitFor()
    await expect.poll(() => page.locator('.drawing-picture > *').count()).toBe(2)

    await page.goto(`${url}/player/${office.id}`)
    await page.getByText('LibreOffice shows documents of this kind').waitFor()
    await page.getByRole('button', { name: 'Try again' }).waitFor()
  } finally {
    await closeWindows(browser)
  }
})
