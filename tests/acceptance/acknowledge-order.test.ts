// The order of system calls of the running server for one part: its bytes, then fsync of the file, then fsync of the
// folder, then PostgreSQL syncs its log, and only then is the answer written (design invariant 1).
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createClient } from '@rushes/client/client'
import { descendantsOf } from '../../bench/processes.ts'
import { startServer } from './server.ts'

const partBytes = 300_000

it('answers a part only after bytes, file, folder and database are on disk', async () => {
  const server = await startServer()
  const folder = await mkdtemp(join(tmpdir(), 'rushes-trace-'))
  try {
    const client = createClient({ baseUrl: server.url, token: server.token, retries: 0 })
    const team = (await client.teams()).items[0]
    const project = (await client.projects(team?.id ?? '')).items[0]
    const asset = await client.createAsset(project?.root_asset_id ?? '', {
      type: 'file',
      name: 'a.bin',
      filesize: 2 * partBytes,
      parts: 2,
    })

    const traceFile = join(folder, 'trace')
    const tracer = await attachTracer(server.pid, traceFile)
    const response = await fetch(asset.upload_urls?.[0] ?? '', {
      method: 'PUT',
      body: new Uint8Array(partBytes).fill(7),
    })
    expect(response.status).toBe(200)
    await sleep(300)
    tracer.kill('SIGINT')
    await once(tracer, 'exit')

    const calls = (await readFile(traceFile, 'utf8')).split('\n')
    const answer = calls.findIndex((line) => line.includes('HTTP/1.1 200'))
    const bytes = lastBefore(
      calls,
      answer,
      (line) => /\bpwritev?(?:64)?\(/.test(line) && line.includes('/blobs/'),
    )
    const fileSync = firstAfter(calls, bytes, (line) => isSync(line) && /\/blobs\/.*original>/.test(line))
    const folderSync = firstAfter(
      calls,
      fileSync,
      (line) => isSync(line) && /\/blobs\/media\/[0-9a-f-]+>/.test(line),
    )
    const databaseSync = firstAfter(calls, folderSync, (line) => isSync(line) && line.includes('/pg_wal/'))
    const order = { bytes, fileSync, folderSync, databaseSync, answer }
    expect(Object.values(order), JSON.stringify(order)).not.toContain(-1)
    expect(Object.values(order)).toEqual(Object.values(order).toSorted((a, b) => a - b))
  } finally {
    await server.stop()
    await server.remove()
    await rm(folder, { recursive: true, force: true })
  }
})

/** Follows the server, its threads and its PostgreSQL; `-y` names the file behind every descriptor. */
async function attachTracer(pid: number, traceFile: string) {
  const pids = [pid, ...(await descendantsOf(pid))]
  const tracer = spawn(
    'strace',
    [
      '-f',
      '-y',
      '-s',
      '100',
      '-o',
      traceFile,
      '-e',
      'trace=pwrite64,pwritev,pwritev2,write,writev,fsync,fdatasync,sendto,sendmsg',
    ].concat(pids.flatMap((id) => ['-p', String(id)])),
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  tracer.once('error', () => {
    throw new Error('strace is needed for this test: sudo apt-get install -y strace')
  })
  let said = ''
  tracer.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  await expect
    .poll(() => said.match(/attached/g)?.length ?? 0, { timeout: 20_000 })
    .toBeGreaterThanOrEqual(pids.length)
  return tracer
}

function isSync(line: string): boolean {
  return /\b(?:fsync|fdatasync)\(/.test(line)
}

function firstAfter(lines: string[], index: number, matches: (line: string) => boolean): number {
  return lines.findIndex((line, at) => at > index && matches(line))
}

function lastBefore(lines: string[], index: number, matches: (line: string) => boolean): number {
  return lines.findLastIndex((line, at) => at < index && matches(line))
}
