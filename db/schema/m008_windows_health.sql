-- What a backfill has asked for and has still to ask, and how each source is.

create table windows (
    source_id text not null references sources (source_id),
    url text not null,
    starts_at text not null,
    ends_at text not null,
    state text not null default 'pending',
    reason text not null default '',
    entries integer not null default 0,
    attempts integer not null default 0,
    changed_at text,
    primary key (source_id, url)
) strict;

create view backfill_v as
select s.topic, w.source_id as source, count(*) as windows,
       sum(w.state in ('done', 'split')) as done,
       sum(w.state in ('pending', 'failed')) as open,
       sum(w.entries) as entries, min(w.starts_at) as since, max(w.ends_at) as until,
       coalesce(max(case when w.state = 'failed' then w.reason end), '') as failed,
       sum(w.state = 'done' and w.reason != '') as cut_off
  from windows w
  join sources s on s.source_id = w.source_id and s.kind not in ('warc', 'folder')
 group by s.topic, w.source_id
 order by w.source_id;

create table source_states (
    source_id text primary key references sources (source_id),
    state text not null,
    reason text not null,
    alarms text not null,
    since text not null,
    newest_at text,
    usual_gap_hours real,
    silent_from text,
    next_attempt_at text,
    judged_at text not null
) strict;

drop view source_health;
create view source_health as
with numbered as (
    select run_id, row_number() over (
               partition by subject order by started_at desc, rowid desc) as nth
      from runs where kind = 'crawl'
)
select s.source_id as source, s.topic, s.kind, s.url, s.enabled,
       coalesce(r.state, 'never run') as state, coalesce(r.reason, '') as reason,
       case when s.enabled then coalesce(h.state, 'never run') else 'off' end as health,
       coalesce(h.reason, '') as health_reason,
       coalesce(h.alarms, '') as alarms,
       h.since as health_since,
       r.started_at as last_run_at,
       (select max(k.ended_at) from runs k where k.kind = 'crawl' and k.subject = s.source_id
           and k.state in ('ok', 'partial')) as last_success_at,
       h.newest_at, h.usual_gap_hours, h.silent_from,
       s.enabled and h.silent_from is not null
           and h.silent_from < strftime('%Y-%m-%dT%H:%M:%SZ', 'now') as silent,
       h.next_attempt_at,
       (select count(*) from discoveries d where d.source_id = s.source_id) as discovered,
       (select count(distinct d.article_id) from discoveries d
         where d.source_id = s.source_id) as articles,
       (select count(*) from discoveries d
         where d.source_id = s.source_id and d.state = 'pending') as pending,
       (select count(*) from discoveries d
         where d.source_id = s.source_id and d.state = 'failed') as failed
  from sources s
  left join runs r on r.kind = 'crawl' and r.subject = s.source_id
       and r.run_id in (select n.run_id from numbered n where n.nth = 1)
  left join source_states h on h.source_id = s.source_id
 order by s.source_id;
