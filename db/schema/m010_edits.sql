-- What each version of an article changed of the one before it.

create table comparisons (
    version_id text primary key references article_versions (version_id),
    earlier_id text not null references article_versions (version_id),
    article_id text not null references articles (article_id),
    material integer not null
) strict;
create index comparisons_article on comparisons (article_id);

create table version_edits (
    version_id text not null references comparisons (version_id) on delete cascade,
    position integer not null,
    part text not null,
    kind text not null,
    material integer not null,
    old text not null,
    new text not null,
    primary key (version_id, position)
) strict;

create view edits as
select r.topic, c.article_id, a.canonical_url as url, v.outlet, v.title, v.seen_at,
       e.kind, e.material, e.part, e.old, e.new, e.position, c.version_id, c.earlier_id
  from version_edits e
  join comparisons c on c.version_id = e.version_id
  join article_versions v on v.version_id = e.version_id
  join articles a on a.article_id = c.article_id
  left join relevance r on r.article_id = c.article_id
 order by v.seen_at, e.version_id, e.position;
