-- A name may have neither letter nor digit in it ("…", "🎬"): it has no words, instead of no end to be cut off.
create or replace function words_to_mistype(search_text text) returns setof text language sql immutable parallel safe rows 5 as $$
  select word from unnest(trim_array(string_to_array(nullif(ltrim(search_text), ''), ' '), 1)) as word
  where length(word) between 4 and 64 and ascii(word) not between ascii('0') and ascii('9')
$$;
