-- Search in what people say, cut into words by the function that cuts names (migration 0006). A word is found by its
-- beginning; what was said last comes first.
alter table comments add column search_text text generated always as (' ' || search_words(text)) stored;
create index comments_search on comments using gin (search_text gin_trgm_ops) where deleted_at is null;
create index comments_recent on comments (inserted_at desc, id desc) where deleted_at is null;
