-- Names the folder of blobs with somebody's picture; unguessable, and another one for every picture they choose.
alter table users add column picture text;
create unique index users_picture on users (picture) where picture is not null;
