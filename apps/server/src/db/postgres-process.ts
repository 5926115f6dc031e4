import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import type { ClientConfig } from 'pg'
import type { PostgresBinaries } from './postgres-binaries.ts'
import { postgresEnvironment } from './postgres-cluster.ts'
import { EmbeddedPostgresError, explainOutput } from './postgres-error.ts'
import type { PostgresRunner } from './postgres-user.ts'
import { commandAs } from './postgres-user.ts'

/** Called with each line that PostgreSQL writes, and with our own about it. */
export type PostgresLog = (line: string) => void

/** A running server. */
export type PostgresProcess = {
  pid: number
  /** Resolves when the server has ended, for whatever reason, with the sentence that says so. Never rejects. */
  ended: Promise<EmbeddedPostgresError>
  /** Ends open connections and the server; resolves when it is gone. May be called more than once. */
  stop: () => Promise<void>
}

const fastStopLimitMs = 30_000
const immediateStopLimitMs = 10_000
const readyPollMs = 20
const stillStartingNoticeMs = 10_000
/** Replaying the log after a crash takes as long as it takes; beyond this something else is wrong. */
const startLimitMs = 600_000

/** Starts `postgres` on a cluster with the given settings. Resolve `waitUntilReady` before using it. */
export function spawnPostgres(
  cluster: string,
  settings: Record<string, string>,
  binaries: PostgresBinaries,
  runner: PostgresRunner,
  log: PostgresLog,
): PostgresProcess {
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const { file, args, options } = commandAs(runner, binaries.postgres, ['-D', cluster, ...flags])
  const child = spawn(file, args, {
    ...options,
    cwd: '/',
    env: postgresEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
    // Its own process group: a Ctrl-C in the terminal must reach the server only through us, after the last request.
    detached: true,
  })
  const lastLines: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => {
    lastLines.push(line)
    if (lastLines.length > 20) lastLines.shift()
    log(line)
  })
  const ended = new Promise<EmbeddedPostgresError>((resolve) => {
    child.once('error', (cause) =>
      resolve(new EmbeddedPostgresError(`PostgreSQL cannot be run: ${cause.message}`)),
    )
    child.once('close', (code, signal) => {
      const how = signal === null ? `with code ${code}` : `by ${signal}`
      resolve(explainOutput(`PostgreSQL ended ${how}`, cluster, lastLines))
    })
  })
  let stopping: Promise<void> | undefined
  return {
    pid: child.pid ?? -1,
    ended,
    stop: () => (stopping ??= stopInSteps(child, ended, log)),
  }
}

/** Resolves with the server's version when it takes connections. Throws the reason when it ends or does not get ready. */
export async function waitUntilReady(
  server: PostgresProcess,
  cluster: string,
  connection: ClientConfig,
  log: PostgresLog,
): Promise<string> {
  let early: EmbeddedPostgresError | undefined
  void server.ended.then((error) => (early = error))
  const startedMs = performance.now()
  let noticeMs = stillStartingNoticeMs
  for (;;) {
    // A connection before that would be refused, and the refusal logged as FATAL.
    const status = await readServerStatus(cluster)
    const attempt = status === 'ready' ? await askVersion(connection) : { error: new Error(status) }
    if ('version' in attempt) return attempt.version
    if (early !== undefined) throw early
    const elapsedMs = performance.now() - startedMs
    if (elapsedMs > startLimitMs) {
      await server.stop()
      throw new EmbeddedPostgresError(
        `PostgreSQL takes no connections after ${Math.round(elapsedMs / 1000)} s: ${attempt.error.message}`,
      )
    }
    if (elapsedMs > noticeMs) {
      log(`PostgreSQL is still starting (${attempt.error.message}).`)
      noticeMs += stillStartingNoticeMs
    }
    await sleep(readyPollMs)
  }
}

/** The eighth line of the pid file, where PostgreSQL says "starting", "ready" or "stopping". */
async function readServerStatus(cluster: string): Promise<string> {
  try {
    const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')
    return lines[7]?.trim() ?? 'starting'
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'starting'
    throw error
  }
}

async function askVersion(connection: ClientConfig): Promise<{ version: string } | { error: Error }> {
  const client = new Client(connection)
  client.on('error', () => undefined) // connect and query report the same failure to us.
  try {
    await client.connect()
    const { rows } = await client.query<{ server_version: string }>('show server_version')
    return { version: rows[0]?.server_version ?? 'unknown' }
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  } finally {
    await client.end()
  }
}

async function stopInSteps(
  child: ReturnType<typeof spawn>,
  ended: Promise<EmbeddedPostgresError>,
  log: PostgresLog,
): Promise<void> {
  const isGone = (limitMs: number): Promise<boolean> =>
    Promise.race([ended.then(() => true), sleep(limitMs, false, { ref: false })])
  child.kill('SIGINT') // PostgreSQL's "fast shutdown"
  if (await isGone(fastStopLimitMs)) return
  log(
    `PostgreSQL did not stop within ${fastStopLimitMs / 1000} s; it is stopped at once and recovers at the next start.`,
  )
  child.kill('SIGQUIT') // "immediate shutdown"
  if (await isGone(immediateStopLimitMs)) return
  child.kill('SIGKILL')
  await ended
}
