-- What crawls in several processes share of a host, how often each source is read, how far a
-- large file was read, and since when a robots.txt cannot be had.

create table host_turns (
    host text primary key,
    next_at text not null
) strict;

alter table robots add column unreachable_since text;
alter table windows add column position integer not null default 0;
alter table source_states add column interval_minutes integer;

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
       h.interval_minutes, h.next_attempt_at,
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
