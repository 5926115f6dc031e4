// Runs once before the acceptance tests: one server on the database it brings along, one on a database that somebody
// else runs. Search, the model of the tree and bad input meet both in every run, the other tests of the API one of them, by
// turns (by-turns.ts).
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClientConfig } from 'pg'
import type { TestProject } from 'vitest/node'
import { startExternalPostgres } from '../machine/postgres-setup.ts'
import type { PostgresAddress } from '../machine/postgres-setup.ts'
import { makeExternalDatabase } from './external-database.ts'
import { startServer } from './server.ts'
import type { RunningServer } from './server.ts'
import { makeCluster } from './made-cluster.ts'

/** Which PostgreSQL a server uses: its own, or the one that DATABASE_URL names. */
export type DatabaseSort = 'embedded' | 'external'

/** What a test needs to know of a running server. */
export interface ServerUnderTest {
  name: DatabaseSort
  /** Origin without a trailing slash. */
  url: string
  /** Developer token of the owner, with every scope. */
  token: string
  database: ClientConfig
  dataFolder: string
  logFile: string
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** For `describe.each(inject('servers'))`. */
    servers: ServerUnderTest[]
    externalPostgres: PostgresAddress
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'rushes-acceptance-'))
  // PostgreSQL may run as another user, who has to pass through here.
  await chmod(folder, 0o711)
  const postgres = await startExternalPostgres(folder)
  const databaseUrl = await makeExternalDatabase(postgres.address)
  const running = await Promise.all([
    makeCluster(join(folder, 'made')).then(() => startServer()),
    startServer({ env: { DATABASE_URL: databaseUrl } }),
  ])
  project.provide('externalPostgres', postgres.address)
  project.provide('servers', [describeServer('embedded', running[0]), describeServer('external', running[1])])
  return async () => {
    await Promise.all(running.map((server) => server.stop()))
    await Promise.all(running.map((server) => server.remove()))
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

function describeServer(name: DatabaseSort, server: RunningServer): ServerUnderTest {
  const { url, token, database, dataFolder, logFile } = server
  return { name, url, token, database, dataFolder, logFile }
}
