// A comment as it leaves the server (v2-platform.md 8.5, appendix B). Every key is always there but `replies`.
import type { Comment } from '@rushes/contract/comments'
import type { CommentRow } from '../../db/comment-rows.ts'
import { userView } from '../../views/user-view.ts'
import { countingRate } from './counting-rate.ts'

/** The captured default of comments that say nothing of it, in degrees. */
const DEFAULT_FOV = 65

export function commentView(row: CommentRow, origin: string): Comment {
  return {
    _type: 'comment',
    id: row.id,
    asset_id: row.asset_id,
    target_asset_id: null,
    parent_id: row.parent_id,
    review_link_id: null,
    owner_id: row.owner_id,
    owner: userView(row, origin),
    anonymous_user_id: null,
    anonymous_user: null,
    text: row.text,
    text_edited_at: row.text_edited_at,
    timestamp: row.timestamp,
    timestamp_microseconds: microsecondsOf(row),
    // The picture that stands at a fractional position.
    frame: row.timestamp === null ? null : Math.floor(row.timestamp),
    duration: row.duration,
    page: row.page,
    annotation: row.annotation,
    aspect_ratio:
      row.m_width === null || row.m_height === null || row.m_height === 0
        ? null
        : Math.round((row.m_width / row.m_height) * 1e6) / 1e6,
    thumb: null,
    fov: row.fov ?? DEFAULT_FOV,
    pitch: row.pitch,
    yaw: row.yaw,
    private: row.private,
    completed: row.completed_at !== null,
    completed_at: row.completed_at,
    completer_id: row.completer_id,
    has_replies: row.reply_count > 0,
    like_count: row.like_count,
    read_count: row.read_count,
    comment_entities: row.mentions,
    device_channel_input_id: null,
    deleted_at: row.deleted_at,
    inserted_at: row.inserted_at,
    updated_at: row.updated_at,
  }
}

/** Null while it is not known what the place is counted in. */
function microsecondsOf(row: CommentRow): number | null {
  const rate = countingRate(row)
  if (row.timestamp === null || rate === null) return null
  return Math.round((row.timestamp * rate.den * 1e6) / rate.num)
}
