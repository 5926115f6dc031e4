// Runs jobs. Two runners on one queue: quick work, and encodes, so that a long encode never holds up a first picture.
// graphile-worker frees a crashed worker's jobs only after four hours; our heartbeats do it within a minute (design 9).
import { EventEmitter } from 'node:events'
import { Logger as QueueLogger, makeWorkerUtils, parseCronItems, run } from 'graphile-worker'
import type { JobHelpers, Runner, TaskList, WorkerEvents, WorkerUtils } from 'graphile-worker'
import pg from 'pg'
import { sql } from 'kysely'
import type { Deps } from '../deps.ts'
import { jobPayloads } from './queue.ts'
import type { JobName, JobPayload } from './queue.ts'

export interface JobContext {
  /** Aborted when the server stops; the job is run again later. */
  signal: AbortSignal
  isLastAttempt: boolean
}

export type JobHandlers = {
  [Name in JobName]: (payload: JobPayload<Name>, context: JobContext) => Promise<void>
}

export interface Worker {
  stop: () => Promise<void>
}

const QUICK_CONCURRENCY = 4
const HEARTBEAT_MS = 10_000
const DEAD_AFTER_MS = 60_000
const POOL_SIZE = 4

/** Makes or upgrades the queue's tables. Safe to call from several processes at once. */
export async function migrateQueue(
  connection: pg.ClientConfig,
  onError: (error: Error) => void,
): Promise<void> {
  const pool = openPool(connection, 1, onError)
  try {
    const utils = await makeWorkerUtils({ pgPool: pool, logger: silentLogger })
    await utils.migrate()
    await utils.release()
  } finally {
    await pool.end()
  }
}

/** With its own type parsers: the library reads times its own way. */
function openPool(connection: pg.ClientConfig, max: number, onError: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({ ...connection, max })
  pool.on('error', onError)
  pool.on('connect', (client) => client.on('error', onError))
  return pool
}

export interface WorkerOptions {
  encodeConcurrency: number
  /** True when no other process can be working on this database: whatever is locked was left by a crash. */
  isAlone: boolean
}

export async function startWorker(
  deps: Deps,
  connection: pg.ClientConfig,
  handlers: JobHandlers,
  options: WorkerOptions,
): Promise<Worker> {
  const pool = openPool(connection, POOL_SIZE, (error) =>
    deps.log.warn({ err: error }, 'a connection of the queue broke'),
  )
  const utils = await makeWorkerUtils({ pgPool: pool, logger: silentLogger })
  const stopping = new AbortController()
  const workerIds = new Set<string>()
  if (options.isAlone) await freeAllJobs(deps, utils)

  const encodeTasks = new Set<JobName>(['media.encode'])
  const names = Object.keys(jobPayloads) as JobName[]
  const tasks = (wanted: (name: JobName) => boolean): TaskList =>
    Object.fromEntries(
      names.filter(wanted).map((name) => [name, taskOf(deps, handlers, name, stopping.signal)]),
    )
  const startRunner = async (taskList: TaskList, concurrency: number, hasCron: boolean): Promise<Runner> => {
    const events: WorkerEvents = new EventEmitter()
    events.on('worker:create', ({ worker }) => workerIds.add(worker.workerId))
    return run({
      pgPool: pool,
      events,
      taskList,
      concurrency,
      noHandleSignals: true,
      logger: silentLogger,
      parsedCronItems: hasCron
        ? parseCronItems([
            { task: 'upload.sweep', match: '17 * * * *' },
            { task: 'trash.sweep', match: '47 * * * *' },
          ])
        : [],
    })
  }
  const runners = [
    await startRunner(
      tasks((name) => !encodeTasks.has(name)),
      QUICK_CONCURRENCY,
      true,
    ),
    await startRunner(
      tasks((name) => encodeTasks.has(name)),
      options.encodeConcurrency,
      false,
    ),
  ]
  await heartbeat(deps, utils, workerIds)
  const beat = setInterval(
    () => deps.background.start('queue heartbeat', () => heartbeat(deps, utils, workerIds)),
    HEARTBEAT_MS,
  )

  return {
    stop: async () => {
      clearInterval(beat)
      stopping.abort(new Error('The server is stopping.'))
      await Promise.all(runners.map((runner) => runner.stop()))
      await deps.db
        .deleteFrom('queue_workers')
        .where('worker_id', 'in', [...workerIds, ''])
        .execute()
      await utils.release()
      await pool.end()
    },
  }
}

function taskOf(
  deps: Deps,
  handlers: JobHandlers,
  name: JobName,
  signal: AbortSignal,
): (payload: unknown, helpers: JobHelpers) => Promise<void> {
  return async (payload, { job }) => {
    try {
      const handle = handlers[name] as (payload: unknown, context: JobContext) => Promise<void>
      await handle(jobPayloads[name].parse(payload), {
        signal,
        isLastAttempt: job.attempts >= job.max_attempts,
      })
    } catch (error) {
      if (signal.aborted)
        deps.log.debug({ job: name }, 'job was cut short by the shutdown; it will run again')
      else deps.log.error({ err: error, job: name, attempt: job.attempts, payload }, 'job failed')
      throw error
    }
  }
}

async function heartbeat(deps: Deps, utils: WorkerUtils, workerIds: ReadonlySet<string>): Promise<void> {
  const now = deps.now()
  for (const workerId of workerIds) {
    await deps.db
      .insertInto('queue_workers')
      .values({ worker_id: workerId, seen_at: now })
      .onConflict((conflict) => conflict.column('worker_id').doUpdateSet({ seen_at: now }))
      .execute()
  }
  await freeJobsOfTheDead(deps, utils)
}

/** Jobs of a worker that was not seen for a minute. */
async function freeJobsOfTheDead(deps: Deps, utils: WorkerUtils): Promise<void> {
  const cutoff = new Date(deps.now().getTime() - DEAD_AFTER_MS)
  const dead = await sql<{ locked_by: string }>`
    select distinct j.locked_by from graphile_worker.jobs j left join queue_workers w on w.worker_id = j.locked_by
    where j.locked_by is not null and coalesce(w.seen_at, j.locked_at) < ${cutoff}`.execute(deps.db)
  await free(deps, utils, dead.rows)
}

/** At the start of the only server of a database: every lock was left by a crash. */
async function freeAllJobs(deps: Deps, utils: WorkerUtils): Promise<void> {
  await deps.db.deleteFrom('queue_workers').execute()
  const locked = await sql<{ locked_by: string }>`
    select distinct locked_by from graphile_worker.jobs where locked_by is not null`.execute(deps.db)
  await free(deps, utils, locked.rows)
}

async function free(deps: Deps, utils: WorkerUtils, rows: { locked_by: string }[]): Promise<void> {
  const workerIds = rows.map((row) => row.locked_by)
  if (workerIds.length === 0) return
  deps.log.warn({ workerIds }, 'freeing the jobs of workers that died')
  await utils.forceUnlockWorkers(workerIds)
}

const silentLogger = new QueueLogger(() => () => {
  // Failures are logged by `taskOf`, with the job's name and payload.
})
