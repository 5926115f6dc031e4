// Brings a database to the newest schema. Migrations are plain SQL files, only ever go forward and are checksummed:
// a file that was edited after it ran, or a database written by a newer program, is refused (design invariant 7).
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import pg from 'pg'

const FOLDER = new URL('./migrations/', import.meta.url)
/** Any number of servers may start at once; one migrates, the others wait. */
const ADVISORY_LOCK_KEY = 7_470_001

/** The database was written by a newer program, or a released migration was edited. Nothing was changed. */
export class SchemaMismatchError extends Error {
  override name = 'SchemaMismatchError'
}

interface Migration {
  name: string
  sql: string
  checksum: string
}

/** Runs what is missing, each file in a transaction of its own. Safe to call from several processes at once. */
export async function migrate(connection: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [ADVISORY_LOCK_KEY])
    await client.query(
      'create table if not exists migrations (name text primary key, checksum text not null, ran_at timestamptz not null default now())',
    )
    const known = await readMigrations()
    const ran = await client.query<{ name: string; checksum: string }>(
      'select name, checksum from migrations order by name',
    )
    refuseMismatch(known, ran.rows)
    const ranNames = new Set(ran.rows.map((row) => row.name))
    for (const migration of known) if (!ranNames.has(migration.name)) await run(client, migration)
  } finally {
    await client.end()
  }
}

async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, FOLDER), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

function refuseMismatch(known: Migration[], ran: { name: string; checksum: string }[]): void {
  const byName = new Map(known.map((migration) => [migration.name, migration]))
  for (const { name, checksum } of ran) {
    const migration = byName.get(name)
    if (migration === undefined) {
      throw new SchemaMismatchError(
        `This database was written by a newer version of Rushes (it has the migration ${name}). Start that version or a later one.`,
      )
    }
    if (migration.checksum !== checksum) {
      throw new SchemaMismatchError(
        `The migration ${name} differs from the one this database ran. Restore the released file; add a new migration to change the schema.`,
      )
    }
  }
}

async function run(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin')
  try {
    await client.query(migration.sql)
    await client.query('insert into migrations (name, checksum) values ($1, $2)', [
      migration.name,
      migration.checksum,
    ])
    await client.query('commit')
  } catch (cause) {
    await client.query('rollback')
    throw new Error(`The migration ${migration.name} failed; the database is as it was before.`, { cause })
  }
}
