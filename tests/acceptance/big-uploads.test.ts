// Files larger than a 32-bit number, split in two ways, arrive whole while the server's memory stays flat. The short run
// proves the same with a file of a few parts; the long one (RUSHES_LONG=1)
// prints what it saw.
import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import createXxhash from 'xxhash-wasm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createReferenceClient, makeProject } from './reference-client.ts'
import { seededBytes } from './seeded.ts'
import { startServer } from './server.ts'
import type { RunningServer } from './server.ts'
import { splitters } from './uploader.ts'

const isLong = process.env['RUSHES_LONG'] === '1'
const seed = Number(process.env['RUSHES_SEED'] ?? Date.now() % 1_000_000)
// No multiple of anything, and beyond what fits in 31 and in 32 bits.
const sizes = isLong ? [2_100_000_001, 5_000_000_003] : [25_000_001]
const cases = sizes.flatMap((sizeBytes) =>
  (['ceil', 'floor with the remainder on the last'] as const).map((splitter) => ({ sizeBytes, splitter })),
)
const limitMs = isLong ? 1_800_000 : 120_000
const chunkBytes = 1024 * 1024
const partsAtOnce = 3
/** What a server may grow by, whatever passes through it: buffers and what is not collected yet, never a whole part. */
const allowedGrowthBytes = 400 * 1024 * 1024

interface Seen {
  sizeBytes: number
  splitter: string
  parts: number
  xxHash: string
  uploadSeconds: number
  /** From the last part to the checksum: joining and hashing. */
  finishSeconds: number
  downloadSeconds: number
  /** The most the server's process had in memory up to here, and how much more that is than when it was idle. */
  serverPeakBytes: number
  serverGrowthBytes: number
}

const xxhash = await createXxhash()

let server: RunningServer
let idleBytes: number

beforeAll(async () => {
  server = await startServer()
  idleBytes = (await memoryOf(server)).nowBytes
})

afterAll(async () => {
  await server.stop()
  await server.remove()
})

it.each(cases)(
  'takes and gives back $sizeBytes bytes cut as $splitter',
  async ({ sizeBytes, splitter }) => {
    console.log(`seed ${String(seed)}`)
    const client = createReferenceClient(server.url, server.token)
    const { root_asset_id: root } = await makeProject(client, 'big')
    const expected = await hashOf(contentOf(0, sizeBytes))
    const asset = await client.createFile(root, 'big.bin', sizeBytes)
    const urls = asset.upload_urls ?? []
    const startedMs = performance.now()
    await sendParts(urls, splitters[splitter](sizeBytes, urls.length))
    const sentMs = performance.now()
    await expect
      .poll(async () => (await client.asset(asset.id)).checksums?.xx_hash, {
        timeout: limitMs,
        interval: 200,
      })
      .toBe(expected)
    const finishedMs = performance.now()

    const done = await client.asset(asset.id)
    expect(done.filesize).toBe(sizeBytes)
    const response = await fetch(done.original ?? '')
    expect(response.headers.get('content-length')).toBe(String(sizeBytes))
    expect(response.body === null ? null : await hashOf(response.body)).toBe(expected)
    const end = sizeBytes - 1
    const tail = await fetch(done.original ?? '', { headers: { range: `bytes=${String(end - 9)}-` } })
    expect(tail.headers.get('content-range')).toBe(
      `bytes ${String(end - 9)}-${String(end)}/${String(sizeBytes)}`,
    )
    expect(await hashOf(contentOf(sizeBytes - 10, sizeBytes))).toBe(await hashOf([await tail.bytes()]))

    const { peakBytes } = await memoryOf(server)
    const seen: Seen = {
      sizeBytes,
      splitter,
      parts: urls.length,
      xxHash: expected,
      uploadSeconds: (sentMs - startedMs) / 1000,
      finishSeconds: (finishedMs - sentMs) / 1000,
      downloadSeconds: (performance.now() - finishedMs) / 1000,
      serverPeakBytes: peakBytes,
      serverGrowthBytes: peakBytes - idleBytes,
    }
    console.log(JSON.stringify(seen))
    expect(peakBytes - idleBytes).toBeLessThan(allowedGrowthBytes)
  },
  limitMs,
)

/** The file's bytes from `start` to before `end`; the same for the same seed, however they are cut. */
function* contentOf(start: number, end: number): Generator<Uint8Array> {
  for (let at = start; at < end;) {
    const index = Math.floor(at / chunkBytes)
    const from = at - index * chunkBytes
    const to = Math.min(chunkBytes, end - index * chunkBytes)
    yield seededBytes(seed + index, chunkBytes).subarray(from, to)
    at += to - from
  }
}

async function sendParts(urls: readonly string[], partSizes: readonly number[]): Promise<void> {
  let start = 0
  const parts = urls.map((url, index) => {
    const part = { url, start, sizeBytes: partSizes[index] ?? 0 }
    start += part.sizeBytes
    return part
  })
  const sendNext = async () => {
    for (let part = parts.shift(); part !== undefined; part = parts.shift())
      await put(part.url, part.start, part.sizeBytes)
  }
  await Promise.all(Array.from({ length: partsAtOnce }, sendNext))
}

/** Not fetch: it sends a stream without its length, which no uploader does. */
async function put(url: string, start: number, sizeBytes: number): Promise<void> {
  const outgoing = request(url, {
    method: 'PUT',
    headers: {
      'content-length': sizeBytes,
      'content-type': 'application/octet-stream',
      'x-amz-acl': 'private',
    },
  })
  const status = new Promise<number>((resolve, reject) => {
    outgoing.once('error', reject)
    outgoing.once('response', (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0))
    })
  })
  await pipeline(Readable.from(contentOf(start, start + sizeBytes)), outgoing)
  expect(await status).toBe(200)
}

async function hashOf(chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<string> {
  const hash = xxhash.create64()
  for await (const chunk of chunks) hash.update(chunk)
  return hash.digest().toString(16).padStart(16, '0')
}

/** Resident memory of the server's process, as Linux counts it. */
async function memoryOf({ pid }: RunningServer): Promise<{ nowBytes: number; peakBytes: number }> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8')
  const bytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024
  return { nowBytes: bytes('VmRSS'), peakBytes: bytes('VmHWM') }
}
