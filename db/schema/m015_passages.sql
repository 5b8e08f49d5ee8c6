-- What the conflicts of events read of an article: found once for each. A pool from before has other
-- rules, and is made anew.
alter table pool_articles add column passages blob not null default x'';
