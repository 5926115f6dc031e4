// What people feel in the web app, in a real Chromium: a large folder, the way into the room, a comment in the other
// browser. These are promises in seconds and not ratios, so the load of the machine is printed with them.
import { execFile } from 'node:child_process'
import { openAsBlob } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Client as Database } from 'pg'
import type { Browser, Page } from 'playwright-core'
import { createClient } from '@rushes/client/client'
import type { Client } from '@rushes/client/client'
import { uploadFile } from '@rushes/client/upload-file'
import { startServer } from '../tests/acceptance/server.ts'
import type { RunningServer } from '../tests/acceptance/server.ts'
import { launchChromium, signInAsOwner } from '../tests/acceptance/web-window.ts'
import { addFiles } from './account-of-a-million.ts'
import type { Figure } from './main-bench.ts'
import { median } from './median.ts'

const run = promisify(execFile)
const FFMPEG = process.env['FFMPEG_PATH'] ?? 'ffmpeg'
const FILES = 10_000
const ROUNDS = 7
const ASK_MS = 50
/** Cards of a first screen; no more are there when the last of them is. */
const SCREENFUL = 8

export async function benchRoom(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'rushes-bench-'))
  const server = await startServer({ env: { RUSHES_LOG: 'error' } })
  const browser = await launchChromium()
  try {
    const client = createClient({ baseUrl: server.url, token: server.token })
    const made = await makeProject(client, server, folder)
    const page = await openPage(browser, server.url)
    const gridMs = await rounds(() => untilCards(page, `${server.url}/projects/${made.projectId}`))
    const roomMs = await rounds(() => untilPicture(page, `${server.url}/player/${made.filmId}`))
    const other = await openPage(browser, server.url)
    await untilPicture(other, `${server.url}/player/${made.filmId}`)
    const comments = await rounds((round) => commentMs(page, other, `Comment ${String(round)}`))
    const isUnder = { atMost: 1 }
    return [
      { name: 'load of the machine', value: loadavg()[0] ?? 0, unit: 'processes waiting or at work' },
      {
        name: `address of a project of ${String(FILES)} files to its cards`,
        value: median(gridMs) / 1000,
        unit: 's',
        ...isUnder,
      },
      {
        name: 'address of a ready film to its first picture',
        value: median(roomMs) / 1000,
        unit: 's',
        ...isUnder,
      },
      {
        name: 'a comment in the list of who wrote it',
        value: median(comments.map(({ own }) => own)),
        unit: 'ms',
        atMost: 100,
      },
      {
        name: 'a comment in another browser',
        value: median(comments.map(({ others }) => others)),
        unit: 'ms',
        atMost: 300,
      },
    ]
  } finally {
    await browser.close()
    await server.stop()
    await server.remove()
    await rm(folder, { recursive: true, force: true })
  }
}

/** A film that is ready, and a project with nothing but files. */
async function makeProject(client: Client, server: RunningServer, folder: string) {
  const team = (await client.teams()).items[0]
  const project = (await client.projects(team?.id ?? '')).items[0]
  if (team === undefined || project === undefined) throw new Error('The first start made no project.')
  const path = join(folder, 'film.mp4')
  const source = 'testsrc2=size=1920x1080:rate=25:duration=20'
  const encoder = '-c:v libx264 -preset veryfast -pix_fmt yuv420p -g 50 -movflags +faststart'
  await run(FFMPEG, ['-v', 'error', '-f', 'lavfi', '-i', source, ...encoder.split(' '), path])
  const film = await uploadFile(client, {
    file: await openAsBlob(path),
    name: 'film.mp4',
    parentId: project.root_asset_id,
    asset: { filetype: 'video/mp4' },
  })
  while ((await client.asset(film.id)).transcoded_at === null) await sleep(ASK_MS)
  const large = await client.createProject(team.id, { name: 'Ten thousand files' })
  const db = new Database(server.database)
  await db.connect()
  await addFiles(db, [large.root_asset_id], FILES)
  // All of them show the film: cards with pictures are what a project has.
  await db.query(
    'update assets set media_id = (select media_id from assets where id = $1) where parent_id = $2',
    [film.id, large.root_asset_id],
  )
  // As PostgreSQL does itself within a minute.
  await db.query('vacuum analyze')
  await db.end()
  return { filmId: film.id, projectId: large.id }
}

async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await signInAsOwner(page, url)
  return page
}

/** The first round fills the caches of browser and server, as a person's first visit does, and does not count. */
async function rounds<T>(measure: (round: number) => Promise<T>): Promise<T[]> {
  await measure(0)
  const all: T[] = []
  for (let round = 1; round <= ROUNDS; round += 1) all.push(await measure(round))
  return all
}

async function untilCards(page: Page, address: string): Promise<number> {
  const begin = performance.now()
  await page.goto(address, { waitUntil: 'commit' })
  await page.evaluate(`new Promise((resolve) => {
    const look = () =>
      document.querySelectorAll('[data-asset-id]').length >= ${String(SCREENFUL)} ? resolve() : requestAnimationFrame(look)
    look()
  })`)
  return performance.now() - begin
}

async function untilPicture(page: Page, address: string): Promise<number> {
  const begin = performance.now()
  await page.goto(address, { waitUntil: 'commit' })
  await page.locator('video').waitFor()
  await page.evaluate(`new Promise((resolve) => {
    const look = () => document.querySelector('video').readyState >= 2 ? resolve() : requestAnimationFrame(look)
    look()
  })`)
  return performance.now() - begin
}

/** From Enter, by the clock that both windows share. */
async function commentMs(writer: Page, reader: Page, text: string): Promise<{ own: number; others: number }> {
  const seen = (page: Page) =>
    page.evaluate<number>(`new Promise((resolve) => {
      const look = () => document.querySelector('.comments-list')?.textContent.includes(${JSON.stringify(text)})
        ? resolve(Date.now()) : requestAnimationFrame(look)
      look()
    })`)
  await writer.keyboard.press('c')
  await writer.keyboard.insertText(text)
  const sent = writer.evaluate<number>(
    `new Promise((resolve) => addEventListener('keydown', () => resolve(Date.now()), { capture: true, once: true }))`,
  )
  await writer.evaluate('0')
  const others = seen(reader)
  await writer.keyboard.press('Enter')
  const own = seen(writer)
  const at = await sent
  return { own: (await own) - at, others: (await others) - at }
}
