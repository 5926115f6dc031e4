-- When somebody last looked at an asset: what is new for them since then, and what they looked at lately. Written once a
-- visit.
create table asset_visits (
  user_id uuid not null references users on delete cascade,
  asset_id uuid not null references assets on delete cascade,
  visited_at timestamptz not null,
  primary key (user_id, asset_id)
);
create index asset_visits_recent on asset_visits (user_id, visited_at desc, asset_id);
