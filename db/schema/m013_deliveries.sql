-- Which week's digest was sent through which channel: what is sent once is never sent again.

create table deliveries (
    topic text not null,
    week text not null,
    channel text not null,
    state text not null,
    attempts integer not null,
    reason text not null,
    began_at text not null,
    ended_at text,
    next_at text,
    primary key (topic, week, channel)
) strict;
