import type { Comment } from '@rushes/contract/comments'
import type { User } from '@rushes/contract/users'

/** Ids of comments that are on their way; the server's are UUIDs. */
const PENDING_PREFIX = 'pending-'

/** A comment as it is shown until the server has answered. */
export function pendingComment(
  assetId: string,
  owner: User,
  body: {
    text: string
    timestamp: number | null
    duration: number | null
    page: number | null
    annotation: string | null
    private?: boolean
    fov?: number
    pitch?: number
    yaw?: number
  },
): Comment {
  const now = new Date().toISOString()
  return {
    _type: 'comment',
    id: PENDING_PREFIX + String(performance.now()),
    asset_id: assetId,
    target_asset_id: null,
    parent_id: null,
    review_link_id: null,
    owner_id: owner.id,
    owner,
    anonymous_user_id: null,
    anonymous_user: null,
    text: body.text,
    text_edited_at: null,
    timestamp: body.timestamp,
    timestamp_microseconds: null,
    frame: body.timestamp,
    duration: body.duration,
    page: body.page,
    annotation: body.annotation,
    aspect_ratio: null,
    thumb: null,
    fov: body.fov ?? 65,
    pitch: body.pitch ?? null,
    yaw: body.yaw ?? null,
    private: body.private ?? null,
    completed: false,
    completed_at: null,
    completer_id: null,
    has_replies: false,
    like_count: 0,
    read_count: 0,
    comment_entities: [],
    device_channel_input_id: null,
    deleted_at: null,
    inserted_at: now,
    updated_at: now,
  }
}

export function isPending({ id }: Comment): boolean {
  return id.startsWith(PENDING_PREFIX)
}
