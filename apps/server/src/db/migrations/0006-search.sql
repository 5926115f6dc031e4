-- Search by name. What is searched is made of the name once, and by the same function of what somebody types: without
-- accents and case, cut into words at everything that is no letter or digit, at camel case and between letters and
-- digits; then the same run together, so that it is found however it is cut.
create extension if not exists pg_trgm;

create function search_words(name text) returns text language sql immutable strict parallel safe as $$
  select btrim(regexp_replace(lower(
    regexp_replace(regexp_replace(regexp_replace(regexp_replace(
      regexp_replace(normalize(name, NFKD), '[\u0300-\u036f]', '', 'g'),
      '([[:lower:]])([[:upper:]])', '\1 \2', 'g'),
      '([[:upper:]])([[:upper:]][[:lower:]])', '\1 \2', 'g'),
      '([[:alpha:]])([[:digit:]])', '\1 \2', 'g'),
      '([[:digit:]])([[:alpha:]])', '\1 \2', 'g')
  ), '[^[:alnum:]]+', ' ', 'g'))
$$;

-- " my cam 12 mycam12": a word at its start is found as "% my%", any part of the name as "%ycam%".
create function search_text_of(name text) returns text language sql immutable strict parallel safe as $$
  select ' ' || w || ' ' || replace(w, ' ', '') from (select search_words(name) as w offset 0) words
$$;

alter table assets add column search_text text generated always as (search_text_of(name)) stored;
create index assets_search on assets using gin (search_text gin_trgm_ops) where parent_id is not null and hard_deleted_at is null;
-- Names that begin with a letter or two. Longer keys would not fit into an index page.
create index assets_search_start on assets (account_id, left(search_text, 32) text_pattern_ops)
  where parent_id is not null and hard_deleted_at is null;
create index assets_recent on assets (account_id, inserted_at desc, id desc)
  where parent_id is not null and hard_deleted_at is null;
