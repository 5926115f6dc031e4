// The rows of assets.
import { inAccount, onAsset } from './roles-matrix-rows.ts'
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

/** Whoever may know of the account may search in it, and finds what they may see. */
const searchRows = Object.fromEntries(
  ['library', 'assets'].flatMap((kind): [string, Row][] => [
    [
      `GET /v2/search/${kind}`,
      inAccount('see', (id) => ({ path: `/v2/search/${kind}?account_id=${id}&q=file` })),
    ],
    [
      `POST /v2/search/${kind}`,
      inAccount('see', (id) => ({ path: `/v2/search/${kind}`, body: { account_id: id, q: 'file' } })),
    ],
  ]),
)

export const assetRows: Record<string, Row> = {
  ...searchRows,
  'GET /v2/assets/{asset_id}': onAsset('see', asset()),
  'GET /v2/assets/{asset_id}/children': onAsset('see', (scene) => ({
    path: `/v2/assets/${scene.folderId}/children`,
  })),
  'POST /v2/assets/{asset_id}/children': onAsset('organise', (scene) => ({
    path: `/v2/assets/${scene.folderId}/children`,
    body: { type: 'folder', name: 'by the matrix' },
  })),
  'POST /v2/assets/{asset_id}/realtime_upload/parts': onAsset(
    'organise',
    asset('/realtime_upload/parts', {}),
    { answers: 400 },
  ),
  // Its bytes have not arrived.
  'GET /api/assets/{asset_id}/frame': onAsset('download', ours('/frame?number=0'), { answers: 422 }),
  'POST /api/zips': onAsset('download', (scene) => ({
    path: '/api/zips',
    body: { asset_ids: [scene.folderId] },
  })),
  'GET /v2/assets/{asset_id}/audio': onAsset('see', asset('/audio')),
  'GET /v2/assets/{asset_id}/subtitles': onAsset('see', asset('/subtitles')),
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
  'POST /v2/assets/{destination_folder}/copy': onAsset('organise', async (scene, world) => {
    const { id } = await world.owner.client.createFile(scene.project.root_asset_id, 'copied.mov', 1)
    return { path: `/v2/assets/${scene.folderId}/copy`, body: { id } }
  }),
  'POST /v2/batch/assets/{destination_id}/copy': onAsset('organise', async (scene, world) => {
    const { id } = await world.owner.client.createFile(scene.project.root_asset_id, 'copied.mov', 1)
    return { path: `/v2/batch/assets/${scene.folderId}/copy`, body: { batch: [{ id }] } }
  }),
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
  'DELETE /api/assets/{asset_id}/versions': onAsset(
    'organise',
    async (scene, world) => {
      const { parent_id: stackId } = await world.owner.client.asset(await stacked(scene, world))
      return { path: `/api/assets/${stackId ?? ''}/versions` }
    },
    fresh,
  ),
  'DELETE /api/assets/{asset_id}': onAsset(
    'moderate',
    async (scene, world) => {
      await world.owner.client.remove(scene.file.id)
      return { path: `/api/assets/${scene.file.id}` }
    },
    fresh,
  ),
  'GET /api/assets/{asset_id}/ancestors': onAsset('see', ours('/ancestors')),
  'GET /api/assets/{asset_id}/upload': onAsset('organise', ours('/upload')),
  'DELETE /api/assets/{asset_id}/upload': onAsset('organise', ours('/upload'), fresh),
  'GET /api/assets/{asset_id}/pipeline': onAsset('see', ours('/pipeline')),
  'POST /api/assets/{asset_id}/pipeline/retry': onAsset('organise', ours('/pipeline/retry', {}), {
    answers: 409,
  }),
  'POST /api/assets/{asset_id}/pipeline/stop': onAsset('organise', ours('/pipeline/stop', {})),
}
