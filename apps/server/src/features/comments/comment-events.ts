// What the event log says of a comment (v2-platform.md 9.2).
import type { Transaction } from 'kysely'
import type { AssetPlace, NewEvent } from '../../db/events.ts'
import { writeEvent } from '../../db/events.ts'
import type { CommentId } from '@rushes/contract/ids'
import type { CommentRow } from '../../db/comment-rows.ts'
import type { Database } from '../../db/schema.ts'

/** One event about a comment on `asset`. */
export async function writeCommentEvent(
  trx: Transaction<Database>,
  asset: AssetPlace,
  commentId: CommentId,
  event: Pick<NewEvent, 'id' | 'type' | 'at' | 'actorId' | 'before' | 'after' | 'requestId'>,
): Promise<void> {
  await writeEvent(trx, {
    ...event,
    accountId: asset.account_id,
    teamId: asset.team_id,
    projectId: asset.project_id,
    assetId: asset.id,
    parentId: asset.parent_id,
    resource: { type: 'comment', id: commentId },
  })
}

/** The asset a comment is on, from the comment's own row. */
export function placeOf(row: CommentRow): AssetPlace {
  return {
    id: row.asset_id,
    account_id: row.account_id,
    team_id: row.team_id,
    project_id: row.project_id,
    parent_id: row.asset_parent_id,
  }
}
