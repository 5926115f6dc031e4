// Reading ranges of a large stored file against nginx with the same file (sendfile, one worker): what watching and
// downloading cost. Both are read in the same rounds, one after the other, by the same reader.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent, get } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@rushes/client/client'
import { uploadFile } from '@rushes/client/upload-file'
import { startServer } from '../tests/acceptance/server.ts'
import type { RunningServer } from '../tests/acceptance/server.ts'
import type { Figure } from './main-bench.ts'
import { median } from './median.ts'

const MIB = 2 ** 20
const FILE_BYTES = 256 * MIB
/** A few seconds of an original, as a player asks for it. */
const RANGE_BYTES = 8 * MIB
const READERS = 4
const RANGES_EACH = 24
const ROUNDS = 7
const NGINX = process.env['NGINX_PATH'] ?? 'nginx'

export async function benchRangeReads(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'rushes-bench-'))
  const server = await startServer({ env: { RUSHES_LOG: 'error' } })
  const bytes = Buffer.concat(Array.from({ length: FILE_BYTES / MIB }, () => randomBytes(MIB)))
  const nginx = await startNginx(folder, bytes)
  const agent = new Agent({ keepAlive: true, maxSockets: READERS })
  try {
    const ours = await uploadedUrl(server, bytes)
    const read = (url: string) => timed(() => readRanges(url, agent))
    await read(ours)
    await read(nginx.url)
    const [ratios, speeds]: [number[], number[]] = [[], []]
    for (let round = 0; round < ROUNDS; round += 1) {
      const [theirs, own] = [await read(nginx.url), await read(ours)]
      ratios.push(theirs / own)
      speeds.push((READERS * RANGES_EACH * RANGE_BYTES) / MIB / own)
    }
    return [
      { name: 'ranges of 8 MiB, four readers at once', value: median(speeds), unit: 'MiB/s' },
      { name: 'against nginx', value: median(ratios), unit: 'of the baseline', atLeast: 0.7 },
    ]
  } finally {
    agent.destroy()
    nginx.process.kill()
    await once(nginx.process, 'exit')
    await server.stop()
    await server.remove()
    await rm(folder, { recursive: true, force: true })
  }
}

async function uploadedUrl(server: RunningServer, bytes: Buffer<ArrayBuffer>): Promise<string> {
  const client = createClient({ baseUrl: server.url, token: server.token })
  const team = (await client.teams()).items[0]
  const project = (await client.projects(team?.id ?? '')).items[0]
  if (project === undefined) throw new Error('The first start made no project.')
  const asset = await uploadFile(client, {
    file: new Blob([bytes]),
    name: 'noise.bin',
    parentId: project.root_asset_id,
    asset: { filetype: 'application/octet-stream' },
  })
  const { original } = await client.asset(asset.id)
  if (typeof original !== 'string') throw new Error('The uploaded file has no address.')
  return original
}

async function startNginx(folder: string, bytes: Buffer): Promise<{ url: string; process: ChildProcess }> {
  const port = await freePort()
  await mkdir(join(folder, 'files'))
  await writeFile(join(folder, 'files/noise.bin'), bytes)
  const settings = join(folder, 'nginx.conf')
  await writeFile(
    settings,
    `daemon off; worker_processes 1; user root; pid ${folder}/nginx.pid; error_log stderr;
     events { worker_connections 64; }
     http { access_log off; sendfile on; tcp_nopush on;
       server { listen 127.0.0.1:${String(port)}; root ${folder}/files; } }`,
  )
  const process = spawn(NGINX, ['-c', settings, '-p', folder], { stdio: ['ignore', 'inherit', 'inherit'] })
  const failed = once(process, 'error').then(([cause]) => {
    throw new Error('This bench compares with nginx, which is not installed here.', { cause })
  })
  const url = `http://127.0.0.1:${String(port)}/noise.bin`
  await Promise.race([failed, untilAnswered(url)])
  return { url, process }
}

async function untilAnswered(url: string): Promise<void> {
  const until = Date.now() + 10_000
  for (;;) {
    const isThere = await fetch(url, { method: 'HEAD' }).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isThere) return
    if (Date.now() > until) throw new Error('nginx does not answer.')
    await sleep(50)
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('There is no free port.')
  return address.port
}

/** Every reader begins elsewhere and walks through the file in steps that meet all of it. */
async function readRanges(url: string, agent: Agent): Promise<void> {
  const places = FILE_BYTES / RANGE_BYTES
  const reader = async (which: number) => {
    for (let step = 0; step < RANGES_EACH; step += 1)
      await readRange(url, agent, (((which * places) / READERS + step * 5) % places) * RANGE_BYTES)
  }
  await Promise.all(Array.from({ length: READERS }, (_, which) => reader(which)))
}

function readRange(url: string, agent: Agent, start: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const range = `bytes=${String(start)}-${String(start + RANGE_BYTES - 1)}`
    get(url, { agent, headers: { range } }, (response) => {
      let received = 0
      response.on('data', (chunk: Buffer) => (received += chunk.length))
      response.on('error', reject)
      response.on('end', () => {
        if (response.statusCode === 206 && received === RANGE_BYTES) resolve()
        else
          reject(new Error(`${url} answered ${String(response.statusCode)} with ${String(received)} bytes.`))
      })
    }).on('error', reject)
  })
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await work()
  return (performance.now() - begin) / 1000
}
