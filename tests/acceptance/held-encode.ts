// Keeps a file at its quick preview: the encoder leaves it alone until it is let go.
import { queryDatabase } from './database.ts'
import type { ServerUnderTest } from './start-servers.ts'

/** As if another server were encoding the file, which this one then leaves alone. Returns the media of the asset. */
export async function holdEncode(
  server: Pick<ServerUnderTest, 'database'>,
  assetId: string,
): Promise<string> {
  const rows = await queryDatabase<{ id: string }>(
    server,
    `update media set leased_by = 'a test', leased_until = now() + interval '1 hour'
     where id = (select media_id from assets where id = $1) returning id`,
    [assetId],
  )
  return rows[0]?.id ?? ''
}

/** The other server is through with it, and this one looks again at once. */
export async function letEncode(server: Pick<ServerUnderTest, 'database'>, mediaId: string): Promise<void> {
  await queryDatabase(server, 'update media set leased_by = null, leased_until = null where id = $1', [
    mediaId,
  ])
  await queryDatabase(server, 'update graphile_worker._private_jobs set run_at = now() where run_at > now()')
}
