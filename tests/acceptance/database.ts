// A look behind the API, for what it does not show: events, and a second account, which no endpoint makes.
import { Client } from 'pg'
import type { QueryResultRow } from 'pg'
import type { ServerUnderTest } from './start-servers.ts'

/** Rows of one statement on the server's own database. */
export async function queryDatabase<Row extends QueryResultRow>(
  server: Pick<ServerUnderTest, 'database'>,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new Client(server.database)
  await client.connect()
  try {
    return (await client.query<Row>(sql, values)).rows
  } finally {
    await client.end()
  }
}

export interface EventRow {
  type: string
  actor_id: string | null
  asset_id: string | null
  project_id: string | null
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

/** Everything that happened to an asset, oldest first. */
export function eventsOf(server: Pick<ServerUnderTest, 'database'>, assetId: string): Promise<EventRow[]> {
  return queryDatabase(
    server,
    'select type, actor_id, asset_id, project_id, before, after from events where asset_id = $1 order by txid, id',
    [assetId],
  )
}
