// The endpoints of one asset and of what a folder holds (v2-assets.md 3). Rate limits: v2-platform.md 5, known buckets.
import { z } from 'zod'
import {
  AssetParams,
  BatchDeleteBody,
  BatchErrors,
  CreateAssetBody,
  GetAssetQuery,
  LabelAssetBody,
  ListChildrenQuery,
  RealtimeAsset,
  UpdateAssetBody,
} from '@rushes/contract/asset-requests'
import { AssetAudio, AssetSubtitles } from '@rushes/contract/asset-tracks'
import { Asset } from '@rushes/contract/assets'
import { RealtimeUploadUrls } from '@rushes/contract/realtime-upload'
import { defineListRoute, defineRoute } from '../../http/route.ts'
import type { Route } from '../../http/route.ts'
import { getAudio, getSubtitles } from './asset-tracks.ts'
import { batchDeleteAssets } from './batch-delete-assets.ts'
import { contextOf } from './call-context.ts'
import { createAsset, refuseRealtimeForm } from './create-asset.ts'
import { deleteAsset } from './delete-asset.ts'
import { getAsset, listAncestors } from './get-asset.ts'
import { labelAsset } from './label-asset.ts'
import { listChildren } from './list-assets.ts'
import { registerRealtimeParts } from './realtime-parts.ts'
import { updateAsset } from './update-asset.ts'
import type { ViewCounter } from './view-counter.ts'

const READ = { calls: 5, windowMs: 1000 }
const CREATE = { calls: 5, windowMs: 1000 }
const UPDATE = { calls: 10, windowMs: 1000 }
const CHILDREN = { calls: 40, windowMs: 60_000 }

export const getAssetRoute = (views: ViewCounter): Route =>
  defineRoute({
    method: 'GET',
    path: '/v2/assets/{asset_id}',
    scope: 'asset.read',
    limit: READ,
    params: AssetParams,
    query: GetAssetQuery,
    answer: Asset,
    handle: (deps, call) =>
      getAsset(deps, views, call.actor, call.params.asset_id, call.query, contextOf(deps, call)),
  })

export const listChildrenRoute = defineListRoute({
  method: 'GET',
  path: '/v2/assets/{asset_id}/children',
  scope: 'asset.read',
  limit: CHILDREN,
  params: AssetParams,
  query: ListChildrenQuery,
  list: Asset,
  handle: (deps, call) =>
    listChildren(deps, call.actor, call.params.asset_id, call.query, contextOf(deps, call)),
})

export const createAssetRoute = defineRoute({
  method: 'POST',
  path: '/v2/assets/{asset_id}/children',
  scope: 'asset.create',
  limit: CREATE,
  params: AssetParams,
  body: CreateAssetBody,
  answer: { usual: Asset, of: (made: Asset | RealtimeAsset) => ('_type' in made ? Asset : RealtimeAsset) },
  handle: (deps, call) => {
    refuseRealtimeForm(call.body, call.request.headers['content-type'])
    return createAsset(
      deps,
      call.actor,
      call.params.asset_id,
      call.body,
      contextOf(deps, call),
      call.requestId,
    )
  },
})

export const updateAssetRoute = defineRoute({
  method: 'PUT',
  path: '/v2/assets/{asset_id}',
  scope: 'asset.update',
  limit: UPDATE,
  params: AssetParams,
  body: UpdateAssetBody,
  answer: Asset,
  handle: (deps, call) =>
    updateAsset(deps, call.actor, call.params.asset_id, call.body, contextOf(deps, call), call.requestId),
})

export const deleteAssetRoute = defineRoute({
  method: 'DELETE',
  path: '/v2/assets/{asset_id}',
  scope: 'asset.delete',
  limit: UPDATE,
  params: AssetParams,
  answer: Asset,
  handle: (deps, call) =>
    deleteAsset(deps, call.actor, call.params.asset_id, contextOf(deps, call), call.requestId),
})

export const batchDeleteAssetsRoute = defineRoute({
  method: 'DELETE',
  path: '/v2/batch/assets',
  scope: 'asset.delete',
  // The body of a DELETE is read as its query (http/route.ts).
  query: BatchDeleteBody,
  answer: BatchErrors,
  handle: (deps, call) =>
    batchDeleteAssets(deps, call.actor, call.query.asset_ids, contextOf(deps, call), call.requestId),
})

export const labelAssetRoute = defineRoute({
  method: 'POST',
  path: '/v2/assets/{asset_id}/label',
  scope: 'asset.update',
  limit: UPDATE,
  params: AssetParams,
  body: LabelAssetBody,
  answer: Asset,
  handle: (deps, call) =>
    labelAsset(
      deps,
      call.actor,
      call.params.asset_id,
      call.body.label,
      contextOf(deps, call),
      call.requestId,
    ),
})

export const registerRealtimePartsRoute = defineRoute({
  method: 'POST',
  path: '/v2/assets/{asset_id}/realtime_upload/parts',
  scope: 'asset.create',
  params: AssetParams,
  // Checked by the use-case, which answers 400.
  body: z.unknown(),
  answer: RealtimeUploadUrls,
  handle: (deps, call) => registerRealtimeParts(deps, call.actor, call.params.asset_id, call.body, call),
})

/** Ours, beside /v2: the folders above an asset, from the root down. */
export const listAncestorsRoute = defineRoute({
  method: 'GET',
  path: '/api/assets/{asset_id}/ancestors',
  scope: 'asset.read',
  params: AssetParams,
  answer: z.array(z.object({ id: z.string(), name: z.string(), type: z.string() })),
  handle: (deps, call) => listAncestors(deps, call.actor, call.params.asset_id),
})
/** Sound of an asset (v2-assets.md 3.10). */
export const getAudioRoute = defineRoute({
  method: 'GET',
  path: '/v2/assets/{asset_id}/audio',
  scope: 'asset.read',
  limit: READ,
  params: AssetParams,
  answer: AssetAudio,
  handle: (deps, call) => getAudio(deps, call.actor, call.params.asset_id, contextOf(deps, call)),
})

export const getSubtitlesRoute = defineRoute({
  method: 'GET',
  path: '/v2/assets/{asset_id}/subtitles',
  scope: 'asset.read',
  limit: READ,
  params: AssetParams,
  answer: AssetSubtitles,
  handle: (deps, call) => getSubtitles(deps, call.actor, call.params.asset_id, contextOf(deps, call)),
})
