// An empty database of the newest schema, made once for a run: making one takes seconds of processor time, and dozens of
// tests start a server of their own. The first start on an empty folder has tests of its own, and those make theirs.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openDataFolder } from '../../apps/server/src/data-folder.ts'
import { startEmbeddedPostgres } from '../../apps/server/src/db/embedded-postgres.ts'
import { migrate } from '../../apps/server/src/db/migrate.ts'
import { migrateQueue } from '../../apps/server/src/queue/worker.ts'
import { copyFolder } from '../machine/copy-folder.ts'

/** Where the processes of this run find it. */
const SETTING = 'RUSHES_TESTS_CLUSTER'

/** Makes the database in `folder`; servers that are started afterwards without a folder of their own begin with it. */
export async function makeCluster(folder: string): Promise<void> {
  const postgres = await startEmbeddedPostgres({ folder, log: () => undefined })
  await migrate(postgres.connection)
  await migrateQueue(postgres.connection, (error) => {
    throw error
  })
  await postgres.stop()
  process.env[SETTING] = join(folder, 'cluster')
}

/** Puts a copy where a server with this data folder looks for its database. */
export async function copyCluster(dataFolder: string): Promise<void> {
  const made = process.env[SETTING]
  if (made === undefined) return
  // Marked as Rushes' own, or the server would refuse a folder that is not empty.
  const marked = await openDataFolder(dataFolder)
  await marked.close()
  const folder = join(dataFolder, 'postgres')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await copyFolder(made, join(folder, 'cluster'))
}
