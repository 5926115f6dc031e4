// GET /metrics: what the server is doing, in the text format of Prometheus. For owners and admins of an account, with a
// token of theirs: it says nothing of anybody's files, but how busy the house is.
import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { hasScope } from '../../access/actor.ts'
import { authenticate } from '../../access/authenticate.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'

const TEXT_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

interface Metric {
  name: string
  kind: 'counter' | 'gauge'
  help: string
  values: { labels?: Record<string, string>; value: number }[]
}

export function registerMetrics(app: FastifyInstance, deps: Deps): void {
  app.get('/metrics', async (request, reply) => {
    const actor = await authenticate(deps, request)
    if (!hasScope(actor, 'account.read')) throw errors.scopeMissing('account.read')
    const managed = await deps.db
      .selectFrom('account_members')
      .select('account_id')
      .where('user_id', '=', actor.userId)
      .where('role', 'in', ['owner', 'admin'])
      .executeTakeFirst()
    if (managed === undefined)
      throw errors.forbidden('Only the owner and the admins of an account may see how the server is doing.')
    const metrics = [...(await queueMetrics(deps)), ...mediaMetrics(deps)]
    return reply.header('cache-control', 'no-store').type(TEXT_TYPE).send(metrics.map(textOf).join(''))
  })
}

async function queueMetrics(deps: Deps): Promise<Metric[]> {
  const jobs = await sql<{ task: string; waiting: number; running: number; failed: number }>`
    select task_identifier as task,
      count(*) filter (where locked_at is null and attempts < max_attempts)::int as waiting,
      count(*) filter (where locked_at is not null)::int as running,
      count(*) filter (where locked_at is null and attempts >= max_attempts)::int as failed
    from graphile_worker.jobs group by task_identifier order by task_identifier`.execute(deps.db)
  const renditions = await sql<{ state: string; count: number }>`
    select state, count(*)::int as count from renditions where state in ('queued', 'running')
    group by state order by state`.execute(deps.db)
  const ofJobs = (state: 'waiting' | 'running' | 'failed') =>
    jobs.rows.map((row) => ({ labels: { job: row.task, state }, value: row[state] }))
  return [
    {
      name: 'rushes_jobs',
      kind: 'gauge',
      help: 'Jobs of the queue. failed: given up for good.',
      values: [...ofJobs('waiting'), ...ofJobs('running'), ...ofJobs('failed')],
    },
    {
      name: 'rushes_renditions_open',
      kind: 'gauge',
      help: 'Renditions that are still to be made.',
      values: renditions.rows.map(({ state, count }) => ({ labels: { state }, value: count })),
    },
  ]
}

function mediaMetrics({ segments, encodeSpeeds }: Deps): Metric[] {
  const figures = segments.figures()
  const one = (name: string, kind: Metric['kind'], help: string, value: number): Metric => ({
    name,
    kind,
    help,
    values: [{ value }],
  })
  const speeds = [...encodeSpeeds.values()]
  return [
    one('rushes_encodes_running', 'gauge', 'Background encodes of this process.', speeds.length),
    one(
      'rushes_encode_speed',
      'gauge',
      'Speed of those encodes together, in seconds of film per second.',
      speeds.reduce((sum, speed) => sum + speed, 0),
    ),
    one('rushes_preview_segments_made_total', 'counter', 'Preview segments made.', figures.segmentsMade),
    one(
      'rushes_preview_segments_cached_total',
      'counter',
      'Preview segments served from the cache.',
      figures.segmentsFromCache,
    ),
    one('rushes_preview_runs_total', 'counter', 'Runs of ffmpeg for previews.', figures.runsStarted),
    one(
      'rushes_preview_runs_given_up_total',
      'counter',
      'Runs that ended because nobody waited any more.',
      figures.runsGivenUp,
    ),
    one('rushes_preview_runs_failed_total', 'counter', 'Runs that failed.', figures.runsFailed),
    one('rushes_preview_runs', 'gauge', 'Runs now, held ones included.', figures.runs),
    one('rushes_preview_waiting', 'gauge', 'Requests that wait for a segment.', figures.waiting),
    one('rushes_preview_cache_bytes', 'gauge', 'Disk taken by the cache of segments.', figures.cacheBytes),
  ]
}

/** Label values are names of ours: nothing in them needs escaping. */
function textOf({ name, kind, help, values }: Metric): string {
  const lines = values.map(({ labels, value }) => {
    const pairs = Object.entries(labels ?? {}).map(([key, text]) => `${key}="${text}"`)
    return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${String(value)}\n`
  })
  return `# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n${lines.join('')}`
}
