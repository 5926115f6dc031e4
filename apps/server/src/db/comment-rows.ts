// The one way a comment is read: the row with its author, the picture it is about, and the caller's roles.
import type { CommentEntity } from '@rushes/contract/comments'
import type { AccountId, AssetId, CommentId, ProjectId, TeamId, UserId } from '@rushes/contract/ids'
import { CLIMB } from './asset-rows.ts'
import { STANDING_COLUMNS } from './standing-columns.ts'
import type { StandingColumns } from './standing-columns.ts'
import { USER_COLUMNS } from './user-rows.ts'
import type { UserColumns } from './user-rows.ts'

export interface CommentRow extends UserColumns, StandingColumns {
  id: CommentId
  asset_id: AssetId
  parent_id: CommentId | null
  owner_id: UserId
  text: string
  text_edited_at: string | null
  timestamp: number | null
  duration: number | null
  annotation: string | null
  page: number | null
  pitch: number | null
  yaw: number | null
  fov: number | null
  private: boolean | null
  team_only: boolean
  mentions: CommentEntity[]
  completed_at: string | null
  completer_id: UserId | null
  reply_count: number
  like_count: number
  read_count: number
  inserted_at: string
  updated_at: string
  deleted_at: string | null
  deleted_with: CommentId | null
  /** Where the asset lies: what an event about the comment says. */
  account_id: AccountId
  team_id: TeamId
  project_id: ProjectId
  asset_parent_id: AssetId | null
  m_asset_type: 'document' | 'image' | 'stream' | null
  m_frame_rate_num: number | null
  m_frame_rate_den: number | null
  m_width: number | null
  m_height: number | null
}

/** $1 is always the caller's user id. */
const COLUMNS = `
  c.id, c.asset_id, c.parent_id, c.owner_id, c.text, c.text_edited_at, c.timestamp, c.duration, c.annotation, c.page,
  c.pitch, c.yaw, c.fov, c.private, c.team_only, c.mentions, c.completed_at, c.completer_id, c.reply_count,
  c.like_count, c.read_count, c.inserted_at, c.updated_at, c.deleted_at, c.deleted_with,
  a.account_id, p.team_id, p.id as project_id, a.parent_id as asset_parent_id,
  m.asset_type as m_asset_type, m.frame_rate_num as m_frame_rate_num, m.frame_rate_den as m_frame_rate_den,
  m.width as m_width, m.height as m_height,
  ${USER_COLUMNS}, ${STANDING_COLUMNS}`

/** `projectId` is SQL: where the project of the asset is to be found. */
const sourceIn = (projectId: string) => `
  join projects p on p.id = ${projectId}
  join users u on u.id = c.owner_id
  left join media m on m.id = a.media_id`

/** SQL of a list of comments on assets of one project ($2); `rest` starts after the joins and may use $3 and up. */
export function selectComments(rest: string): string {
  return `select ${COLUMNS} from comments c join assets a on a.id = c.asset_id ${sourceIn('$2')} ${rest}`
}

/** What one comment is asked for besides its columns. */
export interface CommentPlaceColumns {
  /** Its asset is deleted, or something above it is. */
  is_hidden: boolean
  is_in_private: boolean
  asset_is_gone: boolean
  /** The caller has opened it before. */
  is_read: boolean
}

/** One comment by id ($2), hidden or not. */
export const SELECT_COMMENT_BY_ID = `select ${COLUMNS}, p.deleted_at is not null or above.is_deleted as is_hidden,
    above.is_private as is_in_private, a.hard_deleted_at is not null as asset_is_gone,
    exists (select 1 from comment_impressions i where i.comment_id = c.id and i.type = 'read' and i.user_id = $1) as is_read
  from comments c join assets a on a.id = c.asset_id ${CLIMB} ${sourceIn('above.project_id')} where c.id = $2`
