// Connections to PostgreSQL: an ordinary pool for transactions and heavy reads, and a few pipelined connections for
// autocommit point reads (findings: worth more than the choice of web framework).
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Database } from './schema.ts'

export type Db = Kysely<Database>

/** Runs one named, prepared statement in autocommit. Only short point reads: a slow one delays those behind it. */
export interface PointReader {
  read: <Row extends pg.QueryResultRow>(name: string, sql: string, values: unknown[]) => Promise<Row[]>
}

export interface Connections {
  db: Db
  points: PointReader
  /** For libraries that bring their own SQL (the queue). */
  pool: pg.Pool
  close: () => Promise<void>
}

const POOL_SIZE = 10
/** A new connection costs more than what most calls ask of it; the first call after a pause should not pay for it. */
const IDLE_CONNECTION_MS = 600_000
const PIPELINED_CONNECTIONS = 4
const POINT_READ_TIMEOUT_MS = 5_000
/**
 * Point reads go by primary keys: one plan serves all of them, and planning anew costs more than running (measured
 * 0.8 ms against 0.2 ms). Without statistics a small table would be scanned, and the plan kept when it has grown.
 */
const POINT_READ_PLANS = '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off'

/** Opens the pool and the pipelined connections. Throws when the database cannot be reached. */
export async function connect(
  connection: pg.ClientConfig,
  onError: (error: Error) => void,
): Promise<Connections> {
  const config: pg.ClientConfig = { ...connection, types: wireTypes(), options: '-c TimeZone=UTC' }
  let isClosing = false
  const report = (error: Error) => {
    // The pool ends its connections without waiting for them; a database that stops meanwhile says so to each.
    if (isClosing) return
    // The pool hangs its whole client on the error: pages of the log, and the settings of the connection.
    Reflect.deleteProperty(error, 'client')
    onError(error)
  }
  const pool = new pg.Pool({ ...config, max: POOL_SIZE, idleTimeoutMillis: IDLE_CONNECTION_MS })
  pool.on('error', report)
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  const points = await openPointReader(config, report)
  return {
    db,
    points,
    pool,
    close: async () => {
      isClosing = true
      await points.close()
      await db.destroy()
    },
  }
}

async function openPointReader(
  config: pg.ClientConfig,
  onError: (error: Error) => void,
): Promise<PointReader & { close: () => Promise<void> }> {
  const clients = await Promise.all(
    Array.from({ length: PIPELINED_CONNECTIONS }, () => openPipelined(config, onError)),
  )
  let next = 0

  async function clientInTurn(): Promise<pg.Client> {
    next = (next + 1) % clients.length
    const slot = clients[next]
    if (slot === undefined) throw new Error('There is no connection for point reads.')
    if (!slot.broken) return slot.client
    // The database went away and came back: the first reader to notice opens the slot anew.
    clients[next] = await openPipelined(config, onError)
    return clients[next]!.client
  }

  return {
    read: async <Row extends pg.QueryResultRow>(name: string, sql: string, values: unknown[]) => {
      const client = await clientInTurn()
      const result = await client.query<Row>({ name, text: sql, values })
      return result.rows
    },
    close: async () => {
      await Promise.all(clients.filter((slot) => !slot.broken).map((slot) => slot.client.end()))
    },
  }
}

async function openPipelined(config: pg.ClientConfig, onError: (error: Error) => void) {
  const options = `${config.options ?? ''} ${POINT_READ_PLANS}`
  const client = new pg.Client({
    ...config,
    options,
    pipeline: true,
    statement_timeout: POINT_READ_TIMEOUT_MS,
  })
  const slot = { client, broken: false }
  client.on('error', (error) => {
    slot.broken = true
    onError(error)
  })
  client.on('end', () => {
    slot.broken = true
  })
  await client.connect()
  return slot
}

/** Times stay text with microseconds, as V2 sends them; sizes become numbers (5 TiB is far below 2^53). */
function wireTypes(): pg.TypeOverrides {
  const types = new pg.TypeOverrides()
  types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, wireTime)
  types.setTypeParser(pg.types.builtins.INT8, Number)
  return types
}

/** "2026-11-24 06:02:03.5+00" → "2026-11-24T06:02:03.500000Z". PostgreSQL drops trailing zeros; the wire keeps six digits. */
function wireTime(text: string): string {
  const dot = text.indexOf('.')
  const end = text.indexOf('+', 10)
  const seconds = text.slice(0, dot === -1 ? end : dot).replace(' ', 'T')
  const fraction = dot === -1 ? '' : text.slice(dot + 1, end)
  return `${seconds}.${fraction.padEnd(6, '0')}Z`
}
