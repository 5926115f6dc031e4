-- People and places: collaborators, invitations, the settings of teams, profiles, archived projects.

-- Who was invited into one project. Its owner is one of them, as in V2's own lists and counts.
create table collaborators (
  id uuid primary key,
  project_id uuid not null references projects,
  user_id uuid not null references users,
  creator_id uuid not null references users,
  message text,
  inserted_at timestamptz not null,
  updated_at timestamptz not null,
  unique (project_id, user_id)
);
create index collaborators_user on collaborators (user_id);
insert into collaborators (id, project_id, user_id, creator_id, inserted_at, updated_at)
  select gen_random_uuid(), id, owner_id, owner_id, inserted_at, updated_at from projects;

-- A place kept for somebody who is not there yet: into an account, a team or a project. V2 calls one with an e-mail
-- address a pending collaborator or a pending team member. The code is what a copied link carries; only its hash is kept.
create table invitations (
  id uuid primary key,
  account_id uuid not null references accounts,
  team_id uuid references teams,
  project_id uuid references projects,
  role text not null check (role in ('admin', 'account_manager', 'billing_manager', 'member', 'team_manager', 'collaborator')),
  email text,
  creator_id uuid not null references users,
  message text,
  code_hash bytea unique,
  expires_at timestamptz,
  inserted_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index invitations_project_email on invitations (project_id, lower(email)) where project_id is not null;
create unique index invitations_team_email on invitations (team_id, lower(email)) where project_id is null and team_id is not null;
create unique index invitations_account_email on invitations (account_id, lower(email)) where project_id is null and team_id is null;

alter table projects add column collaborator_count integer not null default 1;
alter table projects add column archived_at timestamptz;

-- A person's own notify_* switches of a project.
create table project_user_preferences (
  project_id uuid not null references projects,
  user_id uuid not null references users,
  preferences jsonb not null,
  primary key (project_id, user_id)
);

alter table users add column bio text;
alter table users add column location text;
alter table users add column phone text;

-- What a TeamBody sets and no query asks for (v2-platform.md 8.3).
alter table teams add column settings jsonb not null default '{}';
alter table team_members add column id uuid not null default gen_random_uuid() unique;
alter table team_members add column updated_at timestamptz;

alter table one_time_codes drop constraint one_time_codes_purpose_check;
alter table one_time_codes add constraint one_time_codes_purpose_check check (purpose in ('welcome', 'reset'));
