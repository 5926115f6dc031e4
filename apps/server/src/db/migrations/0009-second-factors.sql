-- What guards a person besides the password: an authenticator app with recovery codes, and passkeys.

-- One app for each person.
create table authenticators (
  user_id uuid primary key references users,
  -- The server must read it again to check a code, so it is sealed with a key that is not in the database.
  sealed_secret text not null,
  -- Null: being set up, not asked for yet.
  confirmed_at timestamptz,
  -- Time step of the newest code that was taken: none is taken twice.
  last_step bigint,
  inserted_at timestamptz not null
);

create table recovery_codes (
  code_hash bytea primary key,
  user_id uuid not null references users,
  inserted_at timestamptz not null,
  used_at timestamptz
);
create index recovery_codes_user on recovery_codes (user_id);

create table passkeys (
  id uuid primary key,
  user_id uuid not null references users,
  -- base64url, as browsers name it.
  credential_id text not null unique,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  name text not null,
  is_synced boolean not null,
  inserted_at timestamptz not null,
  last_used_at timestamptz
);
create index passkeys_user on passkeys (user_id);

-- Challenges are signed and kept nowhere; those that led to something are kept until they expire, so that none does twice.
create table spent_challenges (
  challenge_hash bytea primary key,
  expires_at timestamptz not null
);
