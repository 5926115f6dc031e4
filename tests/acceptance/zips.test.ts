// Files and folders as one archive: what is in it by rights, read back by another program, and what happens when a file or
// the receiver goes away midway.
import { execFile } from 'node:child_process'
import { readdir, readlink, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { get } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeAccount } from './people-made.ts'
import type { MadePerson } from './people-made.ts'
import type { Answer, Asset, Project, V2Error } from './reference-client.ts'
import { seededBytes } from './seeded.ts'
import { startServer } from './server.ts'
import type { RunningServer } from './server.ts'
import { upload, waitForUpload } from './uploader.ts'
import { waitUntil } from './wait-until.ts'

const isLong = process.env['RUSHES_LONG'] === '1'
const limitMs = isLong ? 900_000 : 120_000
const run = promisify(execFile)
const bigBytes = 40_000_000

interface Zip {
  url: string
  name: string
  file_count: number
  left_out_count: number
  filesize: number
}

let server: RunningServer
let owner: MadePerson
let guest: MadePerson
let project: Project
let day: Asset

beforeAll(async () => {
  // Its own, because files are taken from under it.
  server = await startServer({ env: { RUSHES_RATE_LIMITS: 'off' } })
  const account = await makeAccount(server)
  owner = account.owner
  guest = await account.person('Gus Guest', null)
  const team = await owner.client.ok<{ id: string }>('POST', `/v2/accounts/${account.id}/teams`, {
    body: { name: 'Zip' },
  })
  project = await owner.client.ok<Project>('POST', `/v2/teams/${team.id}/projects`, { body: { name: 'Zip' } })
  await owner.client.ok('POST', `/v2/projects/${project.id}/collaborators`, { body: { email: guest.email } })
  day = await owner.client.createFolder(project.root_asset_id, 'Drehtag 1 – 日本語 😀')
  const inner = await owner.client.createFolder(day.id, 'day/one: *')
  await owner.client.createFolder(day.id, 'empty')
  await send('clip.txt', day.id, 'first')
  await send('CLIP.txt', day.id, 'second')
  await send('nothing.txt', inner.id, 'in the inner folder')
  const base = await send('cut v1.txt', day.id, 'old version')
  const next = await send('cut v2.txt', day.id, 'new version')
  await owner.client.ok('POST', `/v2/assets/${base.id}/version`, { body: { next_asset_id: next.id } })
  const hidden = await owner.client.ok<Asset>('POST', `/v2/assets/${day.id}/children`, {
    body: { type: 'folder', name: 'team only', private: true },
  })
  await send('secret.txt', hidden.id, 'secret')
  await owner.client.remove((await send('gone.txt', day.id, 'gone')).id)
  await owner.client.createFile(day.id, 'arriving.txt', 500)
}, limitMs)

afterAll(async () => {
  await server.stop()
  await server.remove()
})

async function send(
  name: string,
  parentId: string,
  content: string | Uint8Array<ArrayBuffer>,
): Promise<Asset> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const asset = await upload(owner.client, parentId, name, bytes)
  return waitForUpload(owner.client, asset.id)
}

function zipOf(person: MadePerson, ids: string[]): Promise<Answer<Zip & V2Error>> {
  return person.client.call('POST', '/api/zips', { body: { asset_ids: ids } })
}

/** Python's own reader says what is in an archive, having checked every checksum. */
async function contentsOf(url: string): Promise<Record<string, string>> {
  const response = await fetch(url)
  expect(response.status).toBe(200)
  const bytes = new Uint8Array(await response.arrayBuffer())
  expect(response.headers.get('content-length')).toBe(String(bytes.length))
  const file = join(server.dataFolder, '../read.zip')
  await writeFile(file, bytes)
  const program =
    'import json,sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nprint(json.dumps({n: z.read(n).decode() for n in z.namelist()}))'
  const { stdout } = await run('python3', ['-c', program, file])
  return JSON.parse(stdout) as Record<string, string>
}

const top = 'Drehtag 1 – 日本語 😀'
const forGuest = {
  [`${top}/`]: '',
  [`${top}/day_one_ _/`]: '',
  [`${top}/empty/`]: '',
  [`${top}/CLIP.txt`]: 'second',
  [`${top}/clip (2).txt`]: 'first',
  [`${top}/cut v2.txt`]: 'new version',
  [`${top}/day_one_ _/nothing.txt`]: 'in the inner folder',
}

it('holds a folder with all below it: names for every system, the newest version, nothing from the trash', async () => {
  const { body } = await zipOf(owner, [day.id])
  expect(body).toMatchObject({ name: `${top}.zip`, file_count: 5, left_out_count: 1 })
  expect(await contentsOf(body.url)).toEqual({
    ...forGuest,
    [`${top}/team only/`]: '',
    [`${top}/team only/secret.txt`]: 'secret',
  })
})

it('leaves out what is for the team alone, and is refused to whoever may not download', async () => {
  const { body } = await zipOf(guest, [day.id])
  expect(await contentsOf(body.url)).toEqual(forGuest)
  await owner.client.ok('PUT', `/v2/projects/${project.id}`, {
    body: { project_preferences: { collaborator_can_download: false } },
  })
  expect((await zipOf(guest, [day.id])).status).toBe(403)
  // Also on a link from before.
  expect((await fetch(body.url)).status).toBe(403)
  await owner.client.ok('PUT', `/v2/projects/${project.id}`, {
    body: { project_preferences: { collaborator_can_download: true } },
  })
})

it('says what is wrong with a choice and with a link', async () => {
  for (const ids of [[], ['no id'], Array.from({ length: 201 }, () => day.id)])
    expect((await zipOf(owner, ids)).status).toBe(422)
  expect((await zipOf(owner, [project.id])).status).toBe(404)
  const { body } = await zipOf(owner, [project.root_asset_id])
  expect(body.name).toBe('Zip.zip')
  for (const url of [body.url.replace('grant=A', 'grant=B'), body.url.split('?')[0] ?? ''])
    expect((await fetch(url)).status).toBe(403)
})

it('takes two hundred ids in its link', async () => {
  const { body } = await zipOf(
    owner,
    Array.from({ length: 200 }, () => day.id),
  )
  expect(Object.keys(await contentsOf(body.url))).toContain(`${top}/cut v2.txt`)
})

it('breaks off when a file ends too early, so that nobody takes it for the whole', async () => {
  const asset = await send('short.bin', project.root_asset_id, seededBytes(1, 3_000_000))
  const { body } = await zipOf(owner, [asset.id, day.id])
  await truncate(await blobOf(3_000_000), 1_000_000)
  const response = await fetch(body.url)
  expect(response.status).toBe(200)
  await expect(response.arrayBuffer()).rejects.toThrow('terminated')
  expect((await fetch(`${server.url}/health`)).status).toBe(200)
})

it('stops reading when the receiver goes away', async () => {
  const asset = await send('big.bin', project.root_asset_id, seededBytes(2, bigBytes))
  const blob = await blobOf(bigBytes)
  const { body } = await zipOf(owner, [asset.id])
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(body.url, resolve).once('error', reject)
  })
  response.once('error', () => undefined)
  await new Promise((resolve) => response.once('data', resolve))
  response.pause()
  await waitUntil(
    'the file is being read',
    () => isOpen(blob),
    (open) => open,
  )
  response.destroy()
  await expect.poll(() => isOpen(blob), { timeout: 10_000 }).toBe(false)
})

it(
  `holds ${isLong ? 'files beyond 4 GB, and more than 4 GB of them' : 'what an independent reader finds whole'}`,
  async () => {
    const big = await send('sparse.bin', project.root_asset_id, seededBytes(3, 5_000_001))
    // Beyond 4 GB a zip is written in another way; a hole takes no disk.
    const sizeBytes = isLong ? 4_400_000_003 : 5_000_001
    await truncate(await blobOf(5_000_001), sizeBytes)
    const database = new pg.Client(server.database)
    await database.connect()
    await database.query('update media set size_bytes = $1 where size_bytes = 5000001', [sizeBytes])
    await database.end()
    const { body } = await zipOf(owner, [big.id, day.id])
    const file = join(server.dataFolder, '../big.zip')
    await run('curl', ['-sf', '-o', file, body.url], { timeout: limitMs })
    const test = 'import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).testzip())'
    const { stdout } = await run('python3', ['-c', test, file], { timeout: limitMs })
    // The first member that is damaged.
    expect(stdout).toBe('None\n')
    await rm(file)
  },
  limitMs,
)

/** The stored file with so many bytes. */
async function blobOf(sizeBytes: number): Promise<string> {
  const folder = join(server.dataFolder, 'blobs')
  for (const name of await readdir(folder, { recursive: true })) {
    const found = await stat(join(folder, name))
    if (found.isFile() && found.size === sizeBytes) return join(folder, name)
  }
  throw new Error(`No blob has ${String(sizeBytes)} bytes.`)
}

async function isOpen(file: string): Promise<boolean> {
  const folder = `/proc/${String(server.pid)}/fd`
  for (const name of await readdir(folder)) {
    const target = await readlink(join(folder, name)).catch(() => '')
    if (target === file) return true
  }
  return false
}
