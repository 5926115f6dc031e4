import { DatabaseSync } from 'node:sqlite'

/** A lock this process holds until it calls `release` or ends, however it ends. */
export type ExclusiveLock = { release: () => void }

// A lock whose object is garbage-collected is lost, and callers may well keep only `release`.
const held = new Set<DatabaseSync>()

const SQLITE_BUSY = 5

/**
 * Takes the lock on a file, or returns undefined when another process (or this one) holds it. The file is created and
 * stays; its content means nothing. Throws when the file cannot be created or opened.
 *
 * Node has no flock of its own, but its SQLite takes the kernel's record locks. The kernel frees them when the process
 * ends, kill -9 too, and they hold between containers that share a folder, where process ids and abstract sockets tell
 * nothing. Danger: the same process must not open and close this file in any other way, because closing any descriptor
 * of it drops the lock.
 */
export function takeExclusiveLock(file: string): ExclusiveLock | undefined {
  const database = new DatabaseSync(file, { timeout: 0 })
  try {
    // Without a journal on disk nothing is written, so a full disk does not stand in the way.
    database.exec('PRAGMA journal_mode=MEMORY; PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return undefined
    throw error
  }
  held.add(database)
  return {
    release() {
      if (held.delete(database)) database.close()
    },
  }
}
