// The one way an asset is read: the row with its media, renditions, creator, and the caller's roles, in one statement.
// Everything above this line of the program sees only `AssetRow`.
import type { AccountId, AssetId, MediaId, ProjectId, TeamId, UserId } from '@rushes/contract/ids'
import type { AssetType, Label } from '@rushes/contract/assets'
import type { MediaState, RenditionStateName } from './schema.ts'
import { STANDING_COLUMNS } from './standing-columns.ts'
import type { StandingColumns } from './standing-columns.ts'
import { USER_COLUMNS } from './user-rows.ts'
import type { UserColumns } from './user-rows.ts'

export interface RenditionRow {
  kind: string
  state: RenditionStateName
  progress: number
  reason: string | null
  /** A watermark lies over it. */
  is_marked: boolean
  width: number | null
  height: number | null
  size_bytes: number | null
  /** Seconds from start to finish. */
  encode_time: number | null
}

export interface MediaColumns {
  m_state: MediaState | null
  m_size_bytes: number | null
  m_blob_key: string | null
  m_xx_hash: string | null
  m_upload_completed_at: string | null
  m_upload_failed_at: string | null
  m_probe: unknown
  m_asset_type: 'document' | 'image' | 'stream' | null
  m_frame_rate_num: number | null
  m_frame_rate_den: number | null
  m_frames: number | null
  m_duration_seconds: number | null
  m_width: number | null
  m_height: number | null
  m_timecode: string | null
  m_is_360: boolean | null
  m_is_hdr: boolean | null
  m_is_original_player_compatible: boolean | null
  m_transcoded_at: string | null
  m_source_url: string | null
  /** Of a real-time upload: how many bytes have arrived, and how many of them can be read, from the first on. */
  m_realtime: { received_bytes: number; readable_bytes: number } | null
}

export interface AssetRow extends UserColumns, MediaColumns, StandingColumns {
  id: AssetId
  type: AssetType
  account_id: AccountId
  team_id: TeamId
  project_id: ProjectId
  parent_id: AssetId | null
  creator_id: UserId
  /** A stack shows the media of its newest version (v2-assets.md 4.1). */
  media_id: MediaId | null
  name: string
  description: string | null
  label: Label
  properties: Record<string, unknown> | null
  index: number
  private: boolean
  copy: boolean
  filetype: string | null
  item_count: number
  public_item_count: number
  /** A stack shows those of its newest version, where they are written. */
  comment_count: number
  /** Without the team-only ones. */
  public_comment_count: number
  view_count: number
  cover_asset_id: AssetId | null
  autoversion_id: AssetId | null
  inserted_at: string
  updated_at: string
  deleted_at: string | null
  hard_deleted_at: string | null
  deletion_id: string | null
  renditions: RenditionRow[] | null
}

/** $1 is always the caller's user id. */
const COLUMNS = `
  a.id, a.type, a.account_id, p.team_id, p.id as project_id, a.parent_id, a.creator_id, coalesce(a.media_id, cover.media_id) as media_id, a.name, a.description,
  a.label, a.properties, a.index, a.private, a.copy, a.filetype, a.item_count, a.public_item_count,
  coalesce(cover.comment_count, a.comment_count) as comment_count,
  coalesce(cover.public_comment_count, a.public_comment_count) as public_comment_count,
  a.view_count, a.cover_asset_id, a.autoversion_id, a.inserted_at, a.updated_at, a.deleted_at, a.hard_deleted_at,
  a.deletion_id,
  m.state as m_state, m.size_bytes as m_size_bytes, m.blob_key as m_blob_key, m.xx_hash as m_xx_hash,
  m.upload_completed_at as m_upload_completed_at, m.upload_failed_at as m_upload_failed_at, m.probe as m_probe,
  m.asset_type as m_asset_type, m.frame_rate_num as m_frame_rate_num, m.frame_rate_den as m_frame_rate_den,
  m.frames as m_frames, m.duration_seconds as m_duration_seconds, m.width as m_width, m.height as m_height,
  m.timecode as m_timecode, m.is_360 as m_is_360, m.is_hdr as m_is_hdr,
  m.is_original_player_compatible as m_is_original_player_compatible, m.transcoded_at as m_transcoded_at,
  upload.source_url as m_source_url,
  case when upload.is_realtime then case when m.state = 'arriving'
    then (select json_build_object('received_bytes', coalesce(sum(part.size_bytes), 0),
        'readable_bytes', coalesce(sum(part.size_bytes) filter (where part.number = part.rank), 0))
      from (select size_bytes, number, row_number() over (order by number) as rank
        from upload_parts where media_id = m.id) part)
    else json_build_object('received_bytes', m.size_bytes, 'readable_bytes', m.size_bytes) end
  end as m_realtime,
  ${USER_COLUMNS},
  (select json_agg(json_build_object('kind', r.kind, 'state', r.state, 'progress', r.progress, 'reason', r.reason,
     'is_marked', coalesce((r.details ->> 'is_marked')::boolean, false), 'width', r.width, 'height', r.height, 'size_bytes', r.size_bytes,
     'encode_time', extract(epoch from r.finished_at - r.started_at)) order by r.kind)
   from renditions r where r.media_id = m.id) as renditions,
  ${STANDING_COLUMNS}`

/** `projectId` is SQL: where the project of each asset is to be found. */
const sourceIn = (projectId: string) => `
  join projects p on p.id = ${projectId}
  join users u on u.id = a.creator_id
  left join assets cover on cover.id = a.cover_asset_id and a.type = 'version_stack'
  left join media m on m.id = coalesce(a.media_id, cover.media_id)
  left join uploads upload on upload.media_id = m.id`

/**
 * SQL of a list of assets; `rest` starts after the joins and may use $2 and up. A tree that was moved to another project
 * carries its own `project_id` down in the background, so a list below something names the project of that as
 * `projectId` (SQL, for example '$3').
 */
export function selectAssets(rest: string, projectId = 'a.project_id', from = 'assets a'): string {
  return `select ${COLUMNS} from ${from} ${sourceIn(projectId)} ${rest}`
}

/** Assets by their ids ($2) in this order, each in the project that stands at its place in $3. */
export const SELECT_ASSETS_IN_ORDER = selectAssets(
  'order by hit.position',
  'hit.project_id',
  `unnest($2::uuid[], $3::uuid[]) with ordinality as hit (id, project_id, position)
  join assets a on a.id = hit.id`,
)

/** What lies above an asset a, itself included, in one climb. The root folder is the truth about the project. */
export const CLIMB = `cross join lateral (
    with recursive up as (
      select a.id, a.parent_id, a.project_id, a.deleted_at, a.private
      union all
      select next.id, next.parent_id, next.project_id, next.deleted_at, next.private
      from assets next join up on next.id = up.parent_id
    )
    select bool_or(up.deleted_at is not null) as is_deleted, bool_or(up.private) as is_private,
      (array_agg(up.project_id) filter (where up.parent_id is null))[1] as project_id, array_agg(up.id) as ids
    from up
  ) above`

/**
 * True for an asset a that is deleted or lies below a deleted one, or whose project is: nothing below a deletion is
 * stamped, it is invisible through its root (design 4).
 */
export const IS_HIDDEN = `(
  with recursive up as (
    select a.parent_id, a.project_id, a.deleted_at
    union all
    select next.parent_id, next.project_id, next.deleted_at from assets next join up on next.id = up.parent_id
  )
  select bool_or(up.deleted_at is not null or top.deleted_at is not null) from up
  left join projects top on top.id = case when up.parent_id is null then up.project_id end)`

/** True for an asset that is private or lies in something that is: what a collaborator must not know of. */
export const IS_IN_PRIVATE = `exists (
  with recursive up as (
    select a.parent_id, a.private
    union all
    select above.parent_id, above.private from assets above join up on above.id = up.parent_id
  )
  select 1 from up where up.private)`

/** What one asset is asked for besides its columns. */
export interface AssetPlaceColumns {
  is_hidden: boolean
  is_in_private: boolean
}

/** One asset by id ($2), hidden or not. */
export const SELECT_ASSET_BY_ID = `select ${COLUMNS}, p.deleted_at is not null or above.is_deleted as is_hidden,
    above.is_private as is_in_private
  from assets a ${CLIMB} ${sourceIn('above.project_id')} where a.id = $2`
