-- A deleted stack remembers its members: they stepped out into the folder, and restoring stacks again those that still
-- lie there (v2-assets.md 12, design 4).
alter table deletions add column member_ids uuid[];
