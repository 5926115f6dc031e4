// A process of its own that runs an embedded PostgreSQL, for tests that kill it. Arguments: folder, and optionally a
// runner as JSON. Prints one line of JSON when the server runs or could not start. SIGINT and SIGTERM stop it.

import { Client } from 'pg'
import { startEmbeddedPostgres } from '../../apps/server/src/db/embedded-postgres.ts'
import type { PostgresRunner } from '../../apps/server/src/db/postgres-user.ts'

const [folder = '', runner] = process.argv.slice(2)

try {
  const server = await startEmbeddedPostgres({
    folder,
    log: (line) => process.stderr.write(`${line}\n`),
    // The tests write it from a PostgresRunner.
    ...(runner === undefined ? {} : { runner: JSON.parse(runner) as PostgresRunner }),
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      void (async () => {
        // What a server does while it stops still needs the database.
        const client = new Client(server.connection)
        await client.connect()
        await client.query('select 1')
        await client.end()
        await server.stop()
        process.stdout.write('"stopped"\n')
        process.exit(0)
      })()
    })
  }
  process.stdout.write(`${JSON.stringify({ connection: server.connection, pid: server.pid })}\n`)
  setInterval(() => undefined, 60_000)
} catch (error) {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  process.stdout.write(`${JSON.stringify({ error: { name, message } })}\n`)
  process.exitCode = 1
}
