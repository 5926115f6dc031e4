// Our page beside /v2: what the media engine is doing with an asset, trying again what failed, stopping it; and all it has
// to do for an account.
import { AssetParams } from '@rushes/contract/asset-requests'
import type { AssetId, MediaId } from '@rushes/contract/ids'
import { Pipeline } from '@rushes/contract/pipeline'
import type { CutShort, RenditionState } from '@rushes/contract/pipeline'
import { ListProcessingQuery, ProcessingEntry } from '@rushes/contract/processing'
import { AccountParams } from '@rushes/contract/teams'
import { MediaProbe } from '@rushes/media/media-probe'
import type { Actor } from '../../access/actor.ts'
import { requireAsset } from '../../access/require-asset.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { defineListRoute, defineRoute } from '../../http/route.ts'
import { wireTime } from '../../views/wire-time.ts'
import { arrivingMedia } from './arriving-media.ts'
import { retryProcessing, stopProcessing } from './change-pipeline.ts'
import { estimateOf } from './estimate.ts'
import { listProcessing } from './list-processing.ts'
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
    await retryProcessing(deps, mediaId)
    return pipelineOf(deps, params.asset_id, mediaId)
  },
})

export const stopPipelineRoute = defineRoute({
  method: 'POST',
  path: '/api/assets/{asset_id}/pipeline/stop',
  scope: 'asset.update',
  params: AssetParams,
  answer: Pipeline,
  handle: async (deps, { actor, params }) => {
    const mediaId = await requireMedia(deps, actor, params.asset_id, 'organise')
    await stopProcessing(deps, mediaId)
    return pipelineOf(deps, params.asset_id, mediaId)
  },
})

export const listProcessingRoute = defineListRoute({
  method: 'GET',
  path: '/api/accounts/{account_id}/processing',
  scope: 'account.read',
  params: AccountParams,
  query: ListProcessingQuery,
  list: ProcessingEntry,
  handle: async (deps, { actor, params, query }) => listProcessing(deps, actor, params.account_id, query),
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
    cut_short: cutShortOf(media.probe),
    renditions: renditions.map((rendition) => ({
      ...rendition,
      ends_at: endOf(rendition, deps.now()),
    })),
    arriving: await arrivingMedia(deps, media),
  }
}

function cutShortOf(probe: unknown): CutShort | null {
  const found = probe === null ? null : MediaProbe.parse(probe)
  if (found?.kind !== 'video' && found?.kind !== 'audio') return null
  const { durationSeconds: arrived, statedSeconds: stated } = found
  return stated === null ? null : { arrived, stated }
}

function endOf(
  { state, progress, started_at: startedAt }: Omit<RenditionState, 'ends_at'>,
  now: Date,
): string | null {
  if (state !== 'running') return null
  const { endsAt } = estimateOf({ progress, startedAt, durationSeconds: null }, now)
  return endsAt === null ? null : wireTime(endsAt)
}

function isOver(state: string): boolean {
  return state === 'done' || state === 'failed' || state === 'skipped'
}
