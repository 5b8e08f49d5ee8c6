-- The story, its crawl and its timeline.

-- story

create table topics (
    topic text primary key,
    name text not null,
    config text not null,
    reading_digest text not null
) strict;

create table outlets (
    domain text primary key,
    name text not null,
    tier text not null,
    zone text not null
) strict;

create table sources (
    source_id text primary key,
    topic text not null references topics (topic),
    kind text not null,
    url text not null,
    outlet text not null,
    enabled integer not null,
    config text not null
) strict;

-- crawl

create table runs (
    run_id text primary key,
    kind text not null,
    subject text not null,
    state text not null,
    reason text not null default '',
    counters text not null default '{}',
    started_at text not null,
    ended_at text
) strict;
create index runs_subject on runs (subject, started_at);

create table validators (
    url text primary key,
    etag text not null,
    last_modified text not null,
    checked_at text not null
) strict;

create table pages (
    page_id text primary key,
    body blob not null,
    size integer not null,
    content_type text not null
) strict;

create table articles (
    article_id text primary key,
    canonical_url text not null unique,
    version_id text not null references article_versions (version_id)
        deferrable initially deferred,
    first_seen_at text not null,
    last_seen_at text not null
) strict;
create index articles_version on articles (version_id);

create table article_versions (
    version_number integer primary key,
    version_id text not null unique,
    article_id text not null references articles (article_id) deferrable initially deferred,
    seen_at text not null,
    url text not null,
    outlet text not null,
    title text not null,
    summary text not null,
    text text not null,
    body_missing text not null,
    authors text not null,
    language text not null,
    published_at text,
    published_precision text,
    published_offset integer,
    published_method text,
    published_confidence real,
    published_evidence text,
    modified_at text,
    modified_precision text,
    modified_offset integer,
    modified_method text,
    modified_confidence real,
    modified_evidence text
) strict;
create index article_versions_outlet on article_versions (outlet);
create index article_versions_article on article_versions (article_id);

create table fetches (
    fetch_number integer primary key,
    url text not null,
    final_url text not null,
    status integer not null,
    fetched_at text not null,
    page_id text not null references pages (page_id),
    article_id text not null references articles (article_id)
) strict;
create index fetches_article on fetches (article_id);

create table discoveries (
    discovery_id text primary key,
    source_id text not null references sources (source_id),
    url text not null,
    entry text not null,
    state text not null,
    reason text not null default '',
    attempts integer not null default 0,
    article_id text references articles (article_id),
    first_seen_at text not null,
    last_seen_at text not null
) strict;
create index discoveries_source on discoveries (source_id, state);
create index discoveries_article on discoveries (article_id);

create table relevance (
    topic text not null references topics (topic),
    article_id text not null references articles (article_id),
    relevant integer not null,
    score real not null,
    reason text not null,
    primary key (topic, article_id)
) strict;

-- timeline

create table normalised (
    topic text not null references topics (topic),
    version_id text not null references article_versions (version_id),
    dated_as text not null,
    mentions integer not null,
    primary key (topic, version_id)
) strict;

create table mentions (
    topic text not null references topics (topic),
    mention_id text not null,
    article_id text not null references articles (article_id),
    version_id text not null references article_versions (version_id),
    part text not null,
    start integer not null,
    "end" integer not null,
    quote text not null,
    clause text not null,
    date text not null,
    end_date text not null,
    precision text not null,
    basis text not null,
    timex text not null,
    timex_rule text not null,
    modality text not null,
    actions text not null,
    entities text not null,
    amounts text not null,
    position integer not null,
    topical text not null,
    primary key (topic, mention_id, version_id)
) strict;
create index mentions_article on mentions (article_id);
create index mentions_version on mentions (version_id);
create index mentions_date on mentions (date);

create table copies (
    topic text not null references topics (topic),
    article_id text not null references articles (article_id),
    original_id text not null references articles (article_id),
    similarity real not null,
    primary key (topic, article_id)
) strict;

create table events (
    event_number integer primary key,
    topic text not null references topics (topic),
    event_id text not null,
    date text not null,
    "end" text not null,
    precision text not null,
    starts_on text not null,
    ends_on text not null,
    date_rule text not null,
    status text not null,
    type text not null,
    headline text not null,
    summary text not null,
    importance real not null,
    corroboration integer not null,
    entities text not null,
    digest text not null,
    unique (topic, event_id)
) strict;
create index events_starts on events (starts_on);

create table event_mentions (
    topic text not null,
    event_id text not null,
    mention_id text not null,
    version_id text not null,
    score real not null,
    reason text not null,
    primary key (topic, event_id, mention_id),
    foreign key (topic, event_id) references events (topic, event_id) on delete cascade,
    foreign key (topic, mention_id, version_id)
        references mentions (topic, mention_id, version_id) on delete cascade
) strict;
create index event_mentions_mention on event_mentions (topic, mention_id);

create table event_sources (
    topic text not null,
    event_id text not null,
    article_id text not null references articles (article_id),
    position integer not null,
    url text not null,
    outlet text not null,
    tier text not null,
    published text not null,
    quote text not null,
    copy_of text not null,
    primary key (topic, event_id, article_id),
    foreign key (topic, event_id) references events (topic, event_id) on delete cascade
) strict;
create index event_sources_article on event_sources (article_id);

create table conflicts (
    topic text not null,
    event_id text not null,
    field text not null,
    position integer not null,
    value text not null,
    urls text not null,
    chosen integer not null,
    reason text not null,
    primary key (topic, event_id, field, value),
    foreign key (topic, event_id) references events (topic, event_id) on delete cascade
) strict;

create table event_history (
    topic text not null,
    event_id text not null,
    step integer not null,
    said text not null,
    status text not null,
    date text not null,
    mention_id text not null,
    primary key (topic, event_id, step),
    foreign key (topic, event_id) references events (topic, event_id) on delete cascade
) strict;

-- views

create view chronology as
select e.event_id as id, e.topic, e.date, e."end", e.precision, e.status, e.type, e.headline,
       e.summary, e.importance, e.corroboration, e.entities, e.starts_on, e.ends_on, e.date_rule,
       (select count(*) from event_sources s
         where s.topic = e.topic and s.event_id = e.event_id) as sources,
       (select count(distinct c.field) from conflicts c
         where c.topic = e.topic and c.event_id = e.event_id) as conflicts
  from events e
 order by e.starts_on, e.ends_on, e.event_id;

create view coverage as
select a.article_id, r.topic, a.canonical_url as url, v.outlet,
       coalesce((select o.tier from outlets o where o.domain = v.outlet), 'outlet') as tier,
       v.title, v.published_at, v.published_precision, v.published_method, v.modified_at,
       v.language, v.body_missing, length(v.text) as characters,
       r.relevant, r.reason as relevance,
       c.original_id as copy_of,
       (select count(*) from article_versions w where w.article_id = a.article_id) as versions,
       (select count(*) from discoveries d where d.article_id = a.article_id) as discoveries,
       (select count(*) from mentions m
         where m.topic = r.topic and m.version_id = a.version_id) as mentions,
       a.first_seen_at
  from articles a
  join article_versions v on v.version_id = a.version_id
  left join relevance r on r.article_id = a.article_id
  left join copies c on c.article_id = a.article_id and c.topic = r.topic;

create view mentions_v as
select m.topic, m.mention_id, em.event_id, m.date, m.end_date, m.precision, m.basis, m.timex,
       m.timex_rule, m.modality, m.quote, m.part, m.start, m."end", m.entities, m.amounts,
       m.actions, v.outlet, a.canonical_url as url, v.title, v.published_at, em.score, em.reason
  from mentions m
  join articles a on a.article_id = m.article_id
  join article_versions v on v.version_id = m.version_id
  left join event_mentions em on em.topic = m.topic and em.mention_id = m.mention_id
       and em.version_id = m.version_id;

create view conflicts_v as
select c.topic, c.event_id, e.date, e.headline, c.field, c.value, c.chosen, c.urls, c.reason
  from conflicts c
  join events e on e.topic = c.topic and e.event_id = c.event_id
 order by e.starts_on, c.event_id, c.field, c.position;

create view source_health as
with numbered as (
    select run_id, row_number() over (
               partition by subject order by started_at desc, rowid desc) as nth
      from runs where kind = 'crawl'
)
select s.source_id as source, s.topic, s.kind, s.url, s.enabled,
       coalesce(r.state, 'never run') as state, coalesce(r.reason, '') as reason,
       r.started_at as last_run_at,
       (select max(k.ended_at) from runs k where k.kind = 'crawl' and k.subject = s.source_id
           and k.state in ('ok', 'partial')) as last_success_at,
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
 order by s.source_id;
