import { setTimeout as sleep } from 'node:timers/promises'
import type { Kysely, Transaction } from 'kysely'
import type { Database } from './schema.ts'

const MAX_ATTEMPTS = 5
const LONGEST_PAUSE_MS = 50
/** PostgreSQL's codes for "somebody else came first, try again": serialization_failure, deadlock_detected. */
const CAME_SECOND = new Set(['40001', '40P01'])

/**
 * Runs `work` in a transaction, and again when PostgreSQL ended it in favour of another one: two people who change one
 * file and its folder at the same moment lock them in different orders. `work` must touch nothing but the database,
 * because what it did there is undone and done again.
 */
export async function inTransaction<T>(
  db: Kysely<Database>,
  work: (trx: Transaction<Database>) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute(work)
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !cameSecond(error)) throw error
      await sleep(Math.random() * LONGEST_PAUSE_MS)
    }
  }
}

/** For `work` that finds a row not to be where it was read a moment ago: undone, and done again. */
export function cameSecondError(): Error {
  return Object.assign(new Error('Somebody else changed this first.'), { code: '40001' })
}

function cameSecond(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && CAME_SECOND.has(error.code)
  )
}
