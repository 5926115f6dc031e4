// `./rushes demo`: what a stranger's program does, with nothing but HTTP. Makes a clip, uploads it in parts over /v2,
// waits until it can be watched, downloads it again and compares the checksums.
import { openAsBlob } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createClient } from '@rushes/client/client'
import type { Client } from '@rushes/client/client'
import { ApiError } from '@rushes/client/request'
import { splitIntoParts, uploadParts } from '@rushes/client/upload'
import type { Asset } from '@rushes/contract/assets'
import { makeDemoClip } from './demo-clip.ts'
import { hashStream } from '@rushes/client/hash-file'
import { createProgressLine } from './progress-line.ts'

const POLL_MS = 500
const GIVE_UP_MS = 10 * 60_000
const PART_COUNT = 4
const FILE_TYPE = 'video/mp4'

async function demo(): Promise<void> {
  const address = (
    process.env['RUSHES_URL'] ?? `http://127.0.0.1:${process.env['RUSHES_PORT'] ?? '4747'}`
  ).replace(/\/$/, '')
  const client = createClient({ baseUrl: address, token: await readToken() })
  const workFolder = await mkdtemp(join(tmpdir(), 'rushes-demo-'))
  try {
    const me = await client.me()
    say(`Signed in as ${me.name} at ${address}`)
    const clipPath = join(workFolder, 'rushes-demo.mp4')
    await makeDemoClip(clipPath, createProgressLine('Making a clip'))
    const asset = await upload(client, clipPath)
    const ready = await waitUntilReady(client, asset.id)
    await compare(client, ready, clipPath)
    say(`\nWatch it:  ${address}/player/${asset.id}`)
  } finally {
    await rm(workFolder, { recursive: true, force: true })
  }
}

/** RUSHES_TOKEN, else the token that the first start kept in the data folder. */
async function readToken(): Promise<string> {
  const given = process.env['RUSHES_TOKEN']
  if (given !== undefined && given !== '') return given
  const file = join(resolve(process.env['RUSHES_DATA'] ?? 'data'), 'first-login.txt')
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Error(
      `No token: set RUSHES_TOKEN, or run this where ${file} can be read. Is the server started ("./rushes up")?`,
      { cause },
    )
  })
  const token = /^Developer token:\s*(\S+)$/m.exec(text)?.[1]
  if (token === undefined) throw new Error(`${file} holds no token. Set RUSHES_TOKEN.`)
  return token
}

async function upload(client: Client, clipPath: string): Promise<Asset> {
  const teams = await client.teams()
  const team = teams.items[0]
  if (team === undefined) throw new Error('This token belongs to nobody who has a team.')
  const projects = await client.projects(team.id)
  const project = projects.items.at(-1) ?? (await client.createProject(team.id, { name: 'Demo' }))
  const folder = await client.createAsset(project.root_asset_id, { type: 'folder', name: 'Demo' })
  const file = await openAsBlob(clipPath, { type: FILE_TYPE })
  const asset = await client.createAsset(folder.id, {
    type: 'file',
    name: 'rushes-demo.mp4',
    filesize: file.size,
    filetype: FILE_TYPE,
    parts: PART_COUNT,
  })
  const line = createProgressLine(`Uploading ${megabytes(file.size)} in ${String(PART_COUNT)} parts`)
  await uploadParts({
    file,
    parts: splitIntoParts(file.size, asset.upload_urls ?? []),
    contentType: FILE_TYPE,
    onProgress: (sentBytes) => line.show(sentBytes / file.size),
  })
  line.done()
  return asset
}

async function waitUntilReady(client: Client, assetId: string): Promise<Asset> {
  const line = createProgressLine('Making pictures and proxies')
  const deadlineMs = Date.now() + GIVE_UP_MS
  while (Date.now() < deadlineMs) {
    const [asset, pipeline] = await Promise.all([client.asset(assetId), client.pipeline(assetId)])
    line.show(pipeline.progress)
    if (pipeline.failure !== null) throw new Error(`The file could not be processed: ${pipeline.failure}`)
    if (asset.upload_failed_at !== null) throw new Error('The upload failed.')
    if (asset.status === 'transcoded' && asset.checksums !== null) {
      line.done()
      return asset
    }
    await new Promise((wake) => setTimeout(wake, POLL_MS))
  }
  throw new Error('The server did not finish within ten minutes.')
}

async function compare(client: Client, asset: Asset, clipPath: string): Promise<void> {
  const line = createProgressLine('Downloading it again')
  const { original } = await client.asset(asset.id)
  if (original === undefined) throw new Error('The asset has no download link.')
  const response = await fetch(original)
  if (!response.ok || response.body === null)
    throw new Error(`The download answered ${String(response.status)}.`)
  const downloaded = await hashStream(response.body)
  line.done()
  const local = await hashStream((await openAsBlob(clipPath)).stream())
  const said = asset.checksums?.xx_hash
  if (downloaded !== local || said !== local)
    throw new Error(
      `The checksums differ: sent ${local}, server says ${String(said)}, downloaded ${downloaded}.`,
    )
  say(`Checksums agree: ${local} (XXH64)`)
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

try {
  await demo()
} catch (error) {
  const sentence = error instanceof Error ? error.message : String(error)
  const hint = error instanceof ApiError && error.status === 0 ? ' Start it with "./rushes up".' : ''
  process.stderr.write(`\nThe demo stopped: ${sentence}${hint}\n`)
  process.exit(1)
}
