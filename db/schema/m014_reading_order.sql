-- The order of the chronology, so that any page of it is read without sorting all of it.
drop index events_starts;
create index events_order on events (starts_on, ends_on, event_id);
