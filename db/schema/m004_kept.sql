-- What a build keeps for the next one. All of it can be dropped and is then made again.

create table article_touches (
    touch_number integer primary key autoincrement,
    article_id text not null
) strict;
create index article_touches_article on article_touches (article_id);

create trigger article_version_came after insert on article_versions begin
    delete from article_touches where article_id = new.article_id;
    insert into article_touches (article_id) values (new.article_id);
end;
create trigger article_version_chosen after update of version_id on articles
when old.version_id is not new.version_id begin
    delete from article_touches where article_id = new.article_id;
    insert into article_touches (article_id) values (new.article_id);
end;
create trigger relevance_came after insert on relevance begin
    delete from article_touches where article_id = new.article_id;
    insert into article_touches (article_id) values (new.article_id);
end;
create trigger relevance_changed after update of relevant on relevance
when old.relevant is not new.relevant begin
    delete from article_touches where article_id = new.article_id;
    insert into article_touches (article_id) values (new.article_id);
end;

create table pools (
    pool_number integer primary key,
    topic text not null unique references topics (topic),
    rules text not null,
    build integer not null,
    seen_touch integer not null,
    mentions integer not null,
    judgements text not null
) strict;

create table pool_articles (
    pool_number integer not null,
    article_id text not null,
    version_id text not null,
    dated_as text not null,
    primary key (pool_number, article_id)
) strict, without rowid;

create table pool_mentions (
    pool_number integer not null,
    mention integer not null,
    article_id text not null,
    group_number integer not null,
    dating text not null,
    words text not null,
    names text not null,
    words_beside text not null,
    names_beside text not null,
    actions_beside text not null,
    of_market integer not null,
    near blob not null,
    primary key (pool_number, mention)
) strict;
create index pool_mentions_group on pool_mentions (pool_number, group_number);
create index pool_mentions_article on pool_mentions (pool_number, article_id);

create table pool_terms (
    pool_number integer not null,
    kind text not null,
    term text not null,
    mentions integer not null,
    primary key (pool_number, kind, term)
) strict, without rowid;

create table pool_postings (
    pool_number integer not null,
    term integer not null,
    mention integer not null,
    primary key (pool_number, term, mention)
) strict, without rowid;

create table pool_cells (
    pool_number integer not null,
    cell integer not null,
    members blob not null,
    primary key (pool_number, cell)
) strict, without rowid;

create table pool_groups (
    pool_number integer not null,
    group_number integer not null,
    event_id text not null,
    primary key (pool_number, group_number)
) strict, without rowid;

create table pool_texts (
    pool_number integer not null,
    article integer not null,
    at integer not null,
    day integer,
    original integer not null,
    similarity real not null,
    links integer not null,
    enters integer not null,
    words integer not null,
    runs blob not null,
    traces blob not null,
    primary key (pool_number, article)
) strict, without rowid;
create index pool_texts_original on pool_texts (pool_number, original);

create table pool_traces (
    pool_number integer not null,
    trace integer not null,
    at integer not null,
    article integer not null,
    enters integer not null,
    primary key (pool_number, trace, at, article)
) strict, without rowid;
