-- Since when people who were only invited into a project of the team see every film under a watermark of their own; null:
-- they do not. Links to media that were handed out before then end with it.
alter table teams add column viewers_marked_since timestamptz;
-- The choice was kept without a meaning, and named nothing that there is.
update teams set settings = settings - 'default_session_watermark_template_id';
