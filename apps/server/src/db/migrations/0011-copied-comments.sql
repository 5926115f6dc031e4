-- Copies that take comments along (v2-assets.md 3.3). The copied files say at once how many comments they will have; here
-- stands of which files the comments are still to come.
alter table copies add column copies_comments boolean not null default false;

create table copy_comments (
  copy_id uuid not null references copies on delete cascade,
  source_id uuid not null references assets,
  target_id uuid not null references assets,
  -- Threads up to this id are copied.
  last_id uuid,
  promised integer not null,
  promised_public integer not null,
  copied integer not null default 0,
  copied_public integer not null default 0,
  primary key (copy_id, target_id)
);

-- The id of the copy of a comment follows from both, so that a reply finds its thread and nothing is copied twice. A UUID
-- of version 8.
create function copied_comment_id(target_id uuid, comment_id uuid) returns uuid language sql immutable strict parallel safe as $$
  select overlay(overlay(md5(target_id::text || comment_id::text) placing '8' from 13) placing '8' from 17)::uuid
$$;
