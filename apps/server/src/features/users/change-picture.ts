// Somebody's own picture: what they send is opened in an isolated process, squared and encoded anew; the file they sent
// is not kept.
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Transaction } from 'kysely'
import { makeProfilePicture } from '@rushes/media/profile-picture'
import { withWorkFolder } from '@rushes/media/work-folder'
import type { Actor } from '../../access/actor.ts'
import { newPictureName } from '../../access/credentials.ts'
import { writeEvent } from '../../db/events.ts'
import type { Database } from '../../db/schema.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { pictureFile } from './picture-files.ts'

const MEGABYTE = 1_000_000
export const MOST_PICTURE_BYTES = 15 * MEGABYTE
/** Longer than any picture takes; bytes of one that never came to be are gone soon after. */
const ERASE_AFTER_MS = 60 * 60_000

/** Throws 422 with a sentence for whatever cannot be somebody's picture. */
export async function setPicture(deps: Deps, actor: Actor, body: Readable, requestId: string): Promise<void> {
  const picture = newPictureName()
  const parent = join(deps.config.dataFolder, 'work')
  await mkdir(parent, { recursive: true, mode: 0o700 })
  await withWorkFolder(parent, async (folder) => {
    await receive(body, join(folder, 'input'))
    const made = await makeProfilePicture(deps.tools, folder)
    if (!made.ok) {
      if (made.isRetryable) throw errors.storageFull(new Error(made.problem))
      throw invalid(made.problem)
    }
    // Before the first byte is stored: should this call end on the way, nothing is left lying about.
    await deps.queue.enqueue(
      deps.db,
      'picture.erase',
      { picture },
      { key: `picture.erase:${picture}`, runAt: new Date(deps.now().getTime() + ERASE_AFTER_MS) },
    )
    for (const { name, path } of made.files) await deps.store.adoptFile(pictureFile(picture, name), path)
  })
  await deps.db.transaction().execute((trx) => replacePicture(deps, trx, actor, picture, requestId))
}

/** Does nothing for somebody who has none. */
export async function removePicture(deps: Deps, actor: Actor, requestId: string): Promise<void> {
  await deps.db.transaction().execute((trx) => replacePicture(deps, trx, actor, null, requestId))
}

async function replacePicture(
  deps: Deps,
  trx: Transaction<Database>,
  actor: Actor,
  picture: string | null,
  requestId: string,
): Promise<void> {
  const at = deps.now()
  const before = await trx
    .selectFrom('users')
    .select('picture')
    .where('id', '=', actor.userId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (before.picture === picture) return
  await trx.updateTable('users').set({ picture, updated_at: at }).where('id', '=', actor.userId).execute()
  await writeEvent(trx, {
    id: deps.newId(),
    type: 'user.updated',
    at,
    actorId: actor.userId,
    accountId: actor.accountId,
    resource: { type: 'user', id: actor.userId },
    // The name of a picture is the right to see it: the log tells only that there was one.
    before: { has_picture: before.picture !== null },
    after: { has_picture: picture !== null },
    requestId,
  })
  if (before.picture !== null)
    await deps.queue.enqueue(
      trx,
      'picture.erase',
      { picture: before.picture },
      { key: `picture.erase:${before.picture}` },
    )
}

/**
 * Writes the body to a file. Throws 422 for one that is empty or too large, without waiting for the rest of it; 400 when
 * its sender goes away, which nobody hears.
 */
async function receive(body: Readable, path: string): Promise<void> {
  let sizeBytes = 0
  try {
    await pipeline(async function* () {
      // Left open: the sender of a file that is too large must still hear the answer.
      for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        sizeBytes += chunk.length
        if (sizeBytes > MOST_PICTURE_BYTES)
          throw invalid(`must not be larger than ${String(MOST_PICTURE_BYTES / MEGABYTE)} MB`)
        yield chunk
      }
    }, createWriteStream(path))
  } catch (error) {
    if (body.readableAborted) throw errors.brokenRequest(error)
    const isFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC'
    throw isFull ? errors.storageFull(error) : error
  }
  if (sizeBytes === 0) throw invalid("can't be blank: send the file as the body of the request")
}

function invalid(title: string) {
  return errors.invalid([{ field: 'picture', title }])
}
