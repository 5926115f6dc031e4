// The asset endpoints (v2-assets.md 3). Rate limits: v2-platform.md 5, known buckets.
import { z } from 'zod'
import {
  AssetParams,
  BatchDeleteBody,
  BatchErrors,
  CreateAssetBody,
  DestinationParams,
  GetAssetQuery,
  LabelAssetBody,
  ListChildrenQuery,
  MoveAssetBody,
  UpdateAssetBody,
  VersionAssetBody,
} from '@rushes/contract/asset-requests'
import { Asset } from '@rushes/contract/assets'
import { PageQuery } from '@rushes/contract/paging'
import { ProjectParams } from '@rushes/contract/projects'
import type { Deps } from '../../deps.ts'
import type { Call } from '../../http/route.ts'
import { defineListRoute, defineRoute } from '../../http/route.ts'
import type { Route } from '../../http/route.ts'
import type { ViewContext } from './asset-view.ts'
import { batchDeleteAssets } from './batch-delete-assets.ts'
import { createAsset } from './create-asset.ts'
import { deleteAsset } from './delete-asset.ts'
import { getAsset, listAncestors } from './get-asset.ts'
import { labelAsset } from './label-asset.ts'
import { listChildren, listTrash } from './list-assets.ts'
import { moveAsset } from './move-asset.ts'
import { restoreAsset } from './restore-asset.ts'
import { unversionAsset } from './unversion-asset.ts'
import { updateAsset } from './update-asset.ts'
import { versionAsset } from './version-asset.ts'
import type { ViewCounter } from './view-counter.ts'

const READ = { calls: 5, windowMs: 1000 }
const CREATE = { calls: 5, windowMs: 1000 }
const UPDATE = { calls: 10, windowMs: 1000 }
const CHILDREN = { calls: 40, windowMs: 60_000 }

function contextOf(deps: Deps, { actor, origin }: Call<unknown, unknown, unknown>): ViewContext {
  return { callerId: actor.userId, origin, secret: deps.secret, now: deps.now() }
}

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
  answer: Asset,
  handle: (deps, call) =>
    createAsset(deps, call.actor, call.params.asset_id, call.body, contextOf(deps, call), call.requestId),
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

export const moveAssetRoute = defineRoute({
  method: 'POST',
  path: '/v2/assets/{destination_folder}/move',
  scope: 'asset.update',
  limit: UPDATE,
  params: DestinationParams,
  body: MoveAssetBody,
  answer: Asset,
  handle: (deps, call) =>
    moveAsset(
      deps,
      call.actor,
      call.params.destination_folder,
      call.body.id,
      contextOf(deps, call),
      call.requestId,
    ),
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

export const versionAssetRoute = defineRoute({
  method: 'POST',
  path: '/v2/assets/{asset_id}/version',
  scope: 'asset.update',
  limit: UPDATE,
  params: AssetParams,
  body: VersionAssetBody,
  answer: Asset,
  handle: (deps, call) =>
    versionAsset(
      deps,
      call.actor,
      call.params.asset_id,
      call.body.next_asset_id,
      contextOf(deps, call),
      call.requestId,
    ),
})

export const unversionAssetRoute = defineRoute({
  method: 'DELETE',
  path: '/v2/assets/{asset_id}/unversion',
  scope: 'asset.update',
  limit: UPDATE,
  params: AssetParams,
  answer: Asset,
  handle: (deps, call) =>
    unversionAsset(deps, call.actor, call.params.asset_id, contextOf(deps, call), call.requestId),
})

export const restoreAssetRoute = defineRoute({
  method: 'PUT',
  path: '/v2/assets/{asset_id}/restore',
  scope: 'asset.update',
  limit: UPDATE,
  params: AssetParams,
  answer: Asset,
  handle: (deps, call) =>
    restoreAsset(deps, call.actor, call.params.asset_id, contextOf(deps, call), call.requestId),
})

export const listTrashRoute = defineListRoute({
  method: 'GET',
  path: '/v2/projects/{project_id}/trash',
  scope: 'project.read',
  params: ProjectParams,
  query: PageQuery,
  list: Asset,
  handle: (deps, call) =>
    listTrash(deps, call.actor, call.params.project_id, call.query, contextOf(deps, call)),
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
