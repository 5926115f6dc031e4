-- Search in large accounts (docs/decisions/0010-search-in-order.md).

-- Only the first 255 letters of a name are searched, as long as a file system lets a name be: what is searched must fit
-- into the key of an index.
create function searched_words(name text) returns text language sql immutable strict parallel safe as $$
  select rtrim(left(search_words(left(name, 255)), 255))
$$;
create or replace function search_text_of(name text) returns text language sql immutable strict parallel safe as $$
  select ' ' || w || ' ' || replace(w, ' ', '') from (select searched_words(name) as w offset 0) words
$$;
-- What was made of longer names before is made again.
update assets set name = name where length(search_text) > 255;

-- The newest assets with all that search asks of them: words that stand in many names, and no words at all, are looked for
-- along this index alone.
drop index assets_recent;
create index assets_recent on assets (account_id, inserted_at desc, id desc)
  include (parent_id, project_id, deleted_at, private, search_text)
  where parent_id is not null and hard_deleted_at is null;
-- Whether a piece stands in one name of ten or of a thousand decides between the indexes.
alter table assets alter column search_text set statistics 1000;
-- PostgreSQL takes no statistics from an index of a part of the rows: without these, one name in two hundred would begin
-- with any letter.
create statistics assets_search_starts on (left(search_text, 32)) from assets;

-- What was deleted hides what is below it, and what was deleted today is the newest of all: the folders below deleted ones
-- are passed over where names are read, instead of being climbed from.
create index assets_folders on assets (parent_id) include (id) where type <> 'file';
create index assets_deleted_folders on assets (account_id) include (id)
  where type <> 'file' and deleted_at is not null and hard_deleted_at is null;

-- The words in use in an account: what a mistyped word may have meant. Numbers have no typos, and words of purged assets
-- may stay: they lead to nothing.
create table asset_words (
  account_id uuid not null references accounts on delete cascade,
  word text not null,
  primary key (account_id, word)
);
create index asset_words_alike on asset_words using gin (word gin_trgm_ops);

-- The last piece of a search text is the name run together, and not a word. A word is of letters or of digits alone. (Not
-- "strict": that would keep PostgreSQL from making it part of the queries below.)
create function words_to_mistype(search_text text) returns setof text language sql immutable parallel safe rows 5 as $$
  select word from unnest(trim_array(string_to_array(ltrim(search_text), ' '), 1)) as word
  where length(word) between 4 and 64 and ascii(word) not between ascii('0') and ascii('9')
$$;

create function keep_words_of_new_assets() returns trigger language plpgsql as $$
begin
  insert into asset_words (account_id, word)
    select distinct a.account_id, word from new_assets a cross join words_to_mistype(a.search_text) as word
    where a.parent_id is not null
    order by 1, 2 on conflict do nothing;
  return null;
end
$$;
create trigger keep_words_of_new_assets after insert on assets
  referencing new table as new_assets for each statement execute function keep_words_of_new_assets();

create function keep_words_of_new_name() returns trigger language plpgsql as $$
begin
  insert into asset_words (account_id, word)
    select distinct new.account_id, word from words_to_mistype(new.search_text) as word
    order by 1, 2 on conflict do nothing;
  return null;
end
$$;
create trigger keep_words_of_new_name after update of name on assets
  for each row when (new.search_text is distinct from old.search_text) execute function keep_words_of_new_name();

insert into asset_words (account_id, word)
  select distinct a.account_id, word from assets a cross join words_to_mistype(a.search_text) as word
  where a.parent_id is not null and a.hard_deleted_at is null
  on conflict do nothing;
