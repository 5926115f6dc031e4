// Our page beside /v2: what the media engine is doing with an asset, and trying again what failed.
import { AssetParams } from '@rushes/contract/asset-requests'
import type { AssetId, MediaId } from '@rushes/contract/ids'
import { Pipeline } from '@rushes/contract/pipeline'
import type { Actor } from '../../access/actor.ts'
import { requireAsset } from '../../access/require-asset.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { defineRoute } from '../../http/route.ts'
import { readMedia } from './media-rows.ts'

export const getPipelineRoute = defineRoute({
  method: 'GET',
  path: '/api/assets/{asset_id}/pipeline',
  scope: 'asset.read',
  params: AssetParams,
  answer: Pipeline,
  handle: async (deps, { actor, params }) =>
    pipelineOf(deps, params.asset_id, await requireMedia(deps, actor, params.asset_id, 'see')),
})

export const retryPipelineRoute = defineRoute({
  method: 'POST',
  path: '/api/assets/{asset_id}/pipeline/retry',
  scope: 'asset.update',
  params: AssetParams,
  answer: Pipeline,
  handle: async (deps, { actor, params }) => {
    const mediaId = await requireMedia(deps, actor, params.asset_id, 'organise')
    await retry(deps, mediaId)
    return pipelineOf(deps, params.asset_id, mediaId)
  },
})

async function requireMedia(
  deps: Deps,
  actor: Actor,
  id: AssetId,
  ability: 'see' | 'organise',
): Promise<MediaId> {
  const asset = await requireAsset(deps, actor, id, ability)
  if (asset.media_id === null) throw errors.notFound('file')
  return asset.media_id
}

async function pipelineOf(deps: Deps, assetId: AssetId, mediaId: MediaId): Promise<Pipeline> {
  const media = await readMedia(deps.db, mediaId)
  if (media === undefined) throw errors.notFound('file')
  const renditions = await deps.db
    .selectFrom('renditions')
    .select(['kind', 'state', 'progress', 'reason', 'started_at', 'finished_at'])
    .where('media_id', '=', mediaId)
    .orderBy('kind')
    .execute()
  const progress =
    renditions.length === 0
      ? 0
      : renditions.reduce((sum, { state, progress: part }) => sum + (isOver(state) ? 1 : part), 0) /
        renditions.length
  return {
    asset_id: assetId,
    received_at: media.upload_completed_at,
    probed_at: media.probed_at,
    first_picture_at: media.first_picture_at,
    playable_at: media.playable_at,
    finished_at: media.transcoded_at,
    progress,
    failure: media.failure,
    renditions,
  }
}

function isOver(state: string): boolean {
  return state === 'done' || state === 'failed' || state === 'skipped'
}

/** What failed is queued again; a file that could not even be read is looked at anew. */
async function retry(deps: Deps, mediaId: MediaId): Promise<void> {
  await deps.db.transaction().execute(async (trx) => {
    const media = await trx
      .selectFrom('media')
      .selectAll()
      .where('id', '=', mediaId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    if (media.state !== 'complete')
      throw errors.conflict('The file has not arrived completely, so there is nothing to make again.')
    if (media.probe === null) {
      await trx
        .updateTable('media')
        .set({ probed_at: null, failure: null })
        .where('id', '=', mediaId)
        .execute()
      await trx
        .deleteFrom('renditions')
        .where('media_id', '=', mediaId)
        .where('state', '=', 'failed')
        .execute()
    } else {
      const reset = {
        state: 'queued' as const,
        progress: 0,
        reason: null,
        started_at: null,
        finished_at: null,
      }
      await trx
        .updateTable('renditions')
        .set(reset)
        .where('media_id', '=', mediaId)
        .where('state', '=', 'failed')
        .execute()
      await trx.updateTable('media').set({ transcoded_at: null }).where('id', '=', mediaId).execute()
      await deps.queue.enqueue(trx, 'media.encode', { mediaId }, { key: `media.encode:${mediaId}` })
    }
    await deps.queue.enqueue(trx, 'media.analyse', { mediaId }, { key: `media.analyse:${mediaId}` })
  })
}
