-- The first schema: people, places, the asset tree, media and what is made of them, events.
-- Rows carry the names V2 uses. Ids are UUIDv7 made by the application. Sizes are bytes. Times are UTC.

create table accounts (
  id uuid primary key,
  display_name text not null,
  owner_id uuid not null,
  inserted_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz
);

create table users (
  id uuid primary key,
  account_id uuid not null references accounts,
  name text not null,
  email text not null,
  password_hash text,
  color text not null,
  timezone_value text not null default 'Etc/UTC',
  first_login_at timestamptz,
  last_seen timestamptz,
  inserted_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz
);
create unique index users_email on users (lower(email));
alter table accounts add foreign key (owner_id) references users deferrable initially deferred;

create table account_members (
  account_id uuid not null references accounts,
  user_id uuid not null references users,
  role text not null check (role in ('owner', 'admin', 'account_manager', 'billing_manager', 'member')),
  inserted_at timestamptz not null,
  primary key (account_id, user_id)
);
create index account_members_user on account_members (user_id);

create table teams (
  id uuid primary key,
  account_id uuid not null references accounts,
  creator_id uuid not null references users,
  name text not null,
  access text not null default 'private' check (access in ('private', 'public', 'restricted')),
  color text,
  inserted_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz
);
create index teams_account on teams (account_id);

create table team_members (
  team_id uuid not null references teams,
  user_id uuid not null references users,
  role text not null check (role in ('team_manager', 'member')),
  inserted_at timestamptz not null,
  primary key (team_id, user_id)
);
create index team_members_user on team_members (user_id);

create table projects (
  id uuid primary key,
  team_id uuid not null references teams,
  account_id uuid not null references accounts,
  owner_id uuid not null references users,
  root_asset_id uuid not null,
  name text not null,
  description text,
  private boolean not null default false,
  -- Counters of what is visible, kept by the writers.
  file_count integer not null default 0,
  folder_count integer not null default 0,
  storage bigint not null default 0,
  preferences jsonb not null default '{}',
  inserted_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz
);
create index projects_team on projects (team_id, inserted_at desc) where deleted_at is null;

-- Credentials. Only a hash is kept: a stolen database opens nothing.
create table tokens (
  id uuid primary key,
  user_id uuid not null references users,
  kind text not null check (kind in ('developer', 'session')),
  token_hash bytea not null unique,
  name text not null,
  scopes text[] not null,
  inserted_at timestamptz not null,
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz
);
create index tokens_user on tokens (user_id);

create table one_time_codes (
  code_hash bytea primary key,
  user_id uuid not null references users,
  purpose text not null check (purpose in ('welcome')),
  inserted_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

-- One row per content. Assets point at it, copies share it.
create table media (
  id uuid primary key,
  account_id uuid not null references accounts,
  state text not null check (state in ('arriving', 'complete', 'failed', 'abandoned')),
  size_bytes bigint not null,
  content_type text,
  blob_key text,
  xx_hash text,
  upload_completed_at timestamptz,
  upload_failed_at timestamptz,
  upload_failure text,
  -- What the probe found; positions in video are integer frames and a rational rate.
  probe jsonb,
  asset_type text check (asset_type in ('document', 'image', 'stream')),
  frame_rate_num integer,
  frame_rate_den integer,
  frames integer not null default 0,
  duration_seconds double precision,
  width integer,
  height integer,
  timecode text,
  is_360 boolean not null default false,
  is_hdr boolean not null default false,
  is_original_player_compatible boolean not null default false,
  probed_at timestamptz,
  first_picture_at timestamptz,
  playable_at timestamptz,
  transcoded_at timestamptz,
  -- Why nothing could be made of it, in plain words.
  failure text,
  -- Who is working on it now; a lease that ran out is free (design 9).
  leased_by text,
  leased_until timestamptz,
  inserted_at timestamptz not null,
  updated_at timestamptz not null
);

create table uploads (
  media_id uuid primary key references media on delete cascade,
  part_count integer not null,
  declared_bytes bigint not null,
  source_url text,
  expires_at timestamptz not null,
  inserted_at timestamptz not null
);
create index uploads_expiry on uploads (expires_at);

-- A row is an acknowledgement: it is written only after the bytes, the file and the folder were synced (invariant 1).
create table upload_parts (
  media_id uuid not null references uploads on delete cascade,
  number integer not null,
  size_bytes bigint not null,
  place jsonb not null,
  received_at timestamptz not null,
  primary key (media_id, number)
);

create table renditions (
  media_id uuid not null references media on delete cascade,
  kind text not null,
  state text not null check (state in ('queued', 'running', 'done', 'failed', 'skipped')),
  progress real not null default 0,
  reason text,
  blob_key text,
  content_type text,
  width integer,
  height integer,
  size_bytes bigint,
  details jsonb not null default '{}',
  started_at timestamptz,
  finished_at timestamptz,
  primary key (media_id, kind)
);

-- One act of deleting and all it took.
create table deletions (
  id uuid primary key,
  asset_id uuid not null,
  project_id uuid not null references projects,
  actor_id uuid not null references users,
  -- What left the project's counters with it; null until counted.
  counted_files integer,
  counted_folders integer,
  counted_bytes bigint,
  inserted_at timestamptz not null,
  restored_at timestamptz
);

create table assets (
  id uuid primary key,
  type text not null check (type in ('file', 'folder', 'version_stack')),
  account_id uuid not null references accounts,
  team_id uuid not null references teams,
  project_id uuid not null references projects deferrable initially deferred,
  parent_id uuid references assets,
  creator_id uuid not null references users,
  media_id uuid references media,
  name text not null,
  description text,
  label text not null default 'none' check (label in ('none', 'in_progress', 'needs_review', 'approved')),
  properties jsonb,
  index double precision not null default 0,
  -- The index the next child gets; goes down, so that two writers never collide and new comes first.
  next_child_index double precision not null default -1,
  private boolean not null default false,
  copy boolean not null default false,
  filetype text,
  item_count integer not null default 0,
  public_item_count integer not null default 0,
  comment_count integer not null default 0,
  view_count bigint not null default 0,
  cover_asset_id uuid,
  autoversion_id uuid,
  inserted_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  hard_deleted_at timestamptz,
  -- Only on the root of a deletion. What hangs below is invisible through it (design 4).
  deletion_id uuid references deletions
);
create index assets_children on assets (parent_id, index, inserted_at desc);
create index assets_media on assets (media_id) where media_id is not null;
create index assets_trash on assets (project_id, deleted_at desc) where deleted_at is not null;
alter table projects add foreign key (root_asset_id) references assets deferrable initially deferred;
alter table deletions add foreign key (asset_id) references assets;

-- Append-only. Readers order by (txid, id) and stop before the oldest transaction that is still open, so that
-- nothing committed late is missed.
create table events (
  id uuid primary key,
  txid xid8 not null default pg_current_xact_id(),
  type text not null,
  account_id uuid,
  team_id uuid,
  project_id uuid,
  asset_id uuid,
  actor_id uuid,
  resource_type text not null,
  resource_id uuid not null,
  before jsonb,
  after jsonb,
  request_id text,
  inserted_at timestamptz not null
);
create index events_order on events (txid, id);
create index events_project on events (project_id, inserted_at desc);
create index events_asset on events (asset_id, inserted_at desc);

-- Workers that are alive: jobs of one that is not seen for a minute are freed (design 9).
create table queue_workers (
  worker_id text primary key,
  seen_at timestamptz not null
);
