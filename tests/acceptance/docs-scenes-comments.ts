// The calls about comments that stand as examples in the reference: one thread, from the first word to its deletion.
import type { Stage } from './docs-stage.ts'

export async function playComments({ play }: Stage, asset_id: string): Promise<void> {
  const comment = await play<{ id: string }>(
    'POST /v2/assets/{asset_id}/comments',
    { asset_id },
    { text: 'Call is at six.', timestamp: 48 },
  )
  const ofComment = { comment_id: comment.id }
  await play('GET /v2/assets/{asset_id}/comments', { asset_id })
  await play('POST /api/assets/{asset_id}/visit', { asset_id })
  await play('GET /api/me/recent_assets', {}, undefined, '?page_size=1')
  await play('GET /api/search/comments', {}, undefined, '?q=call+six')
  await play('GET /v2/comments/{comment_id}', ofComment)
  await play('PUT /v2/comments/{comment_id}', ofComment, { text: 'Call is at half past six.' })
  await play('POST /v2/comments/{comment_id}', ofComment, { text: 'Call is at seven.' })
  await play('POST /v2/comments/{comment_id}/replies', ofComment, { text: 'Thank you.' })
  await play('GET /v2/comments/{comment_id}/replies', ofComment)
  await play(
    'GET /api/assets/{asset_id}/comments/export',
    { asset_id },
    undefined,
    '?format=text&filter=open',
  )
  await play('POST /v2/comments/{comment_id}/like', ofComment)
  await play('GET /api/assets/{asset_id}/comments/likes', { asset_id })
  await play('DELETE /v2/comments/{comment_id}/like', ofComment)
  await play('POST /api/assets/{asset_id}/comments/read', { asset_id }, { comment_ids: [comment.id] })
  await play('GET /v2/comments/{comment_id}/impressions', ofComment)
  await play('POST /v2/comments/{comment_id}/complete', ofComment)
  await play('DELETE /v2/comments/{comment_id}/complete', ofComment)
  await play('DELETE /v2/comments/{comment_id}', ofComment)
  await play('POST /api/comments/{comment_id}/restore', ofComment)
}
