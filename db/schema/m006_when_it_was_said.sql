-- When a statement was made, and what each step of an event's history rests on. Articles are read
-- anew by the next build, which fills these in.

alter table mentions add column said text not null default '';
alter table event_history add column said_by text not null default '';
alter table event_history add column quote text not null default '';
delete from normalised;
