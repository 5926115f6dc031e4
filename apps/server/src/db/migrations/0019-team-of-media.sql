-- The team that a file was uploaded to: its watermark lies over the proxies, wherever the assets are moved or copied.
alter table media add column team_id uuid references teams (id);
update media m set team_id = shown.team_id
from (
  select distinct on (a.media_id) a.media_id, p.team_id
  from assets a join projects p on p.id = a.project_id
  where a.media_id is not null
  order by a.media_id, a.copy, a.inserted_at, a.id
) shown
where shown.media_id = m.id;
