import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { ClientConfig } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { onSmallDisk, runScript } from '../../../../tests/machine/child-process.ts'
import { copyFolder } from '../../../../tests/machine/copy-folder.ts'
import { postgresRunnerCases } from '../../../../tests/machine/postgres-runners.ts'
import type { EmbeddedPostgres } from './embedded-postgres.ts'
import { memoryFor, startEmbeddedPostgres } from './embedded-postgres.ts'
import { EmbeddedPostgresError } from './postgres-error.ts'

const runnerCases = await postgresRunnerCases()

/** A data folder with a stopped cluster in it, to copy from: making one anew takes a second. */
let prepared: string
let folder: string

beforeAll(async () => {
  prepared = await mkdtemp(join(tmpdir(), 'rushes-cluster-'))
  const server = await start(prepared)
  await server.stop()
})

afterAll(() => rm(prepared, { recursive: true, force: true }))

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rushes-postgres-'))
  // PostgreSQL may run as another user, who has to pass through here.
  await chmod(folder, 0o711)
})

afterEach(() => rm(folder, { recursive: true, force: true }))

function start(at: string, log: (line: string) => void = () => undefined): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ folder: at, log })
}

async function copyPrepared(): Promise<void> {
  await copyFolder(join(prepared, 'cluster'), join(folder, 'cluster'))
}

async function ask(connection: ClientConfig, sql: string): Promise<unknown> {
  const client = new Client(connection)
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql)
    return Object.values(rows[0] ?? {})[0]
  } finally {
    await client.end()
  }
}

type ChildServer = { connection: ClientConfig; pid: number }

async function startInChild(
  runner?: string,
  wrapper: string[] = [],
): Promise<{ child: ReturnType<typeof runScript>; server: ChildServer }> {
  const child = runScript(
    'embedded-postgres-child.ts',
    runner === undefined ? [folder] : [folder, runner],
    wrapper,
  )
  const answer = await child.answer()
  if (!(typeof answer === 'object' && answer !== null && 'connection' in answer)) {
    throw new Error(`The server did not start: ${JSON.stringify(answer)} ${child.errorOutput()}`)
  }
  // The script prints exactly this.
  return { child, server: answer as ChildServer }
}

async function isRunning(pid: number): Promise<boolean> {
  try {
    return !/^State:\s+Z/m.test(await readFile(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false // There is no such process.
  }
}

async function untilGone(pid: number): Promise<void> {
  while (await isRunning(pid)) await new Promise((resolve) => setTimeout(resolve, 20))
}

it('serves one database on a unix socket that only we can reach, with safe settings', async () => {
  const server = await start(folder)
  const { connection } = server
  expect(await ask(connection, 'select current_database()')).toBe('rushes')
  expect(server.version).toBe('18.4')
  expect((await stat(connection.host)).mode & 0o777).toBe(0o700)
  const settings = {
    listen_addresses: '',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    data_checksums: 'on',
    server_encoding: 'UTF8',
    TimeZone: 'UTC',
    max_connections: '60',
  }
  for (const [name, value] of Object.entries(settings)) {
    expect([name, await ask(connection, `show ${name}`)]).toEqual([name, value])
  }
  const locale = "select format('%s %s', datlocprovider, datlocale) from pg_database where datname = 'rushes'"
  expect(await ask(connection, locale)).toBe('b C.UTF-8')
  await server.stop()
})

it('keeps what was written from one start to the next', async () => {
  await copyPrepared()
  const first = await start(folder)
  await ask(first.connection, 'create table kept as select 42 as answer')
  await first.stop()
  const second = await start(folder)
  expect(await ask(second.connection, 'select answer from kept')).toBe(42)
  await second.stop()
})

it('works in a folder whose path is too long for a socket', async () => {
  const long = join(folder, 'x'.repeat(100), 'postgres')
  await mkdir(long, { recursive: true })
  await copyFolder(join(prepared, 'cluster'), join(long, 'cluster'))
  const server = await start(long)
  expect(await ask(server.connection, 'select 1')).toBe(1)
  const socketFolder = server.connection.host
  expect(socketFolder.startsWith(tmpdir())).toBe(true)
  await server.stop()
  await expect(stat(socketFolder)).rejects.toThrow(/ENOENT/)
})

it('has the extensions that search needs', async () => {
  await copyPrepared()
  const server = await start(folder)
  for (const name of ['pg_trgm', 'unaccent', 'btree_gin'])
    await ask(server.connection, `create extension ${name}`)
  expect(await ask(server.connection, 'select count(*)::int from pg_extension')).toBe(4)
  await server.stop()
})

it('stops with connections open, and may be told so twice', async () => {
  await copyPrepared()
  const server = await start(folder)
  const client = new Client(server.connection)
  const cut = new Promise<Error>((resolve) => client.on('error', resolve))
  await client.connect()
  await Promise.all([server.stop(), server.stop()])
  expect((await cut).message).toMatch(/terminat/i)
  expect(await isRunning(server.pid)).toBe(false)
})

it('lets no environment variable of ours into the server', async () => {
  await copyPrepared()
  process.env['PGPORT'] = '1'
  process.env['LC_ALL'] = 'xx_XX.broken'
  try {
    const server = await start(folder)
    expect(await ask(server.connection, 'show lc_messages')).toBe('C')
    await server.stop()
  } finally {
    delete process.env['PGPORT']
    delete process.env['LC_ALL']
  }
})

describe.each(runnerCases)('run as $name', ({ runner, wrapper }) => {
  it('makes a database, starts again and stops', async () => {
    // The folder above is closed, as a data folder is.
    folder = join(folder, 'data', 'postgres')
    await mkdir(join(folder, '..'), { mode: 0o700 })
    await writeFile(join(folder, '..', 'format.json'), '{"format":1}')
    for (const turn of ['first', 'second']) {
      const { child, server } = await startInChild(JSON.stringify(runner), wrapper)
      expect(await ask(server.connection, `select '${turn}'`)).toBe(turn)
      child.kill('SIGTERM')
      expect(await child.answer()).toBe('stopped')
      expect((await child.ended).code).toBe(0)
      expect(await isRunning(server.pid)).toBe(false)
    }
    folder = join(folder, '..', '..')
  })

  it('ends with its parent, also by kill -9', async () => {
    folder = join(folder, 'postgres')
    const { child, server } = await startInChild(JSON.stringify({ ...runner, diesWithUs: true }), wrapper)
    child.kill('SIGKILL')
    await child.ended
    await untilGone(server.pid)
    expect(await readdir(join(folder, 'cluster'))).not.toContain('postmaster.pid')
    folder = join(folder, '..')
  })
})

describe('takes of the machine', () => {
  it.each([
    ['half a GiB', 2 ** 29, 64],
    ['4 GiB', 4 * 2 ** 30, 256],
    ['256 GiB', 256 * 2 ** 30, 1024],
  ])('a sixteenth of its memory as cache, between 64 MB and 1 GB: %s', (_, bytes, megabytes) => {
    expect(memoryFor(bytes).sharedBuffersMb).toBe(megabytes)
  })
})

describe('after its parent was killed and the server runs on', () => {
  it('is stopped by the next start, which finds everything committed', async () => {
    await copyPrepared()
    const [first] = runnerCases // Its way of running suits our own process as it is.
    const runner = JSON.stringify({ ...first?.runner, diesWithUs: false })
    const { child, server } = await startInChild(runner)
    await ask(server.connection, 'create table kept as select 42 as answer')
    child.kill('SIGKILL')
    await child.ended
    expect(await ask(server.connection, 'select answer from kept')).toBe(42)

    const log: string[] = []
    const next = await start(folder, (line) => log.push(line))
    expect(log[0]).toContain(`(process ${server.pid}) whose Rushes is gone still runs`)
    expect(await isRunning(server.pid)).toBe(false)
    expect(await ask(next.connection, 'select answer from kept')).toBe(42)
    await next.stop()
  })
})

it('recovers from a kill -9 of the server, and says that it was lost', async () => {
  await copyPrepared()
  const first = await start(folder)
  await ask(first.connection, 'create table kept as select 42 as answer')
  process.kill(first.pid, 'SIGKILL')
  expect(String(await first.lost)).toContain('PostgreSQL ended by SIGKILL')
  await first.stop()
  const log: string[] = []
  const second = await start(folder, (line) => log.push(line))
  expect(log.join('\n')).toContain(
    'database system was not properly shut down; automatic recovery in progress',
  )
  expect(await ask(second.connection, 'select answer from kept')).toBe(42)
  await second.stop()
})

it('starts though the number in a left pid file now belongs to another program', async () => {
  await copyPrepared()
  const stale = [
    process.pid,
    join(folder, 'cluster'),
    '1700000000',
    '5432',
    join(folder, 'socket'),
    '',
    '',
    'ready',
  ]
  await writeFile(join(folder, 'cluster', 'postmaster.pid'), `${stale.join('\n')}\n`)
  await mkdir(join(folder, 'socket'))
  await writeFile(join(folder, 'socket', '.s.PGSQL.5432.lock'), `${stale.slice(0, 5).join('\n')}\n`)
  const server = await start(folder)
  expect(await ask(server.connection, 'select 1')).toBe(1)
  await server.stop()
})

it('is not stopped by Ctrl-C before we stop it', async () => {
  await copyPrepared()
  const { child, server } = await startInChild()
  process.kill(-child.pid, 'SIGINT')
  // It answers only when a query after the signal went through.
  expect(await child.answer()).toBe('stopped')
  expect((await child.ended).code).toBe(0)
  expect(await isRunning(server.pid)).toBe(false)
})

it('refuses a second start on the same folder and leaves the first one alone', async () => {
  await copyPrepared()
  const { child, server } = await startInChild()
  await expect(start(folder)).rejects.toThrow(`Another process runs the PostgreSQL in ${folder}.`)
  expect(await ask(server.connection, 'select 1')).toBe(1)
  expect(await isRunning(server.pid)).toBe(true)
  child.kill('SIGTERM')
  await child.ended
})

describe('refuses, changing nothing,', () => {
  it.each([
    ['19', /written by PostgreSQL 19; this Rushes brings PostgreSQL 18\. Use the newer Rushes/],
    ['17', /written by PostgreSQL 17; this Rushes brings PostgreSQL 18\. .*older Rushes.*backup/],
    ['9.6', /written by PostgreSQL 9\.6/],
  ])('a database of PostgreSQL %s', async (version, sentence) => {
    await mkdir(join(folder, 'cluster'))
    await writeFile(join(folder, 'cluster', 'PG_VERSION'), `${version}\n`)
    await expect(start(folder)).rejects.toThrow(sentence)
    expect(await readdir(join(folder, 'cluster'))).toEqual(['PG_VERSION'])
  })

  it('files that are no database', async () => {
    await mkdir(join(folder, 'cluster'))
    await writeFile(join(folder, 'cluster', 'base'), 'precious')
    await expect(start(folder)).rejects.toThrow(/no PG_VERSION, so it is damaged/)
    expect(await readFile(join(folder, 'cluster', 'base'), 'utf8')).toBe('precious')
  })
})

it('starts over after the making of the database was killed', async () => {
  const child = runScript('embedded-postgres-child.ts', [folder])
  while (!(await readdir(folder)).some((name) => name.startsWith('cluster.new-'))) {
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  child.kill('SIGKILL')
  await child.ended
  const server = await start(folder)
  expect(await ask(server.connection, 'select current_database()')).toBe('rushes')
  await server.stop()
  expect((await readdir(folder)).filter((name) => name.startsWith('cluster'))).toEqual(['cluster'])
})

describe('on a full disk', () => {
  const sentence = /the disk that holds .* is full\. Free some space on it and start again\./

  /** Runs the script on a small disk, then lists what it left there. */
  async function answerAndLeftovers(
    sizeMb: number,
    before: string,
  ): Promise<{ answer: unknown; left: string }> {
    const script = `${before}; "$@"; ls -A "$0" >&2`
    const child = runScript(
      'embedded-postgres-child.ts',
      [folder],
      [...onSmallDisk(folder, sizeMb), 'sh', '-c', script, folder],
    )
    const answer = await child.answer()
    await child.ended
    return { answer, left: child.errorOutput().trim().split('\n').at(-1) ?? '' }
  }

  it('makes no half a database', async () => {
    const { answer, left } = await answerAndLeftovers(20, ':')
    expect(answer).toEqual({
      error: { name: 'EmbeddedPostgresError', message: expect.stringMatching(sentence) },
    })
    expect(left).toBe('lock')
  })

  it('does not start, and keeps the database', async () => {
    const fill = `cp -a ${prepared}/cluster "$0" && cat /dev/zero > "$0/filler" 2>/dev/null`
    const { answer, left } = await answerAndLeftovers(60, fill)
    expect(answer).toEqual({
      error: { name: 'EmbeddedPostgresError', message: expect.stringMatching(sentence) },
    })
    expect(left).toBe('socket')
  })
})

it('reports a failure as a sentence that quotes the server', async () => {
  await copyPrepared()
  await writeFile(join(folder, 'cluster', 'pg_hba.conf'), 'nonsense\n')
  const failure = await start(folder).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(EmbeddedPostgresError)
  expect(String(failure)).toMatch(
    /PostgreSQL ended with code 1\. It said:\n(.*\n)*.*could not load .*pg_hba\.conf/,
  )
})
