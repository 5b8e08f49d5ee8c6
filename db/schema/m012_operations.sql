-- What each alert hook was told; and indexes for what is asked often: the last run of a job, the
-- fetches of a page.

create table alerts (
    topic text not null,
    kind text not null,
    subject text not null,
    hook text not null,
    state text not null,
    message text not null,
    told_at text not null,
    primary key (topic, kind, subject, hook)
) strict;

create index fetches_page on fetches (page_id);
create index fetches_moment on fetches (fetched_at);
create index job_runs_asked on job_runs (topic, job, asked_at);
