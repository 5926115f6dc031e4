import { afterAll, beforeAll, expect, it } from 'vitest'
import { sql } from 'kysely'
import { createTestDatabase } from '../../../../tests/machine/test-database.ts'
import type { TestDatabase } from '../../../../tests/machine/test-database.ts'
import { connect } from './connection.ts'
import type { Connections } from './connection.ts'
import { inTransaction } from './in-transaction.ts'

let database: TestDatabase
let connections: Connections

beforeAll(async () => {
  database = await createTestDatabase('embedded')
  connections = await connect(database.connection, (error) => {
    throw error
  })
  await sql`create table counters (name text primary key, value integer not null)`.execute(connections.db)
  await sql`insert into counters values ('file', 0), ('folder', 0)`.execute(connections.db)
})
afterAll(async () => {
  await connections.close()
  await database.drop()
})

it('lets both of two transactions through that lock the same rows in opposite order', async () => {
  // Each waits, in its first attempt, until the other holds its first row: a deadlock is certain.
  let holding = 0
  let meet: () => void = () => undefined
  const bothHold = new Promise<void>((resolve) => {
    meet = resolve
  })
  let attempts = 0
  const raise = (first: string, second: string) =>
    inTransaction(connections.db, async (trx) => {
      attempts += 1
      await sql`update counters set value = value + 1 where name = ${first}`.execute(trx)
      holding += 1
      if (holding === 2) meet()
      await bothHold
      await sql`update counters set value = value + 1 where name = ${second}`.execute(trx)
    })
  await Promise.all([raise('file', 'folder'), raise('folder', 'file')])
  expect(attempts).toBe(3)
  const { rows } = await sql<{ value: number }>`select value from counters`.execute(connections.db)
  expect(rows.map(({ value }) => value)).toEqual([2, 2])
})

it('does not repeat what failed for any other reason', async () => {
  let attempts = 0
  const failing = inTransaction(connections.db, async (trx) => {
    attempts += 1
    await sql`insert into counters values ('file', 0)`.execute(trx)
  })
  await expect(failing).rejects.toThrow('duplicate key')
  expect(attempts).toBe(1)
})
