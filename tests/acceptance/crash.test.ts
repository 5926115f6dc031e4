// kill -9 in the middle of uploads, again and again on one data folder: what was acknowledged is there after the restart,
// the upload can be finished, the bytes are right, the database is healthy, and nothing is left running.
import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { afterAll, expect, it } from 'vitest'
import { createClient } from '@rushes/client/client'
import type { Client as ApiClient } from '@rushes/client/client'
import { splitIntoParts } from '@rushes/client/upload'
import type { PendingPart } from '@rushes/client/upload'
import { testTools } from '@rushes/media/test-clips'
import { makeDocx } from '@rushes/media/test-office'
import { makeSampleClip } from './sample-files.ts'
import { startServer } from './server.ts'
import type { RunningServer } from './server.ts'

const kills = process.env['RUSHES_LONG'] === '1' ? 100 : 4
const seed = Number(process.env['RUSHES_SEED'] ?? Date.now() % 1_000_000)
const partCount = 24
const fileBytes = 6 * 1024 * 1024 + 1234
const longestLifeMs = 700
const limitMs = kills * 60_000
const patience = { timeout: 30_000, interval: 50 }
/** Opens no document, but is a program. */
const OFFICE = '/bin/true'

const servers: RunningServer[] = []
afterAll(async () => {
  for (const server of servers) {
    await server.kill()
    await server.remove()
  }
})

it(
  `keeps every acknowledged part through ${String(kills)} kills`,
  async () => {
    console.log(`seed ${String(seed)}, ${String(kills)} kills`)
    const random = seededRandom(seed)
    const finished: { id: string; hash: string }[] = []
    let server = await startServer()
    servers.push(server)
    const folder = server.dataFolder.replace(/\/data$/, '')
    let acknowledgedInAll = 0

    for (let round = 0; round < kills; round += 1) {
      const file = randomBytes(fileBytes)
      const before = apiOf(server)
      const root = await rootFolder(before)
      const asset = await before.createAsset(root, {
        type: 'file',
        name: `round ${String(round)}.bin`,
        filesize: fileBytes,
        filetype: 'application/octet-stream',
        parts: partCount,
      })
      const acknowledged = new Set<number>()
      const sending = sendParts(splitIntoParts(fileBytes, asset.upload_urls ?? []), file, acknowledged)
      await sleep(random() * longestLifeMs)
      await server.kill()
      await sending
      acknowledgedInAll += acknowledged.size

      server = await startServer({ folder })
      servers.push(server)
      const after = apiOf(server)
      const status = await after.uploadStatus(asset.id)
      const known = new Set(
        status.parts.filter((part) => part.received_bytes !== null).map((part) => part.number),
      )
      const lost = [...acknowledged].filter((number) => status.state !== 'complete' && !known.has(number))
      expect(lost, `round ${String(round)}: acknowledged parts that are gone`).toEqual([])

      const missing =
        status.state === 'complete' ? [] : status.parts.filter((part) => part.received_bytes === null)
      await sendParts(
        missing.map(({ number, start, end_exclusive: endExclusive, url }) => ({
          number,
          start,
          endExclusive,
          url,
        })),
        file,
        new Set(),
      )
      await untilComplete(after, asset.id)
      finished.push({ id: asset.id, hash: sha256(file) })
    }

    // Not only the file that was interrupted: every file of every round is still right.
    const api = apiOf(server)
    for (const { id, hash } of finished) {
      const { original } = await api.asset(id)
      const response = await fetch(original ?? '')
      expect(response.status).toBe(200)
      expect(sha256(Buffer.from(await response.arrayBuffer()))).toBe(hash)
    }
    // Some rounds must have been cut in the middle, or the test shows nothing.
    expect(acknowledgedInAll).toBeGreaterThan(0)
    expect(acknowledgedInAll).toBeLessThan(kills * partCount)
    await expectHealthyDatabase(server)

    const manifest = await uploadFilm(apiOf(server))
    const document = await uploadDocument(apiOf(server))
    const piece = (index: number) =>
      // The address of the server changes, the signed path does not.
      fetch(new URL(new URL(`../quick/${String(index)}.m4s`, manifest).pathname, server.url))
    const whole = await (await piece(0)).arrayBuffer()
    // Answered or cut off, as the moment has it.
    const asked = Promise.allSettled([piece(1)])
    await server.kill()
    await asked
    // Nothing half-made is shown after the next start: what was there is thrown away and made again.
    // A document that stayed a file is opened by a server that has something to open it with, here to no avail.
    server = await startServer({ folder, env: { SOFFICE_PATH: OFFICE } })
    servers.push(server)
    expect(await readdir(join(server.dataFolder, 'previews'))).toEqual([])
    const again = await piece(0)
    expect(again.status).toBe(200)
    expect((await again.arrayBuffer()).byteLength).toBe(whole.byteLength)
    // Where a machine cannot keep LibreOffice away from other files, it is not used.
    const isUsed = (await testTools({ officePath: OFFICE })).officePath !== null
    await expect.poll(() => pagesOf(apiOf(server), document), patience).toBe(isUsed ? 'error' : 'skipped')

    await server.stop()
    expect(await processesUsing(folder)).toEqual([])
  },
  limitMs,
)

/** Answers with its id once it was found that there is nothing to open it with. */
async function uploadDocument(api: ApiClient): Promise<string> {
  const bytes = await makeDocx(['A scene'])
  const { id, upload_urls: urls } = await api.createAsset(await rootFolder(api), {
    type: 'file',
    name: 'scene.docx',
    filesize: bytes.length,
    filetype: 'application/octet-stream',
    parts: 1,
  })
  await fetch(urls?.[0] ?? '', { method: 'PUT', body: new Uint8Array(bytes) })
  await expect.poll(() => pagesOf(api, id), patience).toBe('skipped')
  return id
}

async function pagesOf(api: ApiClient, id: string): Promise<string | undefined> {
  return (await api.asset(id)).transcode_statuses?.['pdf_proxy']?.encode_status
}

/** A film of two seconds; answers with its playlist as soon as it plays. */
async function uploadFilm(api: ApiClient): Promise<string> {
  const bytes = await makeSampleClip()
  const { id, upload_urls: urls } = await api.createAsset(await rootFolder(api), {
    type: 'file',
    name: 'film.mp4',
    filesize: bytes.length,
    filetype: 'video/mp4',
    parts: 1,
  })
  await fetch(urls?.[0] ?? '', { method: 'PUT', body: bytes })
  const manifest = async () => (await api.asset(id)).hls_manifest
  await expect.poll(manifest, patience).not.toBeNull()
  return (await manifest()) ?? ''
}

function apiOf(server: RunningServer): ApiClient {
  return createClient({ baseUrl: server.url, token: server.token, retries: 0 })
}

async function rootFolder(api: ApiClient): Promise<string> {
  const team = (await api.teams()).items[0]
  const project = (await api.projects(team?.id ?? '')).items[0]
  if (project === undefined) throw new Error('The first start made no project.')
  return project.root_asset_id
}

/** Three at once, like a real uploader. Ends quietly when the server is gone: that is what is being tested. */
async function sendParts(parts: PendingPart[], file: Buffer, acknowledged: Set<number>): Promise<void> {
  const waiting = [...parts]
  async function sender(): Promise<void> {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
      const { number, start, endExclusive, url } = part
      const status = await fetch(url, {
        method: 'PUT',
        body: new Uint8Array(file.subarray(start, endExclusive)),
      }).then(
        (response) => response.status,
        () => null,
      )
      if (status === null) return
      expect(status).toBe(200)
      acknowledged.add(number)
    }
  }
  await Promise.all([sender(), sender(), sender()])
}

async function untilComplete(api: ApiClient, id: string): Promise<void> {
  await expect
    .poll(async () => (await api.asset(id)).upload_completed_at, { timeout: 30_000, interval: 50 })
    .not.toBeNull()
}

/** Reads every table and compares the heap with its indexes, as far as PostgreSQL brings a check for it. */
async function expectHealthyDatabase(server: RunningServer): Promise<void> {
  const client = new Client(server.database)
  await client.connect()
  try {
    await client.query('create extension if not exists amcheck')
    const indexes = await client.query<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class c join pg_am am on am.oid = c.relam
       join pg_namespace n on n.oid = c.relnamespace
       where c.relkind = 'i' and am.amname = 'btree' and n.nspname = 'public'`,
    )
    expect(indexes.rows.length).toBeGreaterThan(5)
    for (const { name } of indexes.rows)
      await client.query('select bt_index_check($1::regclass, true)', [name])
  } finally {
    await client.end()
  }
}

/** Command lines that name the folder: the server, its PostgreSQL, a media tool. */
async function processesUsing(folder: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const commands = await Promise.all(
    pids.map((pid) =>
      readFile(`/proc/${pid}/cmdline`, 'utf8').then(
        (text) => text.replaceAll('\0', ' ').trim(),
        // It ended between the listing and the look.
        () => '',
      ),
    ),
  )
  return commands.filter((command) => command.includes(folder))
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** mulberry32: the same seed, the same moments. */
function seededRandom(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
