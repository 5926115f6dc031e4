// The rows of assets.
import { onAsset } from './roles-matrix-rows.ts'
import type { ProjectScene, Row } from './roles-matrix-rows.ts'
import type { World } from './roles-world.ts'

const asset =
  (rest = '', body?: Record<string, unknown>) =>
  (scene: ProjectScene) => ({
    path: `/v2/assets/${scene.file.id}${rest}`,
    ...(body === undefined ? {} : { body }),
  })
const ours = (rest: string, body?: Record<string, unknown>) => (scene: ProjectScene) => ({
  path: `/api/assets/${scene.file.id}${rest}`,
  ...(body === undefined ? {} : { body }),
})
const fresh = { isFresh: true } as const

/** A stack of two; returns the upper version. */
async function stacked(scene: ProjectScene, world: World): Promise<string> {
  const { client } = world.owner
  const next = await client.createFile(scene.folderId, 'next.mov', 1)
  await client.ok('POST', `/v2/assets/${scene.file.id}/version`, { body: { next_asset_id: next.id } })
  return next.id
}

export const assetRows: Record<string, Row> = {
  'GET /v2/assets/{asset_id}': onAsset('see', asset()),
  'GET /v2/assets/{asset_id}/children': onAsset('see', (scene) => ({
    path: `/v2/assets/${scene.folderId}/children`,
  })),
  'POST /v2/assets/{asset_id}/children': onAsset('organise', (scene) => ({
    path: `/v2/assets/${scene.folderId}/children`,
    body: { type: 'folder', name: 'by the matrix' },
  })),
  'PUT /v2/assets/{asset_id}': onAsset('organise', asset('', { description: 'changed' })),
  'DELETE /v2/assets/{asset_id}': onAsset('organise', asset(), fresh),
  'DELETE /v2/batch/assets': onAsset(
    'organise',
    (scene) => ({ path: '/v2/batch/assets', body: { asset_ids: [scene.file.id] } }),
    { ...fresh, isBatch: true },
  ),
  'PUT /v2/assets/{asset_id}/restore': onAsset(
    'organise',
    async (scene, world) => {
      await world.owner.client.remove(scene.file.id)
      return { path: `/v2/assets/${scene.file.id}/restore`, body: {} }
    },
    fresh,
  ),
  'POST /v2/assets/{asset_id}/label': onAsset('organise', asset('/label', { label: 'approved' })),
  'POST /v2/assets/{destination_folder}/move': onAsset(
    'organise',
    async (scene, world) => {
      const { id } = await world.owner.client.createFile(scene.project.root_asset_id, 'moved.mov', 1)
      return { path: `/v2/assets/${scene.folderId}/move`, body: { id } }
    },
    fresh,
  ),
  'POST /v2/assets/{asset_id}/version': onAsset(
    'organise',
    async (scene, world) => {
      const next = await world.owner.client.createFile(scene.folderId, 'next.mov', 1)
      return { path: `/v2/assets/${scene.file.id}/version`, body: { next_asset_id: next.id } }
    },
    fresh,
  ),
  'DELETE /v2/assets/{asset_id}/unversion': onAsset(
    'organise',
    async (scene, world) => ({ path: `/v2/assets/${await stacked(scene, world)}/unversion` }),
    fresh,
  ),
  'GET /api/assets/{asset_id}/ancestors': onAsset('see', ours('/ancestors')),
  'GET /api/assets/{asset_id}/upload': onAsset('organise', ours('/upload')),
  'DELETE /api/assets/{asset_id}/upload': onAsset('organise', ours('/upload'), fresh),
  'GET /api/assets/{asset_id}/pipeline': onAsset('see', ours('/pipeline')),
  'POST /api/assets/{asset_id}/pipeline/retry': onAsset('organise', ours('/pipeline/retry', {}), {
    answers: 409,
  }),
}
