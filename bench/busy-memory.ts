// Memory of the whole, every process of it, while four viewers seek at random in one film and another in 4K is encoded,
// against what one encode of that 4K film to 720p takes by itself.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openAsBlob } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { createClient } from '@rushes/client/client'
import type { Client } from '@rushes/client/client'
import { uploadFile } from '@rushes/client/upload-file'
import { startServer } from '../tests/acceptance/server.ts'
import type { Figure } from './main-bench.ts'
import { descendantsOf, proportionalSetBytes } from './processes.ts'

const run = promisify(execFile)
const FFMPEG = process.env['FFMPEG_PATH'] ?? 'ffmpeg'
const MIB = 2 ** 20
const VIEWERS = 4
const WATCH_MS = 60_000
const LOOK_MS = 250
/** Of the viewers' places: the same in every run. */
const SEED = 20_261_130

const WATCHED = {
  source: 'testsrc2=size=1920x1080:rate=25:duration=60,noise=alls=8:allf=t',
  encoder: '-c:v libx264 -preset ultrafast -pix_fmt yuv422p -g 150 -sc_threshold 0 -c:a aac',
}
const ENCODED = {
  source: 'testsrc2=size=3840x2160:rate=25:duration=10,noise=alls=8:allf=t',
  encoder: '-c:v libx265 -preset ultrafast -pix_fmt yuv420p10le -x265-params log-level=none -c:a aac',
}

export async function benchBusyMemory(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'rushes-bench-'))
  const [watched, encoded] = [join(folder, 'watched.mkv'), join(folder, 'encoded.mp4')]
  await makeFilm(WATCHED, watched)
  await makeFilm(ENCODED, encoded)
  const alone = await memoryOfEncode(encoded, join(folder, 'baseline.mp4'))
  const server = await startServer({ env: { RUSHES_LOG: 'error' } })
  try {
    const client = createClient({ baseUrl: server.url, token: server.token })
    const idle = await memoryOf(server.pid)
    const manifest = await upload(client, watched)
    await upload(client, encoded)
    const until = Date.now() + WATCH_MS
    const random = randomNumbers(SEED)
    const viewers = Array.from({ length: VIEWERS }, () => watch(manifest, until, random))
    const most = await mostUntil(until, () => memoryOf(server.pid))
    const seeks = (await Promise.all(viewers)).reduce((sum, each) => sum + each, 0)
    return [
      { name: 'seeks of the viewers that brought a segment', value: seeks, unit: '', atLeast: VIEWERS },
      { name: 'memory when idle (PSS)', value: idle / MIB, unit: 'MiB' },
      { name: 'the most of it at work', value: most / MIB, unit: 'MiB' },
      { name: 'one encode of the 4K film by itself', value: alone / MIB, unit: 'MiB' },
      { name: 'at work, beyond idle, against that', value: (most - idle) / alone, unit: 'times', atMost: 4 },
    ]
  } finally {
    await server.stop()
    await server.remove()
    await rm(folder, { recursive: true, force: true })
  }
}

async function makeFilm({ source, encoder }: typeof WATCHED, path: string): Promise<void> {
  const sound = 'sine=frequency=440:sample_rate=48000'
  const inputs = ['-f', 'lavfi', '-i', source, '-f', 'lavfi', '-i', sound, '-shortest']
  await run(FFMPEG, ['-v', 'error', '-y', ...inputs, ...encoder.split(' '), path])
}

async function memoryOfEncode(path: string, target: string): Promise<number> {
  const options = '-vf scale=-2:720,format=yuv420p -c:v libx264 -preset veryfast -crf 23 -c:a aac'
  const encode = spawn(FFMPEG, ['-v', 'error', '-y', '-i', path, ...options.split(' '), target], {
    stdio: 'inherit',
  })
  const ended = once(encode, 'exit')
  let most = 0
  while (encode.exitCode === null) {
    most = Math.max(most, await memoryOf(encode.pid ?? 0))
    await sleep(LOOK_MS)
  }
  await ended
  return most
}

/** Of a process and all that it started. One that ends while it is looked at counts for nothing. */
async function memoryOf(pid: number): Promise<number> {
  const pids = [pid, ...(await descendantsOf(pid))]
  const sizes = await Promise.all(pids.map((each) => proportionalSetBytes([each]).catch(goneIsNothing)))
  return sizes.reduce((sum, bytes) => sum + bytes, 0)
}

function goneIsNothing(error: NodeJS.ErrnoException): number {
  if (error.code === 'ENOENT' || error.code === 'ESRCH') return 0
  throw error
}

async function mostUntil(until: number, look: () => Promise<number>): Promise<number> {
  let most = 0
  while (Date.now() < until) {
    most = Math.max(most, await look())
    await sleep(LOOK_MS)
  }
  return most
}

async function upload(client: Client, path: string): Promise<string> {
  const team = (await client.teams()).items[0]
  const project = (await client.projects(team?.id ?? '')).items[0]
  if (project === undefined) throw new Error('The first start made no project.')
  const { id } = await uploadFile(client, {
    file: await openAsBlob(path),
    name: path.endsWith('.mkv') ? 'watched.mkv' : 'encoded.mp4',
    parentId: project.root_asset_id,
    asset: { filetype: 'video/mp4' },
  })
  for (;;) {
    const { hls_manifest: manifest } = await client.asset(id)
    if (manifest !== null) return manifest
    await sleep(LOOK_MS)
  }
}

/** Jumps to another segment as soon as one is there. Returns how many came. */
async function watch(manifest: string, until: number, random: () => number): Promise<number> {
  const address = new URL('quick.m3u8', manifest)
  const playlist = await (await fetch(address)).text()
  const segments = [...playlist.matchAll(/^\S+\.m4s$/gm)].map(([uri]) => uri)
  let count = 0
  while (Date.now() < until) {
    const uri = segments[Math.floor(random() * segments.length)] ?? ''
    const response = await fetch(new URL(uri, address))
    await response.arrayBuffer()
    if (response.ok) count += 1
  }
  return count
}

/** Numbers from 0 to 1 that are the same in every run (a linear congruential generator, after Park and Miller). */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
