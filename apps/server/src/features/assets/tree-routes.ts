// The endpoints that change where assets lie (v2-assets.md 3 and 5): move, copy, stacks, the trash.
import { z } from 'zod'
import {
  AssetParams,
  BatchCopyBody,
  BatchDestinationParams,
  BatchErrors,
  CopyAssetBody,
  DestinationParams,
  MoveAssetBody,
  VersionAssetBody,
} from '@rushes/contract/asset-requests'
import { Asset } from '@rushes/contract/assets'
import { PageQuery } from '@rushes/contract/paging'
import { ProjectParams } from '@rushes/contract/projects'
import { defineListRoute, defineRoute } from '../../http/route.ts'
import { batchCopyAssets } from './batch-copy-assets.ts'
import { contextOf } from './call-context.ts'
import { copyAsset } from './copy-asset.ts'
import { deleteAsset } from './delete-asset.ts'
import { listTrash } from './list-assets.ts'
import { moveAsset } from './move-asset.ts'
import { purgeAsset } from './purge-asset.ts'
import { restoreAsset } from './restore-asset.ts'
import { unversionAsset } from './unversion-asset.ts'
import { versionAsset } from './version-asset.ts'

/** `success` maps the id of each source to its copy (v2-assets.md 12). */
const BatchCopied = BatchErrors.extend({ success: z.record(z.string(), Asset) })

const UPDATE = { calls: 10, windowMs: 1000 }

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

export const copyAssetRoute = defineRoute({
  method: 'POST',
  path: '/v2/assets/{destination_folder}/copy',
  scope: 'asset.create',
  limit: UPDATE,
  params: DestinationParams,
  body: CopyAssetBody,
  answer: Asset,
  handle: (deps, call) =>
    copyAsset(
      deps,
      call.actor,
      call.params.destination_folder,
      call.body.id,
      contextOf(deps, call),
      call.requestId,
    ),
})

export const batchCopyAssetsRoute = defineRoute({
  method: 'POST',
  path: '/v2/batch/assets/{destination_id}/copy',
  scope: 'asset.create',
  params: BatchDestinationParams,
  body: BatchCopyBody,
  answer: BatchCopied,
  handle: (deps, call) =>
    batchCopyAssets(
      deps,
      call.actor,
      call.params.destination_id,
      call.body,
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

/** Ours, beside /v2: a stack with all its versions as one deletion; DELETE of /v2 leaves the versions in the folder. */
export const deleteStackRoute = defineRoute({
  method: 'DELETE',
  path: '/api/assets/{asset_id}/versions',
  scope: 'asset.delete',
  limit: UPDATE,
  params: AssetParams,
  answer: Asset,
  handle: (deps, call) =>
    deleteAsset(deps, call.actor, call.params.asset_id, contextOf(deps, call), call.requestId, {
      withVersions: true,
    }),
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

/** Ours, beside /v2: removes for good what lies in the trash. */
export const purgeAssetRoute = defineRoute({
  method: 'DELETE',
  path: '/api/assets/{asset_id}',
  scope: 'asset.delete',
  limit: UPDATE,
  params: AssetParams,
  answer: z.object({ asset_id: z.string() }),
  handle: async (deps, call) => {
    await purgeAsset(deps, call.actor, call.params.asset_id, call.requestId)
    return { asset_id: call.params.asset_id }
  },
})
