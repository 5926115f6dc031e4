-- What the media engine still has to do, and what it could not do, among everything it ever made.
create index renditions_open on renditions (media_id) where state in ('queued', 'running');
create index renditions_failed on renditions (media_id) where state = 'failed';
create index media_to_look_at on media (id) where state = 'complete' and probed_at is null;
