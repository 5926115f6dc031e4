-- Real-time uploads: parts are registered while the file is still being made; its size is known with the last one.
alter table uploads add column is_realtime boolean not null default false;
-- The name the server gave for want of one; the sender may give a better one as long as nobody else did.
alter table uploads add column default_name text;

create table realtime_parts (
  media_id uuid not null references uploads on delete cascade,
  number integer not null,
  size_bytes bigint not null,
  is_final boolean not null,
  inserted_at timestamptz not null,
  primary key (media_id, number)
);
