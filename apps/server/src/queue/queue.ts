// Jobs: a closed dictionary from name to payload, from which enqueue and the workers are typed. A job is enqueued in
// the transaction that makes it necessary (design 9) and must be safe to run twice.
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { AssetId, MediaId } from '@rushes/contract/ids'
import type { Database } from '../db/schema.ts'

export const jobPayloads = {
  /** Makes the whole file of an upload all of whose parts are there. */
  'upload.finish': z.object({ mediaId: MediaId }),
  /** Fetches the file of a remote upload. */
  'upload.fetch': z.object({ mediaId: MediaId }),
  /** Drops uploads nobody finished. */
  'upload.sweep': z.object({}),
  /** Probe, pictures and checksum of a file that has just arrived. */
  'media.analyse': z.object({ mediaId: MediaId }),
  /** The long encode. */
  'media.encode': z.object({ mediaId: MediaId }),
  /** Stacks an upload on the asset it was meant to be the next version of. */
  'asset.autoversion': z.object({ assetId: AssetId }),
  /** Fills the copy of a folder with what lay in it. */
  'asset.fill-copy': z.object({ copyId: z.uuid() }),
  /** Carries a move to another project down to what hangs below the moved asset. */
  'asset.carry-move': z.object({ rootId: AssetId }),
  /** Finds what has lain in the trash long enough. */
  'trash.sweep': z.object({}),
  /** Makes tombstones of what one deletion took. */
  'deletion.purge': z.object({ deletionId: z.uuid() }),
  /** Removes content that no asset shows any more; the last time, what was still being made of it. */
  'media.erase': z.object({ mediaId: MediaId, isLast: z.boolean().default(false) }),
  /** Makes a link that sets a new password and mails it, if the address is somebody's here. */
  'password.forgotten': z.object({ email: z.string() }),
  /** Sends a letter (mail/post-letter.ts). */
  'mail.send': z.object({ sealed: z.string() }),
  /** Removes a person's picture that is theirs no more, or never came to be. */
  'picture.erase': z.object({ picture: z.string() }),
  /** Carries a deletion or its undoing into the project's counters. */
  'deletion.count': z.object({ deletionId: z.uuid(), assetId: AssetId }),
}
export type JobName = keyof typeof jobPayloads
/** What a handler is given. */
export type JobPayload<Name extends JobName> = z.infer<(typeof jobPayloads)[Name]>
/** What is enqueued: defaults may be left out. */
export type JobInput<Name extends JobName> = z.input<(typeof jobPayloads)[Name]>

export interface JobOptions {
  /** Jobs with the same key are one job; the later call wins. */
  key?: string
  runAt?: Date
  maxAttempts?: number
}

export interface Queue {
  /** Enqueues inside the given transaction (or on its own when given the database). */
  enqueue: <Name extends JobName>(
    db: Kysely<Database>,
    name: Name,
    payload: JobInput<Name>,
    options?: JobOptions,
  ) => Promise<void>
}

const DEFAULT_MAX_ATTEMPTS = 10

/** The queue lives in the same database, so enqueueing is one more statement of the transaction. */
export function createQueue(): Queue {
  return {
    enqueue: async (db, name, payload, { key, runAt, maxAttempts = DEFAULT_MAX_ATTEMPTS } = {}) => {
      await sql`select graphile_worker.add_job(
        ${name},
        payload => ${JSON.stringify(payload)}::json,
        run_at => ${runAt ?? null}::timestamptz,
        max_attempts => ${maxAttempts}::int,
        job_key => ${key ?? null}::text
      )`.execute(db)
    },
  }
}
