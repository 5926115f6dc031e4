-- The last calls of every developer token, for the console: at most a hundred each (access/token-requests.ts). Neither
-- bodies nor queries are kept. Unlogged: written often, of no worth after a crash, and no call may wait for it.
create unlogged table token_requests (
  -- No foreign key: it would lock the token's row with every batch.
  token_id uuid not null,
  id uuid not null,
  method text not null,
  path text not null,
  status integer not null,
  duration_ms integer not null,
  request_id text not null,
  inserted_at timestamptz not null,
  primary key (token_id, inserted_at, id)
);
