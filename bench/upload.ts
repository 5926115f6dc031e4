// Uploading 2 GB, until the server knows the checksum, against copying and hashing the same file with nothing between.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import createXxhash from 'xxhash-wasm'
import { createClient } from '@rushes/client/client'
import { splitIntoParts } from '@rushes/client/upload'
import type { PendingPart } from '@rushes/client/upload'
import { startServer } from '../tests/acceptance/server.ts'
import type { RunningServer } from '../tests/acceptance/server.ts'
import type { Figure } from './main-bench.ts'
import { median } from './median.ts'
import { peakBytes } from './processes.ts'

const FILE_BYTES = 2_000_000_000
const CHUNK_BYTES = 16 * 2 ** 20
const MIB = 2 ** 20
const SENDERS = 3
const ROUNDS = 5

export async function benchUpload(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'rushes-bench-'))
  const server = await startServer({ env: { RUSHES_LOG: 'error' } })
  try {
    const source = join(folder, 'source.bin')
    await makeFile(source)
    const ratios: number[] = []
    const speeds: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const copySeconds = await timed(() => copyAndHash(source, join(folder, `copy-${String(round)}.bin`)))
      const uploadSeconds = await timed(() => upload(server, source))
      ratios.push(copySeconds / uploadSeconds)
      speeds.push(FILE_BYTES / MIB / uploadSeconds)
    }
    return [
      { name: 'upload until the checksum is known', value: median(speeds), unit: 'MiB/s' },
      { name: 'upload against copy-and-hash', value: median(ratios), unit: 'of the baseline', atLeast: 0.6 },
      {
        name: 'peak memory of the server process',
        value: (await peakBytes(server.pid)) / MIB,
        unit: 'MiB',
        atMost: 300,
      },
    ]
  } finally {
    await server.stop()
    await server.remove()
    await rm(folder, { recursive: true, force: true })
  }
}

async function makeFile(path: string): Promise<void> {
  const file = await open(path, 'w')
  const chunk = randomBytes(CHUNK_BYTES)
  for (let written = 0; written < FILE_BYTES; written += CHUNK_BYTES) {
    chunk.writeUInt32LE(written >>> 0)
    await file.write(chunk.subarray(0, Math.min(CHUNK_BYTES, FILE_BYTES - written)))
  }
  await file.sync()
  await file.close()
}

/** As careful as the server: a file that was not there before, synced before it counts. */
async function copyAndHash(source: string, target: string): Promise<void> {
  const xxhash = await createXxhash()
  const hash = xxhash.create64()
  const file = await open(target, 'w')
  for await (const chunk of createReadStream(source, { highWaterMark: MIB }) as AsyncIterable<Buffer>) {
    hash.update(chunk)
    await file.write(chunk)
  }
  hash.digest()
  await file.sync()
  await file.close()
}

async function upload(server: RunningServer, source: string): Promise<void> {
  const client = createClient({ baseUrl: server.url, token: server.token })
  const team = (await client.teams()).items[0]
  const project = (await client.projects(team?.id ?? '')).items[0]
  const asset = await client.createAsset(project?.root_asset_id ?? '', {
    type: 'file',
    name: 'upload.bin',
    filesize: FILE_BYTES,
    filetype: 'application/octet-stream',
  })
  await sendParts(source, asset.upload_urls ?? [])
  while ((await client.asset(asset.id)).checksums === null) await sleep(20)
}

/** Three parts at once, each through one buffer that is used again and again: the sender must not be what is measured. */
async function sendParts(source: string, urls: string[]): Promise<void> {
  const file = await open(source)
  const waiting = splitIntoParts(FILE_BYTES, urls)
  async function sender(): Promise<void> {
    const buffer = Buffer.allocUnsafe(MIB)
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift())
      await sendPart(file, part, buffer)
  }
  await Promise.all(Array.from({ length: SENDERS }, sender))
  await file.close()
}

async function sendPart(
  file: FileHandle,
  { start, endExclusive, url }: PendingPart,
  buffer: Buffer,
): Promise<void> {
  const put = request(url, { method: 'PUT', headers: { 'content-length': endExclusive - start } })
  const answer = once(put, 'response') as Promise<[IncomingMessage]>
  for (let position = start; position < endExclusive;) {
    const { bytesRead } = await file.read(
      buffer,
      0,
      Math.min(buffer.length, endExclusive - position),
      position,
    )
    position += bytesRead
    await new Promise<void>((resolve, reject) => {
      put.write(buffer.subarray(0, bytesRead), (error) => (error ? reject(error) : resolve()))
    })
  }
  put.end()
  const [response] = await answer
  response.resume()
  if (response.statusCode !== 200) throw new Error(`A part was answered with ${String(response.statusCode)}.`)
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begin = performance.now()
  await work()
  return (performance.now() - begin) / 1000
}
