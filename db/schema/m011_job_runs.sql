-- The ledger of `storyline run`: which slot of which job was done, is under way, waits or was missed;
-- and which process each run of a source belongs to.

alter table runs add column pid integer;

create table job_runs (
    topic text not null,
    job text not null,
    subject text not null,
    slot text not null,
    state text not null,
    reason text not null,
    attempts integer not null,
    asked_at text not null,
    started_at text,
    ended_at text,
    pid integer,
    primary key (topic, job, subject, slot)
) strict;

create index job_runs_open on job_runs (state) where state in ('waiting', 'running');
create index job_runs_ended on job_runs (ended_at);
