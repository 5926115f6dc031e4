-- Copies of folders fill in the background: the copied root is there at once, and here stands what is still to be done.
create table copies (
  id uuid primary key,
  account_id uuid not null references accounts,
  source_id uuid not null references assets,
  target_id uuid not null references assets,
  -- The folder the copy was put into: where a folder is copied into itself, this is one of those that are copied.
  destination_id uuid not null references assets,
  actor_id uuid not null references users,
  includes_private boolean not null,
  -- What lay in the source at this moment is what is copied.
  inserted_at timestamptz not null,
  finished_at timestamptz
);

-- Folders whose children are not all copied yet. Their item_count says already what was promised.
create table copy_folders (
  copy_id uuid not null references copies on delete cascade,
  source_id uuid not null references assets,
  target_id uuid not null references assets,
  -- Children up to this id are copied.
  last_id uuid,
  promised_items integer not null,
  promised_public_items integer not null,
  copied_items integer not null default 0,
  copied_public_items integer not null default 0,
  primary key (copy_id, target_id)
);

create index deletions_asset on deletions (asset_id);
