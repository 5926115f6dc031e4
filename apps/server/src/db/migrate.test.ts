import pg from 'pg'
import { expect, it } from 'vitest'
import { createTestDatabase } from '../../../../tests/machine/test-database.ts'
import { migrate, SchemaMismatchError } from './migrate.ts'

it('runs again without changing anything, also twenty times at once', async () => {
  const database = await createTestDatabase('embedded')
  try {
    const before = await migrationsOf(database.connection)
    expect(before.length).toBeGreaterThan(0)
    await Promise.all(Array.from({ length: 20 }, () => migrate(database.connection)))
    expect(await migrationsOf(database.connection)).toEqual(before)
  } finally {
    await database.drop()
  }
})

it('refuses a database that a newer program wrote, and leaves it as it is', async () => {
  const database = await createTestDatabase('embedded')
  try {
    await run(
      database.connection,
      `insert into migrations (name, checksum) values ('9999-from-the-future.sql', 'x')`,
    )
    await expect(migrate(database.connection)).rejects.toThrow(SchemaMismatchError)
    await expect(migrate(database.connection)).rejects.toThrow(/newer version of Rushes/)
  } finally {
    await database.drop()
  }
})

it('refuses to go on when a migration that ran was edited since', async () => {
  const database = await createTestDatabase('embedded')
  try {
    await run(database.connection, `update migrations set checksum = 'edited'`)
    await expect(migrate(database.connection)).rejects.toThrow(/differs from the one this database ran/)
  } finally {
    await database.drop()
  }
})

async function migrationsOf(connection: pg.ClientConfig): Promise<unknown[]> {
  return run(connection, 'select * from migrations order by name')
}

async function run(connection: pg.ClientConfig, sql: string): Promise<unknown[]> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    const result = await client.query<Record<string, unknown>>(sql)
    return result.rows
  } finally {
    await client.end()
  }
}
