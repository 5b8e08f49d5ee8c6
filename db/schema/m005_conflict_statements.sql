-- Who said which value when, and whether a conflict was settled since: what the first schema had
-- no place for. The rows so far are kept; the next build fills in the rest.

create temporary table conflicts_before as select * from conflicts;
drop view conflicts_v;
drop table conflicts;

create table conflicts (
    topic text not null,
    event_id text not null,
    field text not null,
    subject text not null,
    position integer not null,
    value text not null,
    words text not null,
    urls text not null,
    chosen integer not null,
    first_said text not null,
    last_said text not null,
    reason text not null,
    settled text not null,
    settlement text not null,
    explained text not null,
    primary key (topic, event_id, field, subject, value),
    foreign key (topic, event_id) references events (topic, event_id) on delete cascade
) strict;

insert into conflicts
select topic, event_id, field, '', position, value, '', urls, chosen, '', '', reason, '', '', ''
  from conflicts_before;
drop table conflicts_before;

create table conflict_statements (
    topic text not null,
    event_id text not null,
    field text not null,
    subject text not null,
    value text not null,
    position integer not null,
    article_id text not null references articles (article_id),
    version_id text not null,
    url text not null,
    publisher text not null,
    said text not null,
    attributed text not null,
    part text not null,
    start integer not null,
    "end" integer not null,
    quote text not null,
    primary key (topic, event_id, field, subject, value, position),
    foreign key (topic, event_id, field, subject, value)
        references conflicts (topic, event_id, field, subject, value) on delete cascade
) strict;
create index conflict_statements_article on conflict_statements (article_id);

create view conflicts_v as
select c.topic, c.event_id, e.date, e.headline, c.field, c.subject, c.value, c.words, c.chosen,
       c.first_said, c.last_said,
       (select json_group_array(distinct s.publisher) from conflict_statements s
         where s.topic = c.topic and s.event_id = c.event_id and s.field = c.field
           and s.subject = c.subject and s.value = c.value) as publishers,
       c.urls, c.reason, c.settled, c.settlement, c.explained
  from conflicts c
  join events e on e.topic = c.topic and e.event_id = c.event_id
 order by e.starts_on, c.event_id, c.field, c.subject, c.position;
