// The keys of a Comment that tests speak of by name (v2-platform.md 8.5), and all of them.
export interface Comment {
  _type: string
  id: string
  asset_id: string
  parent_id: string | null
  owner_id: string
  owner: { id: string; email: string; name: string }
  text: string
  text_edited_at: string | null
  timestamp: number | null
  timestamp_microseconds: number | null
  frame: number | null
  duration: number | null
  page: number | null
  annotation: string | null
  aspect_ratio: number | null
  private: boolean | null
  completed: boolean
  completed_at: string | null
  completer_id: string | null
  has_replies: boolean
  replies?: Comment[]
  like_count: number
  read_count: number
  comment_entities: { start_index: number; end_index: number; text: string; user_id: string }[]
  deleted_at: string | null
  inserted_at: string
  updated_at: string
}

/** As captured; `replies` only where they were asked for. */
export const commentKeys = [
  ...['_type', 'id', 'asset_id', 'target_asset_id', 'parent_id', 'review_link_id', 'owner_id', 'owner'],
  ...['anonymous_user_id', 'anonymous_user', 'text', 'text_edited_at', 'timestamp', 'timestamp_microseconds'],
  ...['frame', 'duration', 'page', 'annotation', 'aspect_ratio', 'thumb', 'fov', 'pitch', 'yaw', 'private'],
  ...['completed', 'completed_at', 'completer_id', 'has_replies', 'like_count', 'read_count'],
  ...['comment_entities', 'device_channel_input_id', 'deleted_at', 'inserted_at', 'updated_at'],
]
