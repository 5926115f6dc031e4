-- Documents and phones' pictures that came before the server could show them: they are looked at once more. A database
-- without media may have no queue yet; then the loop has nothing to do.
do $$
declare
  old record;
begin
  for old in
    update media m set probe = null, probed_at = null, failure = null, transcoded_at = null
    where m.state = 'complete' and m.content_type in ('application/pdf', 'image/heic', 'image/heif')
      and not exists (select 1 from renditions r where r.media_id = m.id and r.state <> 'failed')
    returning m.id
  loop
    delete from renditions where media_id = old.id;
    perform graphile_worker.add_job('media.analyse', payload => json_build_object('mediaId', old.id),
      max_attempts => 10, job_key => 'media.analyse:' || old.id);
  end loop;
end $$;
