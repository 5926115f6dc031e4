// The tables as TypeScript sees them; a test compares this with the real database.
import type { ColumnType, Generated } from 'kysely'
import type { CommentEntity } from '@rushes/contract/comments'
import type { AccountId, AssetId, CommentId, MediaId, ProjectId, TeamId, UserId } from '@rushes/contract/ids'
import type { AssetType, Label } from '@rushes/contract/assets'
import type { TeamSettings } from '@rushes/contract/teams'

/** ISO-8601 UTC with six fractional digits, as V2 sends it; a Date is accepted when writing. */
type Time = ColumnType<string, Date | string, Date | string>
type OptionalTime = ColumnType<string | null, Date | string | null | undefined, Date | string | null>
type Json<T> = ColumnType<T, string, string>
type OptionalJson<T> = ColumnType<T | null, string | null | undefined, string | null>

export type AccountRole = 'owner' | 'admin' | 'account_manager' | 'billing_manager' | 'member'
export type TeamRole = 'team_manager' | 'member'
export type InvitationRole = Exclude<AccountRole, 'owner'> | TeamRole | 'collaborator'
export type MediaState = 'arriving' | 'complete' | 'failed' | 'abandoned'
export type RenditionStateName = 'queued' | 'running' | 'done' | 'failed' | 'skipped'

export interface Database {
  accounts: {
    id: AccountId
    display_name: string
    owner_id: UserId
    inserted_at: Time
    updated_at: Time
    deleted_at: OptionalTime
  }
  users: {
    id: UserId
    account_id: AccountId
    name: string
    email: string
    password_hash: string | null
    color: string
    timezone_value: Generated<string>
    bio: string | null
    location: string | null
    phone: string | null
    picture: Generated<string | null>
    first_login_at: OptionalTime
    last_seen: OptionalTime
    inserted_at: Time
    updated_at: Time
    deleted_at: OptionalTime
  }
  account_members: { account_id: AccountId; user_id: UserId; role: AccountRole; inserted_at: Time }
  teams: {
    id: TeamId
    account_id: AccountId
    creator_id: UserId
    name: string
    access: Generated<'private' | 'public' | 'restricted'>
    color: string | null
    settings: ColumnType<TeamSettings, string | undefined, string>
    /** Since when viewers from outside see films under a mark of their own (docs/decisions/0012). */
    viewers_marked_since: OptionalTime
    inserted_at: Time
    updated_at: Time
    deleted_at: OptionalTime
  }
  team_members: {
    id: Generated<string>
    team_id: TeamId
    user_id: UserId
    role: TeamRole
    inserted_at: Time
    updated_at: OptionalTime
  }
  projects: {
    id: ProjectId
    team_id: TeamId
    account_id: AccountId
    owner_id: UserId
    root_asset_id: AssetId
    name: string
    description: string | null
    private: Generated<boolean>
    file_count: Generated<number>
    folder_count: Generated<number>
    storage: Generated<number>
    preferences: ColumnType<Record<string, boolean>, string | undefined, string>
    collaborator_count: Generated<number>
    archived_at: OptionalTime
    inserted_at: Time
    updated_at: Time
    deleted_at: OptionalTime
  }
  collaborators: {
    id: string
    project_id: ProjectId
    user_id: UserId
    creator_id: UserId
    message: string | null
    inserted_at: Time
    updated_at: Time
  }
  invitations: {
    id: string
    account_id: AccountId
    team_id: TeamId | null
    project_id: ProjectId | null
    role: InvitationRole
    email: string | null
    creator_id: UserId
    message: string | null
    code_hash: Buffer | null
    expires_at: OptionalTime
    inserted_at: Time
    updated_at: Time
  }
  project_user_preferences: {
    project_id: ProjectId
    user_id: UserId
    preferences: ColumnType<Record<string, boolean>, string, string>
  }
  tokens: {
    id: string
    user_id: UserId
    kind: 'developer' | 'session'
    token_hash: Buffer
    name: string
    scopes: string[]
    inserted_at: Time
    last_used_at: OptionalTime
    expires_at: OptionalTime
    revoked_at: OptionalTime
  }
  one_time_codes: {
    code_hash: Buffer
    user_id: UserId
    purpose: 'welcome' | 'reset'
    inserted_at: Time
    expires_at: Time
    used_at: OptionalTime
  }
  authenticators: {
    user_id: UserId
    sealed_secret: string
    confirmed_at: OptionalTime
    last_step: number | null
    inserted_at: Time
  }
  recovery_codes: { code_hash: Buffer; user_id: UserId; inserted_at: Time; used_at: OptionalTime }
  passkeys: {
    id: string
    user_id: UserId
    credential_id: string
    public_key: Buffer
    counter: number
    transports: string[]
    name: string
    is_synced: boolean
    inserted_at: Time
    last_used_at: OptionalTime
  }
  spent_challenges: { challenge_hash: Buffer; expires_at: Time }
  media: {
    id: MediaId
    account_id: AccountId
    /** Where it was uploaded to, wherever its assets are now. */
    team_id: TeamId | null
    state: MediaState
    size_bytes: number
    content_type: string | null
    blob_key: string | null
    xx_hash: string | null
    upload_completed_at: OptionalTime
    upload_failed_at: OptionalTime
    upload_failure: string | null
    probe: OptionalJson<unknown>
    asset_type: 'document' | 'image' | 'stream' | null
    frame_rate_num: number | null
    frame_rate_den: number | null
    frames: Generated<number>
    duration_seconds: number | null
    width: number | null
    height: number | null
    timecode: string | null
    is_360: Generated<boolean>
    is_hdr: Generated<boolean>
    is_original_player_compatible: Generated<boolean>
    probed_at: OptionalTime
    first_picture_at: OptionalTime
    playable_at: OptionalTime
    transcoded_at: OptionalTime
    failure: string | null
    leased_by: string | null
    leased_until: OptionalTime
    inserted_at: Time
    updated_at: Time
  }
  uploads: {
    media_id: MediaId
    part_count: number
    declared_bytes: number
    source_url: string | null
    is_realtime: Generated<boolean>
    default_name: string | null
    expires_at: Time
    inserted_at: Time
  }
  upload_parts: {
    media_id: MediaId
    number: number
    size_bytes: number
    place: Json<{ kind: 'slot' } | { kind: 'staged'; name: string }>
    received_at: Time
  }
  realtime_parts: {
    media_id: MediaId
    number: number
    size_bytes: number
    is_final: boolean
    inserted_at: Time
  }
  renditions: {
    media_id: MediaId
    kind: string
    state: RenditionStateName
    progress: Generated<number>
    reason: string | null
    blob_key: string | null
    content_type: string | null
    width: number | null
    height: number | null
    size_bytes: number | null
    details: ColumnType<Record<string, unknown>, string | undefined, string>
    started_at: OptionalTime
    finished_at: OptionalTime
  }
  deletions: {
    id: string
    asset_id: AssetId
    project_id: ProjectId
    actor_id: UserId
    counted_files: number | null
    counted_folders: number | null
    counted_bytes: number | null
    member_ids: AssetId[] | null
    inserted_at: Time
    restored_at: OptionalTime
    purge_started_at: OptionalTime
    purged_at: OptionalTime
  }
  erasures: {
    media_id: MediaId
    part_count: number | null
    declared_bytes: number | null
    inserted_at: Time
  }
  copies: {
    id: string
    account_id: AccountId
    source_id: AssetId
    target_id: AssetId
    destination_id: AssetId
    actor_id: UserId
    includes_private: boolean
    copies_comments: Generated<boolean>
    inserted_at: Time
    finished_at: OptionalTime
  }
  copy_comments: {
    copy_id: string
    source_id: AssetId
    target_id: AssetId
    last_id: CommentId | null
    promised: number
    promised_public: number
    copied: Generated<number>
    copied_public: Generated<number>
  }
  copy_folders: {
    copy_id: string
    source_id: AssetId
    target_id: AssetId
    last_id: AssetId | null
    promised_items: number
    promised_public_items: number
    copied_items: Generated<number>
    copied_public_items: Generated<number>
  }
  assets: {
    id: AssetId
    type: AssetType
    account_id: AccountId
    team_id: TeamId
    project_id: ProjectId
    parent_id: AssetId | null
    creator_id: UserId
    media_id: MediaId | null
    name: string
    description: string | null
    label: Generated<Label>
    properties: OptionalJson<Record<string, unknown>>
    index: Generated<number>
    next_child_index: Generated<number>
    private: Generated<boolean>
    copy: Generated<boolean>
    filetype: string | null
    item_count: Generated<number>
    public_item_count: Generated<number>
    comment_count: Generated<number>
    public_comment_count: Generated<number>
    view_count: Generated<number>
    cover_asset_id: AssetId | null
    autoversion_id: AssetId | null
    inserted_at: Time
    updated_at: Time
    deleted_at: OptionalTime
    hard_deleted_at: OptionalTime
    deletion_id: string | null
    /** Made of the name by the database. */
    search_text: ColumnType<string, never, never>
  }
  asset_visits: {
    user_id: UserId
    asset_id: AssetId
    visited_at: Time
  }
  comments: {
    id: CommentId
    asset_id: AssetId
    parent_id: CommentId | null
    owner_id: UserId
    text: string
    text_edited_at: OptionalTime
    timestamp: number | null
    duration: number | null
    annotation: string | null
    page: number | null
    pitch: number | null
    yaw: number | null
    fov: number | null
    private: boolean | null
    team_only: boolean
    /** Made of the text by the database. */
    search_text: ColumnType<string, never, never>
    mentions: ColumnType<CommentEntity[], string | undefined, string>
    completed_at: OptionalTime
    completer_id: UserId | null
    reply_count: Generated<number>
    like_count: Generated<number>
    read_count: Generated<number>
    inserted_at: Time
    updated_at: Time
    deleted_at: OptionalTime
    deleted_with: CommentId | null
  }
  comment_impressions: {
    id: string
    comment_id: CommentId
    user_id: UserId
    type: 'like' | 'read'
    count: Generated<number>
    inserted_at: Time
    updated_at: Time
  }
  events: {
    id: string
    txid: Generated<string>
    type: string
    account_id: AccountId | null
    team_id: TeamId | null
    project_id: ProjectId | null
    asset_id: AssetId | null
    actor_id: UserId | null
    resource_type: string
    resource_id: string
    before: OptionalJson<unknown>
    after: OptionalJson<unknown>
    request_id: string | null
    inserted_at: Time
  }
  token_requests: {
    token_id: string
    id: string
    method: string
    path: string
    status: number
    duration_ms: number
    request_id: string
    inserted_at: Time
  }
  /** Written by triggers of assets alone (migration 0013). */
  asset_words: { account_id: AccountId; word: string }
  queue_workers: { worker_id: string; seen_at: Time }
}
