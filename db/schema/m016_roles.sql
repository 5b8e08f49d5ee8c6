-- Who does what to whom. Mentions can be made again from the articles: the next build reads all of
-- them anew.

alter table mentions add column agents text not null default '[]';
alter table mentions add column predicate text not null default '';
alter table mentions add column patients text not null default '[]';
delete from normalised;

drop view if exists mentions_v;
create view mentions_v as
select m.topic, m.mention_id, em.event_id, m.date, m.end_date, m.precision, m.basis, m.timex,
       m.timex_rule, m.modality, m.said_by, m.is_news, m.agents, m.predicate, m.patients, m.quote,
       m.part, m.start, m."end", m.entities, m.amounts, m.actions, v.outlet,
       a.canonical_url as url, v.title, v.published_at, em.score, em.reason
  from mentions m
  join articles a on a.article_id = m.article_id
  join article_versions v on v.version_id = m.version_id
  left join event_mentions em on em.topic = m.topic and em.mention_id = m.mention_id
       and em.version_id = m.version_id;
