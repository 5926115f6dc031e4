// The rows of comments. The owner writes them, so whatever is the author's alone is the owner's.
import { may } from '../../apps/server/src/access/abilities.ts'
import { onAsset, onOneself } from './roles-matrix-rows.ts'
import type { ProjectScene, Row } from './roles-matrix-rows.ts'
import type { World } from './roles-world.ts'

const text = { text: 'by the matrix' }

function write(scene: ProjectScene, world: World): Promise<{ id: string }> {
  return world.owner.client.ok<{ id: string }>('POST', `/v2/assets/${scene.file.id}/comments`, { body: text })
}

const comment =
  (rest = '', body?: Record<string, unknown>) =>
  async (scene: ProjectScene, world: World) => ({
    path: `/v2/comments/${(await write(scene, world)).id}${rest}`,
    ...(body === undefined ? {} : { body }),
  })

const onlyAuthor: Parameters<typeof onAsset>[0] = (_standing, persona) => persona.name === 'owner'
const authorOrModerator: Parameters<typeof onAsset>[0] = (standing, persona) =>
  persona.name === 'owner' || may('moderate', standing)

export const commentRows: Record<string, Row> = {
  'GET /v2/assets/{asset_id}/comments': onAsset('see', (scene) => ({
    path: `/v2/assets/${scene.file.id}/comments`,
  })),
  'POST /v2/assets/{asset_id}/comments': onAsset('comment', (scene) => ({
    path: `/v2/assets/${scene.file.id}/comments`,
    body: text,
  })),
  'GET /v2/comments/{comment_id}': onAsset('see', comment()),
  'PUT /v2/comments/{comment_id}': onAsset(onlyAuthor, comment('', { text: 'changed' })),
  'POST /v2/comments/{comment_id}': onAsset(onlyAuthor, comment('', { text: 'changed' })),
  'DELETE /v2/comments/{comment_id}': onAsset(authorOrModerator, comment()),
  'POST /v2/comments/{comment_id}/complete': onAsset('comment', comment('/complete', {})),
  'DELETE /v2/comments/{comment_id}/complete': onAsset('comment', comment('/complete')),
  'POST /v2/comments/{comment_id}/like': onAsset('comment', comment('/like', {})),
  'DELETE /v2/comments/{comment_id}/like': onAsset('comment', comment('/like')),
  'GET /v2/comments/{comment_id}/impressions': onAsset('see', comment('/impressions')),
  'GET /v2/comments/{comment_id}/replies': onAsset('see', comment('/replies')),
  'POST /v2/comments/{comment_id}/replies': onAsset('comment', comment('/replies', text)),
  'POST /api/comments/{comment_id}/restore': onAsset(authorOrModerator, async (scene, world) => {
    const { id } = await write(scene, world)
    await world.owner.client.ok('DELETE', `/v2/comments/${id}`)
    return { path: `/api/comments/${id}/restore`, body: {} }
  }),
  // The two are no versions of one stack; who may not even comment is not told so.
  'POST /api/assets/{asset_id}/comments/carry': onAsset(
    'comment',
    (scene) => ({
      path: `/api/assets/${scene.file.id}/comments/carry`,
      body: { from_asset_id: scene.file.id },
    }),
    { answers: 422 },
  ),
  'POST /api/assets/{asset_id}/visit': onAsset('see', (scene) => ({
    path: `/api/assets/${scene.file.id}/visit`,
  })),
  'GET /api/assets/{asset_id}/news': onAsset('see', (scene) => ({
    path: `/api/assets/${scene.folderId}/news`,
  })),
  'DELETE /api/assets/{asset_id}/news': onAsset('see', (scene) => ({
    path: `/api/assets/${scene.folderId}/news`,
  })),
  'GET /api/me/recent_assets': onOneself(() => ({ path: '/api/me/recent_assets' })),
  'GET /api/search/comments': onOneself(() => ({ path: '/api/search/comments?q=matrix' })),
  'GET /api/assets/{asset_id}/comments/export': onAsset('see', (scene) => ({
    path: `/api/assets/${scene.file.id}/comments/export?format=csv`,
  })),
  'GET /api/assets/{asset_id}/comments/likes': onAsset('see', (scene) => ({
    path: `/api/assets/${scene.file.id}/comments/likes`,
  })),
  'POST /api/assets/{asset_id}/comments/read': onAsset('see', async (scene, world) => ({
    path: `/api/assets/${scene.file.id}/comments/read`,
    body: { comment_ids: [(await write(scene, world)).id] },
  })),
}
