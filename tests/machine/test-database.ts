import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { inject } from 'vitest'
import { migrate } from '../../apps/server/src/db/migrate.ts'
import type { PostgresAddress } from './postgres-setup.ts'

/** Which server the database is on: the embedded one (unix socket) or one like an administrator's (TCP, scram). */
export type PostgresSort = 'embedded' | 'external'

/** The two, for `describe.each(postgresSorts)`. */
export const postgresSorts: readonly PostgresSort[] = ['embedded', 'external']

/** A migrated, empty database that only the asking test uses. */
export type TestDatabase = {
  connection: PostgresAddress & { database: string }
  /** The same as a URL, as `DATABASE_URL` has it. */
  url: string
  /** Removes it, also with connections open. */
  drop: () => Promise<void>
}

const template = 'migrated'

// Any number that no other code of ours uses.
const templateLock = 4_747_001

/** Makes a fresh database with every migration applied, as a copy of a template that the first caller makes. */
export async function createTestDatabase(sort: PostgresSort): Promise<TestDatabase> {
  const address = inject('postgres')[sort]
  const database = `test_${randomBytes(8).toString('hex')}`
  await makeTemplate(address)
  await runAsOwner(address, `create database ${database} template ${template}`)
  const { host, port, user, password } = address
  const login = password === undefined ? user : `${user}:${password}`
  return {
    connection: { ...address, database },
    url: `postgres://${login}@${encodeURIComponent(host)}:${port}/${database}`,
    drop: () => runAsOwner(address, `drop database if exists ${database} with (force)`),
  }
}

/** Test files run in processes of their own, so the database itself says who makes the template. */
async function makeTemplate(address: PostgresAddress): Promise<void> {
  const client = new Client({ ...address, database: 'postgres' })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [templateLock])
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [template])
    if (rowCount === 1) return
    const unfinished = `${template}_unfinished`
    await client.query(`drop database if exists ${unfinished} with (force)`)
    await client.query(`create database ${unfinished}`)
    await migrate({ ...address, database: unfinished })
    await client.query(`alter database ${unfinished} rename to ${template}`)
  } finally {
    await client.end()
  }
}

async function runAsOwner(address: PostgresAddress, statement: string): Promise<void> {
  const client = new Client({ ...address, database: 'postgres' })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
