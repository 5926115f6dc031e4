-- Comments (v2-platform.md 8.5) and what is said of them.
create table comments (
  id uuid primary key,
  -- A version of a stack, never the stack: comments stay with the picture they were made on.
  asset_id uuid not null references assets on delete cascade,
  -- The head of the thread; threads are one level deep.
  parent_id uuid references comments on delete cascade,
  owner_id uuid not null references users,
  text text not null,
  text_edited_at timestamptz,
  -- Frames from 0. Fractions are kept as they were sent.
  timestamp double precision,
  -- Frames.
  duration integer,
  -- A drawing, byte for byte as its client wrote it.
  annotation text,
  page integer,
  pitch double precision,
  yaw double precision,
  fov double precision,
  -- As it was sent; null when nobody said.
  private boolean,
  -- Hidden from all but the team: it is private itself or the head of its thread is.
  team_only boolean not null,
  mentions jsonb not null default '[]',
  completed_at timestamptz,
  completer_id uuid references users,
  -- Counters of what is visible, kept by the writers.
  reply_count integer not null default 0,
  like_count integer not null default 0,
  read_count integer not null default 0,
  inserted_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  -- On a reply that went with its thread: the thread's head, which brings it back.
  deleted_with uuid
);
create index comments_asset on comments (asset_id, inserted_at, id) where deleted_at is null;
create index comments_replies on comments (parent_id, inserted_at, id) where parent_id is not null;

create table comment_impressions (
  id uuid primary key,
  comment_id uuid not null references comments on delete cascade,
  user_id uuid not null references users,
  type text not null check (type in ('like', 'read')),
  count integer not null default 1,
  inserted_at timestamptz not null,
  updated_at timestamptz not null,
  unique (comment_id, type, user_id)
);

-- What of comment_count everybody may know of who sees the asset.
alter table assets add column public_comment_count integer not null default 0;
