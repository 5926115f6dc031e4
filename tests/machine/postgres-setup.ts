// Runs once before the unit tests: one PostgreSQL of each sort that Rushes is used with.

import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../../apps/server/src/db/embedded-postgres.ts'
import { findPostgresBinaries } from '../../apps/server/src/db/postgres-binaries.ts'
import { openCluster, postgresName } from '../../apps/server/src/db/postgres-cluster.ts'
import { spawnPostgres, waitUntilReady } from '../../apps/server/src/db/postgres-process.ts'
import { choosePostgresRunner } from '../../apps/server/src/db/postgres-user.ts'

/** How to reach one of the two servers as a user who may make databases. */
export type PostgresAddress = { host: string; port: number; user: string; password?: string }

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: { embedded: PostgresAddress; external: PostgresAddress }
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'rushes-tests-'))
  // PostgreSQL may run as another user, who has to pass through here.
  await chmod(folder, 0o711)
  const [embedded, external] = await Promise.all([
    startEmbeddedPostgres({ folder: join(folder, 'embedded'), log: () => undefined }),
    startExternalPostgres(folder),
  ])
  const { host, port, user } = embedded.connection
  project.provide('postgres', { embedded: { host, port, user }, external: external.address })
  return async () => {
    await Promise.all([embedded.stop(), external.stop()])
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * A server as an administrator would run it for others: over TCP, with passwords, and for us a role that may make
 * databases and nothing else.
 */
export async function startExternalPostgres(
  folder: string,
): Promise<{ address: PostgresAddress; stop: () => Promise<void> }> {
  const [runner, binaries] = [await choosePostgresRunner(), await findPostgresBinaries()]
  const cluster = join(folder, 'external')
  const passwordFile = join(folder, 'password')
  const password = randomBytes(12).toString('hex')
  await writeFile(passwordFile, password)
  await openCluster(cluster, binaries, runner, [
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--no-sync',
  ])
  const port = await freePort()
  const server = spawnPostgres(
    cluster,
    {
      listen_addresses: '127.0.0.1',
      port: String(port),
      unix_socket_directories: '',
      max_connections: '100',
      shared_buffers: '32MB',
      // Nothing in it outlives the tests.
      fsync: 'off',
    },
    binaries,
    runner,
    () => undefined,
  )
  const admin = { host: '127.0.0.1', port, user: postgresName, password, database: 'postgres' }
  await waitUntilReady(server, cluster, admin, () => undefined)
  const client = new Client(admin)
  await client.connect()
  await client.query(`create role tenant login createdb password '${password}'`)
  await client.end()
  return { address: { host: '127.0.0.1', port, user: 'tenant', password }, stop: server.stop }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.')
  return address.port
}
