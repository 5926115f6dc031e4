import { Client } from 'pg'
import { describe, expect, it } from 'vitest'
import { createTestDatabase, postgresSorts } from './test-database.ts'

describe.each(postgresSorts)('a test database on the %s PostgreSQL', (sort) => {
  it('is migrated, reachable by its URL, and of its test alone', async () => {
    const [first, second] = await Promise.all([createTestDatabase(sort), createTestDatabase(sort)])
    const client = new Client({ connectionString: first.url })
    await client.connect()
    await client.query('create table only_here ()')
    const names = 'select table_name as name from information_schema.tables where table_schema = $1'
    const own = await client.query<{ name: string }>(names, ['public'])
    await client.end()

    const other = new Client(second.connection)
    await other.connect()
    const others = await other.query<{ name: string }>(names, ['public'])
    await other.end()

    expect(own.rows.map(({ name }) => name)).toContain('assets')
    expect(own.rows.map(({ name }) => name)).toContain('only_here')
    expect(others.rows.map(({ name }) => name)).not.toContain('only_here')
    await Promise.all([first.drop(), second.drop()])
  })

  it('can be dropped while connections to it are open', async () => {
    const database = await createTestDatabase(sort)
    const client = new Client(database.connection)
    const ended = new Promise<Error>((resolve) => client.on('error', resolve))
    await client.connect()
    await database.drop()
    expect((await ended).message).toMatch(/terminat/i)
    const again = new Client(database.connection)
    await expect(again.connect()).rejects.toThrow(/does not exist/)
  })
})

it('asks for a password over TCP', async () => {
  const { connection, drop } = await createTestDatabase('external')
  const client = new Client({ ...connection, password: 'wrong' })
  await expect(client.connect()).rejects.toThrow(/password authentication failed/)
  await drop()
})
