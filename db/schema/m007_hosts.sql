-- What the crawl knows of hosts: who asked for patience, and what their robots.txt said.

create table hosts (
    host text primary key,
    refusals integer not null,
    not_before text not null,
    reason text not null
) strict;

create table robots (
    origin text primary key,
    body text not null,
    etag text not null,
    last_modified text not null,
    fetched_at text not null
) strict;
