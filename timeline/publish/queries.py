"""Questions that `storyline serve` offers beside the tables, and what the views hold."""

from __future__ import annotations

QUERIES: dict[str, dict[str, str]] = {
    "between": {
        "title": "What happened between two dates",
        "sql": "select date_words(date) as date, status, headline, corroboration as sources, id"
        " from chronology where date_overlaps(date, :since || '/' || :until)",
        "description": "Dates such as 2026-04-08, 2026-04, 2026-Q2 or 2026.",
    },
    "about": {
        "title": "Events with words in headline, summary or names",
        "sql": "select e.date, e.headline, e.corroboration as sources, e.event_id as id"
        " from events_fts f join events e on e.rowid = f.rowid"
        " where events_fts match escape_fts(:words) || '*' order by f.rank limit 50",
    },
    "sentences": {
        "title": "The sentences an event rests on",
        "sql": "select outlet, published_at, date, quote, url, reason from mentions_v"
        " where event_id = :event order by published_at",
    },
    "disputed": {
        "title": "Open disagreements, value by value",
        "sql": "select date, headline, field, subject, value, chosen, publishers, first_said,"
        " last_said from conflicts_v where settled = '' and explained = ''",
    },
    "due": {
        "title": "What is planned and not over",
        "sql": "select date_words(date) as date, status, headline, id from chronology"
        " where status in ('expected', 'slipped') and ends_on >= date('now')",
    },
    "told_most": {
        "title": "Events by independent sources",
        "sql": "select date, headline, corroboration as sources, importance, id from chronology"
        " order by corroboration desc, importance desc limit 50",
    },
    "edited": {
        "title": "Articles that changed after they came out",
        "sql": "select outlet, title, versions, url from coverage where versions > 1"
        " order by versions desc",
    },
    "sources": {
        "title": "How each source does",
        "sql": "select source, health, health_reason, alarms, last_success_at, next_attempt_at"
        " from source_health",
    },
    "review": {
        "title": "Pairs of events that may be one",
        "sql": "select score, date, headline, other_date, other_headline, reason from review_v",
    },
}

VIEWS = {
    "chronology": "One row for each thing that happened, in order of time.",
    "coverage": "One row for each article.",
    "mentions_v": "One row for each dated sentence, and the event it is in.",
    "conflicts_v": "One row for each value of each disagreement.",
    "source_health": "One row for each source: how it is, and why.",
    "review_v": "Pairs of events that may be one, for a person to decide.",
}
