// What the media engine reads and writes of a media and its renditions.
import { sql } from 'kysely'
import type { Kysely, Transaction } from 'kysely'
import type { EventType } from '@rushes/contract/events'
import type { MediaId } from '@rushes/contract/ids'
import type { LiveMessage } from '@rushes/contract/live'
import { LIVE_CHANNEL, writeAssetEvent } from '../../db/events.ts'
import type { Database } from '../../db/schema.ts'
import type { Deps } from '../../deps.ts'

export async function readMedia(db: Kysely<Database>, mediaId: MediaId) {
  return db.selectFrom('media').selectAll().where('id', '=', mediaId).executeTakeFirst()
}
export type MediaRow = NonNullable<Awaited<ReturnType<typeof readMedia>>>

/** Every asset that shows the media hears of it. */
export async function writeMediaEvent(
  deps: Deps,
  trx: Transaction<Database>,
  mediaId: MediaId,
  type: EventType,
  after: unknown,
): Promise<void> {
  // Whoever purges one of them waits, or came first: nothing is said of an asset behind its own purge.
  const assets = await placesOf(trx, mediaId).forKeyShare().execute()
  for (const asset of assets) {
    await writeAssetEvent(trx, asset, {
      id: deps.newId(),
      type,
      at: deps.now(),
      actorId: null,
      after,
    })
  }
}

/** Not a state change but how far it is: told to whoever looks on, kept nowhere. `progress` 0 to 1. */
export async function notifyProgress(deps: Deps, mediaId: MediaId, progress: number): Promise<void> {
  for (const asset of await placesOf(deps.db, mediaId).execute()) {
    const message: LiveMessage = {
      kind: 'progress',
      project_id: asset.project_id,
      asset_id: asset.id,
      parent_id: asset.parent_id,
      type: 'media.progress',
      progress,
    }
    await sql`select pg_notify(${LIVE_CHANNEL}, ${JSON.stringify(message)})`.execute(deps.db)
  }
}

/** When nothing is left to be made: the media is transcoded, and its assets are ready (v2-assets.md 4.5). */
export async function finishIfDone(deps: Deps, mediaId: MediaId): Promise<void> {
  await deps.db.transaction().execute(async (trx) => {
    const media = await trx
      .selectFrom('media')
      .select(['transcoded_at'])
      .where('id', '=', mediaId)
      .forUpdate()
      .executeTakeFirst()
    if (media === undefined || media.transcoded_at !== null) return
    const states = await trx
      .selectFrom('renditions')
      .select(['state', 'kind'])
      .where('media_id', '=', mediaId)
      .execute()
    const isBusy = states.some(({ state }) => state === 'queued' || state === 'running')
    // A file of which nothing could be made stays "uploaded" for good.
    if (isBusy || !states.some(({ state }) => state === 'done')) return
    await markReady(deps, trx, mediaId, states.length)
  })
}

/** From here on it is "transcoded": everything that is made of it is there, or never will be. */
export async function markReady(
  deps: Deps,
  trx: Transaction<Database>,
  mediaId: MediaId,
  renditions: number,
): Promise<void> {
  const at = deps.now()
  await trx
    .updateTable('media')
    .set({ transcoded_at: at, updated_at: at })
    .where('id', '=', mediaId)
    .execute()
  await writeMediaEvent(deps, trx, mediaId, 'asset.ready', { renditions })
}

function placesOf(db: Kysely<Database>, mediaId: MediaId) {
  return db
    .selectFrom('assets')
    .select(['id', 'account_id', 'team_id', 'project_id', 'parent_id'])
    .where('media_id', '=', mediaId)
    .where('hard_deleted_at', 'is', null)
    .orderBy('id')
}
