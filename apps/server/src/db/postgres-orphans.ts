// A server whose parent was killed may still run on its cluster. It is ended before a new one starts: never two on one.

import { readFile, readdir, readlink, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { EmbeddedPostgresError } from './postgres-error.ts'
import type { PostgresLog } from './postgres-process.ts'

const steps = [
  // A postmaster takes SIGINT as fast shutdown; a backend that lost its postmaster takes it as "cancel" and then ends.
  { signal: 'SIGINT', to: 'roots', limitMs: 30_000 },
  { signal: 'SIGQUIT', to: 'all', limitMs: 10_000 },
  { signal: 'SIGKILL', to: 'all', limitMs: 5_000 },
] as const

const pollMs = 50

/**
 * Ends every PostgreSQL process that runs on `cluster` and then removes the pid file it left. The caller must hold the
 * lock of the cluster, so that whatever runs there has lost its owner. Returns how many processes there were. Throws
 * EmbeddedPostgresError when one does not go away. Where there is no /proc it leaves the matter to PostgreSQL's own
 * check, which refuses to start.
 */
export async function endOrphans(cluster: string, log: PostgresLog): Promise<number> {
  const found = await processesOn(cluster)
  if (found === undefined) return 0
  if (found.length > 0) {
    log(
      `A PostgreSQL (process ${found[0]?.pid}) whose Rushes is gone still runs on ${cluster}; it is stopped first.`,
    )
  }
  let running = found
  for (const { signal, to, limitMs } of steps) {
    if (running.length === 0) break
    const pids = new Set(running.map(({ pid }) => pid))
    for (const { pid, parentPid } of running) {
      if (to === 'all' || !pids.has(parentPid)) kill(pid, signal)
    }
    for (let waitedMs = 0; waitedMs < limitMs && running.length > 0; waitedMs += pollMs) {
      await sleep(pollMs)
      running = (await processesOn(cluster)) ?? []
    }
  }
  if (running.length > 0) {
    throw new EmbeddedPostgresError(
      `Process ${running.map(({ pid }) => pid).join(', ')} still uses the database in ${cluster} and cannot be stopped.`,
    )
  }
  // PostgreSQL takes a pid file for true when any process has that number, as is likely after a restart of a container.
  await rm(join(cluster, 'postmaster.pid'), { force: true })
  return found.length
}

type ClusterProcess = { pid: number; parentPid: number }

/**
 * PostgreSQL processes whose working folder is the cluster: each of them changes into it at start. Unlike the pid file
 * this also finds backends that outlived their postmaster, and is never fooled by a reused number.
 */
async function processesOn(cluster: string): Promise<ClusterProcess[] | undefined> {
  if (process.platform !== 'linux') return undefined
  const wanted = await stat(cluster)
  const found: ClusterProcess[] = []
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const folder = await stat(`/proc/${name}/cwd`)
      if (folder.ino !== wanted.ino || folder.dev !== wanted.dev) continue
      const program = (await readlink(`/proc/${name}/exe`)).replace(/ \(deleted\)$/, '') // npm replaces files in use
      if (!program.endsWith('/postgres')) continue
      // The fields after the name in brackets, which may hold anything: state, parent, …
      const [state, parent] = (await readFile(`/proc/${name}/stat`, 'utf8')).replace(/^.*\) /s, '').split(' ')
      if (state !== 'Z') found.push({ pid: Number(name), parentPid: Number(parent) })
    } catch {
      // It ended while we looked, or is another user's, who cannot have our 0700 folder as working folder.
      continue
    }
  }
  return found
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error // Gone already.
  }
}
