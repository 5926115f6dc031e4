// For tests that need settings of their own, or that kill their server.
import { inject } from 'vitest'
import { makeExternalDatabase } from './external-database.ts'
import { startServer } from './server.ts'
import type { RunningServer, ServerOptions } from './server.ts'
import type { DatabaseSort } from './start-servers.ts'

/** The two, for `describe.each`. */
export const databaseSorts: readonly DatabaseSort[] = ['embedded', 'external']

/** Starts a server that only the asking test uses, on a fresh database of the given sort. */
export async function startOwnServer(
  sort: DatabaseSort,
  options: ServerOptions = {},
): Promise<RunningServer> {
  if (sort === 'embedded') return startServer(options)
  const url = await makeExternalDatabase(inject('externalPostgres'))
  return startServer({ ...options, env: { DATABASE_URL: url, ...options.env } })
}
