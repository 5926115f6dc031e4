// The database as a command at the shell reaches it: the one that DATABASE_URL names, that of the running server through
// its socket, or else the embedded one, started for the moment of the command.
import { join } from 'node:path'
import type pg from 'pg'
import type { Config } from '../config.ts'
import { announcedAddress, DataFolderInUseError, openDataFolder } from '../data-folder.ts'
import { connect } from '../db/connection.ts'
import type { Db } from '../db/connection.ts'
import { startEmbeddedPostgres } from '../db/embedded-postgres.ts'
import { migrate } from '../db/migrate.ts'
import { postgresName } from '../db/postgres-cluster.ts'
import { chosenSocketFolder, socketPort } from '../db/postgres-socket-folder.ts'
import { defaultOrigin } from '../http/origin.ts'

export interface CommandDatabase {
  db: Db
  /** Where links that the command prints lead, without a trailing slash. */
  origin: string
  close: () => Promise<void>
}

/** Throws when the data folder cannot be used or the database cannot be reached. */
export async function openCommandDatabase(config: Config): Promise<CommandDatabase> {
  const { publicUrl, host, port } = config
  const origin = defaultOrigin({ publicUrl, host, port, isTls: config.tls !== null })
  if (config.databaseUrl !== null) {
    const connection = { connectionString: config.databaseUrl }
    await migrate(connection)
    return open(connection, origin, async () => {})
  }
  const postgresFolder = join(config.dataFolder, 'postgres')
  const folder = await openDataFolder(config.dataFolder).catch((error: unknown) => {
    if (error instanceof DataFolderInUseError) return null
    throw error
  })
  if (folder === null) {
    const socket = await chosenSocketFolder(join(postgresFolder, 'socket'))
    const connection = { host: socket, port: socketPort, database: postgresName, user: postgresName }
    const address = publicUrl ?? (await announcedAddress(config.dataFolder)) ?? origin
    return open(connection, address, async () => {})
  }
  try {
    const postgres = await startEmbeddedPostgres({ folder: postgresFolder, log: () => {} })
    const stop = async () => {
      await postgres.stop()
      await folder.close()
    }
    try {
      await migrate(postgres.connection)
      return await open(postgres.connection, origin, stop)
    } catch (error) {
      await postgres.stop()
      throw error
    }
  } catch (error) {
    await folder.close()
    throw error
  }
}

async function open(
  connection: pg.ClientConfig,
  origin: string,
  andThen: () => Promise<void>,
): Promise<CommandDatabase> {
  const { db, close } = await connect(connection, (error) => {
    console.error(`A database connection broke: ${error.message}`)
  })
  return {
    db,
    origin,
    close: async () => {
      await close()
      await andThen()
    },
  }
}
