import { chmod, chown, mkdir, stat } from 'node:fs/promises'
import { totalmem } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { Client } from 'pg'
import type { ClientConfig } from 'pg'
import { dataFolderMark } from '../data-folder.ts'
import type { ExclusiveLock } from '../exclusive-lock.ts'
import { takeExclusiveLock } from '../exclusive-lock.ts'
import type { PostgresBinaries } from './postgres-binaries.ts'
import { copyPostgresBinaries, findPostgresBinaries } from './postgres-binaries.ts'
import { openCluster, postgresName } from './postgres-cluster.ts'
import { EmbeddedPostgresError } from './postgres-error.ts'
import { endOrphans } from './postgres-orphans.ts'
import type { PostgresLog } from './postgres-process.ts'
import { spawnPostgres, waitUntilReady } from './postgres-process.ts'
import { makeSocketFolder, removeSocketFolder, socketPort } from './postgres-socket-folder.ts'
import type { PostgresRunner } from './postgres-user.ts'
import { canUse, choosePostgresRunner, fileOwner, giveFiles } from './postgres-user.ts'

/** What the embedded PostgreSQL may use. All Rushes processes together are to idle below 400 MB. */
export type PostgresMemory = { sharedBuffersMb: number; workMemMb: number; maintenanceWorkMemMb: number }

export type EmbeddedPostgresOptions = {
  /** Folder for the cluster, its socket and its lock; made when absent. */
  folder: string
  log: PostgresLog
  memory?: PostgresMemory
  /** As whom it runs; by default chosen by what the machine allows. */
  runner?: PostgresRunner
}

/** A running embedded PostgreSQL. */
export type EmbeddedPostgres = {
  /** What `pg` needs to connect: `host` is the folder of the unix socket. There is no password. */
  connection: { host: string; port: number; database: string; user: string }
  /** The server's version, such as `18.4`. */
  version: string
  /** Process id of the server. */
  pid: number
  /** Resolves with the reason when the server ends although nobody called `stop`. Never rejects. */
  lost: Promise<EmbeddedPostgresError>
  /** Stops the server and gives the folder free. May be called more than once. */
  stop: () => Promise<void>
}

/**
 * A sixteenth of the machine's memory (or of the container's) as its cache, between 64 MB and 1 GB: what a large account
 * is searched in must not be read from files again and again. Memory that was never touched costs nothing, so a small
 * account stays small.
 */
export function memoryFor(machineBytes: number): PostgresMemory {
  const share = Math.floor(machineBytes / 2 ** 20 / 16)
  return { sharedBuffersMb: Math.min(1024, Math.max(64, share)), workMemMb: 8, maintenanceWorkMemMb: 64 }
}

function memoryHere(): PostgresMemory {
  // 0 or larger than the machine where nothing limits it.
  const limit = process.constrainedMemory()
  return memoryFor(limit > 0 ? Math.min(limit, totalmem()) : totalmem())
}

/**
 * Starts PostgreSQL on `folder`, making the cluster and the database `rushes` at the first start. It listens on a unix
 * socket alone, in a folder nobody else can enter; that is why connections need no password. A server that an earlier,
 * killed Rushes left behind is stopped first. The server ends when this process does, also by kill -9.
 * Throws EmbeddedPostgresError with a sentence for the person who started Rushes.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const folder = resolve(options.folder)
  const runner = options.runner ?? (await choosePostgresRunner())
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const lock = takeExclusiveLock(join(folder, 'lock'))
  if (lock === undefined) {
    throw new EmbeddedPostgresError(`Another process runs the PostgreSQL in ${folder}.`)
  }
  try {
    return await startLocked(folder, runner, lock, options)
  } catch (error) {
    lock.release()
    throw error
  }
}

async function startLocked(
  folder: string,
  runner: PostgresRunner,
  lock: ExclusiveLock,
  { log, memory = memoryHere() }: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const cluster = join(folder, 'cluster')
  const wantedSocketFolder = join(folder, 'socket')
  const binaries = await reachableBinaries(folder, runner)
  if (await exists(cluster)) await endOrphans(cluster, log)
  const outcome = await openCluster(cluster, binaries, runner)
  if (outcome === 'made') log(`PostgreSQL ${binaries.version}: made a new database in ${cluster}.`)

  const socketFolder = await makeSocketFolder(wantedSocketFolder, fileOwner(runner.user))
  const server = spawnPostgres(cluster, serverSettings(socketFolder, memory), binaries, runner, log)
  const connection = { host: socketFolder, port: socketPort, database: postgresName, user: postgresName }
  let wasAsked = false
  async function stop(): Promise<void> {
    wasAsked = true
    await server.stop()
    await removeSocketFolder(socketFolder, wantedSocketFolder)
    lock.release()
  }
  try {
    const version = await waitUntilReady(server, cluster, { ...connection, database: 'postgres' }, log)
    await makeDatabase(connection)
    const lost = new Promise<EmbeddedPostgresError>((found) => {
      void server.ended.then((reason) => (wasAsked ? undefined : found(reason)))
    })
    return { connection, version, pid: server.pid, lost, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The binaries where the runner's user can run them; copied into `folder` when node_modules is closed to that user. */
async function reachableBinaries(folder: string, runner: PostgresRunner): Promise<PostgresBinaries> {
  const binaries = await findPostgresBinaries()
  const owner = fileOwner(runner.user)
  await giveFiles(folder, owner)
  if (runner.user.kind === 'other') await openFolderAbove(folder, runner.user.gid)
  if (await canUse(runner, binaries.postgres, folder)) return binaries
  const copied = await copyPostgresBinaries(binaries, join(folder, 'binaries'), owner)
  if (await canUse(runner, copied.postgres, folder)) return copied
  const who = runner.user.kind === 'other' ? `the user "${runner.user.name}"` : 'this user'
  throw new EmbeddedPostgresError(
    `PostgreSQL would run as ${who}, who cannot work in ${folder} because a folder above it is closed to others. ` +
      'Choose another place with RUSHES_DATA, start Rushes as the user who owns that folder, or set DATABASE_URL.',
  )
}

/** Lets a group pass through the folder above when that is a data folder, which Rushes keeps closed; no other is ours. */
async function openFolderAbove(folder: string, gid: number): Promise<void> {
  const above = dirname(folder)
  if (!(await exists(join(above, dataFolderMark)))) return
  const status = await stat(above)
  if ((status.mode & 0o001) !== 0) return
  await chown(above, status.uid, gid)
  await chmod(above, (status.mode & 0o700) | 0o010)
}

function serverSettings(socketFolder: string, memory: PostgresMemory): Record<string, string> {
  return {
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    port: String(socketPort),
    max_connections: '60',
    shared_buffers: `${memory.sharedBuffersMb}MB`,
    work_mem: `${memory.workMemMb}MB`,
    maintenance_work_mem: `${memory.maintenanceWorkMemMb}MB`,
    // Compiling a query costs more than our queries do, and tens of MB per connection.
    jit: 'off',
    fsync: 'on',
    full_page_writes: 'on',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    log_destination: 'stderr',
    logging_collector: 'off',
    log_line_prefix: '',
  }
}

async function makeDatabase(connection: ClientConfig): Promise<void> {
  const client = new Client({ ...connection, database: 'postgres' })
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [postgresName])
    if (rowCount === 0) await client.query(`create database ${postgresName}`)
  } finally {
    await client.end()
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false
      throw error
    },
  )
}
