-- Purging: from this moment a deletion is for good. Its rows become tombstones in batches.
alter table deletions add column purge_started_at timestamptz;
alter table deletions add column purged_at timestamptz;
create index deletions_to_purge on deletions (inserted_at) where restored_at is null and purged_at is null;

-- Content whose rows are gone and whose bytes are to go. The row goes last, so that bytes are never forgotten.
create table erasures (
  media_id uuid primary key,
  part_count integer,
  declared_bytes bigint,
  inserted_at timestamptz not null
);
