import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { basename, dirname, join } from 'node:path'
import type { PostgresBinaries } from './postgres-binaries.ts'
import { EmbeddedPostgresError, explainOutput } from './postgres-error.ts'
import type { PostgresRunner } from './postgres-user.ts'
import { commandAs, fileOwner, giveFiles } from './postgres-user.ts'

/** The superuser of every embedded cluster, and the name of the one database in it. */
export const postgresName = 'rushes'

const unfinishedMark = '.new-'

/**
 * Makes a cluster (PostgreSQL's word for its data folder) at `cluster`, or opens the one that is there. It is made under
 * another name first, so that what an interrupted or failed attempt leaves is never taken for a cluster. `extraArgs` go
 * to initdb. Throws EmbeddedPostgresError for a cluster of another major version and when initdb fails.
 */
export async function openCluster(
  cluster: string,
  binaries: PostgresBinaries,
  runner: PostgresRunner,
  extraArgs: string[] = ['--auth=trust'],
): Promise<'made' | 'found'> {
  await removeUnfinished(cluster)
  const major = await clusterMajor(cluster)
  if (major !== undefined) {
    refuseOtherMajor(cluster, major, binaries.major)
    await giveFiles(cluster, fileOwner(runner.user))
    return 'found'
  }
  // A new name each time: the initdb of a killed attempt may still be writing, or cleaning up, under the old one.
  const unfinished = `${cluster}${unfinishedMark}${randomBytes(4).toString('hex')}`
  try {
    await mkdir(unfinished, { mode: 0o700 })
    await giveFiles(unfinished, fileOwner(runner.user))
    await runInitdb(unfinished, binaries, runner, extraArgs)
    await rename(unfinished, cluster)
    await syncFolder(dirname(cluster))
  } catch (error) {
    await removeUnfinished(cluster)
    throw error
  }
  return 'made'
}

async function removeUnfinished(cluster: string): Promise<void> {
  const prefix = `${basename(cluster)}${unfinishedMark}`
  for (const name of await readdir(dirname(cluster))) {
    if (name.startsWith(prefix)) {
      await rm(join(dirname(cluster), name), { recursive: true, force: true, maxRetries: 10 })
    }
  }
}

/**
 * What a query gave back is kept for the next one, up to 32 MB a connection. As glibc comes, memory goes back to the system
 * after each query that took more than a little, and is asked for again page by page: in a virtual machine a thousand
 * pages take 15 ms. Other C libraries pass this over.
 */
const KEEP_MEMORY = 'glibc.malloc.mmap_threshold=8388608:glibc.malloc.trim_threshold=33554432'

/** The environment of every PostgreSQL program: none of ours, so that neither PGPORT nor a locale gets in. */
export function postgresEnvironment(): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', GLIBC_TUNABLES: KEEP_MEMORY }
}

async function clusterMajor(cluster: string): Promise<string | undefined> {
  try {
    return (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  const rest = await readdir(cluster).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  if (rest.length === 0) {
    await rm(cluster, { recursive: true, force: true })
    return undefined
  }
  throw new EmbeddedPostgresError(
    `${cluster} holds files but no PG_VERSION, so it is damaged or is no database. Nothing in it was touched; ` +
      'restore it from a backup or move it away.',
  )
}

function refuseOtherMajor(cluster: string, found: string, ours: number): void {
  if (found === String(ours)) return
  const remedy =
    Number(found) > ours
      ? 'Use the newer Rushes that wrote it.'
      : 'Start it with the older Rushes that wrote it, make a backup there, and restore the backup with this one.'
  throw new EmbeddedPostgresError(
    `The database in ${cluster} was written by PostgreSQL ${found}; this Rushes brings PostgreSQL ${ours}. ${remedy}`,
  )
}

async function runInitdb(
  folder: string,
  binaries: PostgresBinaries,
  runner: PostgresRunner,
  extraArgs: string[],
): Promise<void> {
  const { file, args, options } = commandAs(runner, binaries.initdb, [
    `--pgdata=${folder}`,
    `--username=${postgresName}`,
    '--encoding=UTF8',
    // The built-in locale sorts the same on every machine; the C library's does not.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    '--no-instructions',
    ...extraArgs,
  ])
  const child = spawn(file, args, {
    ...options,
    cwd: '/',
    env: postgresEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  })
  const lines: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => lines.push(line))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw explainOutput('PostgreSQL could not make its database', dirname(folder), lines)
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
