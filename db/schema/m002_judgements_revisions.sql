-- What people judged, what is left for them to judge, and how the chronology came to be.
-- Judgements and revisions refer to no derived row: they outlive every rebuild.

create table judgements (
    judgement_number integer primary key autoincrement,
    topic text not null references topics (topic),
    verdict text not null,
    mention_id text not null,
    other_id text not null,
    field text not null,
    value text not null,
    note text not null,
    made_by text not null,
    made_at text not null,
    undone_by text,
    undone_at text
) strict;
create index judgements_topic on judgements (topic);

create table judgement_outcomes (
    judgement_number integer primary key references judgements (judgement_number),
    topic text not null,
    outcome text not null,
    reason text not null
) strict;
create index judgement_outcomes_topic on judgement_outcomes (topic);

create table unsure_pairs (
    topic text not null,
    event_id text not null,
    other_id text not null,
    mention_id text not null,
    other_mention_id text not null,
    score real not null,
    reason text not null,
    primary key (topic, event_id, other_id),
    foreign key (topic, event_id) references events (topic, event_id) on delete cascade,
    foreign key (topic, other_id) references events (topic, event_id) on delete cascade
) strict;
create index unsure_pairs_other on unsure_pairs (topic, other_id);

create table revisions (
    revision_number integer primary key autoincrement,
    topic text not null references topics (topic),
    at text not null,
    event_id text not null,
    change text not null,
    fields text not null,
    cause text not null,
    event text not null,
    mentions text not null,
    digest text not null
) strict;
create index revisions_event on revisions (topic, event_id, revision_number);

create view review_v as
select u.topic, u.score, u.reason,
       u.event_id, e.date, e.headline, u.mention_id,
       u.other_id, o.date as other_date, o.headline as other_headline, u.other_mention_id
  from unsure_pairs u
  join events e on e.topic = u.topic and e.event_id = u.event_id
  join events o on o.topic = u.topic and o.event_id = u.other_id
 order by u.score desc, u.event_id, u.other_id;

create view judgements_v as
select j.judgement_number, j.topic, j.verdict, j.mention_id, j.other_id, j.field, j.value, j.note,
       j.made_by, j.made_at,
       case when j.undone_at is not null then 'undone' else coalesce(o.outcome, 'next build') end
           as outcome,
       case when j.undone_at is not null then 'by ' || j.undone_by || ' at ' || j.undone_at
            else coalesce(o.reason, '') end as reason
  from judgements j
  left join judgement_outcomes o on o.judgement_number = j.judgement_number
 order by j.judgement_number;
