import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import type { PostgresAddress } from '../machine/postgres-setup.ts'

/** Makes an empty database on somebody else's PostgreSQL and returns it as DATABASE_URL has it. */
export async function makeExternalDatabase(address: PostgresAddress): Promise<string> {
  const name = `acceptance_${randomBytes(6).toString('hex')}`
  const client = new Client({ ...address, database: 'postgres' })
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
  const { host, port, user, password = '' } = address
  return `postgres://${user}:${password}@${host}:${String(port)}/${name}`
}
