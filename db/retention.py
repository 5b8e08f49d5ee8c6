"""Letting go of raw pages, as each topic file allows.

What was read of a page (its article, every version of the words, the mentions) stays, and so do
hash and size of the bytes. Bytes are kept while anybody may need them: for as long as any topic
says that the article was looked at for, and for as long as the article is poor, because a better
rule may yet read a body or a date in them.
"""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from db import rows
from db.connection import Connection

AT_ONCE = 200  # so that a crawl beside it does not wait long

# Ages are counted from the last fetch: a clock that jumps ahead makes nothing old by itself.
_NOT_NEEDED = """
select p.page_id from pages p
 where length(p.body) > 0
   and exists (select 1 from fetches f where f.page_id = p.page_id)
   and not exists (
     select 1 from fetches f
       join articles a on a.article_id = f.article_id
       join article_versions v on v.version_id = a.version_id
       left join relevance r on r.article_id = f.article_id
       left join topics t on t.topic = r.topic
      where f.page_id = p.page_id
        and (coalesce(json_extract(t.config, '$.keep_pages_days'), 0) = 0
             or f.fetched_at >= strftime('%Y-%m-%dT%H:%M:%SZ', :newest,
                  -json_extract(t.config, '$.keep_pages_days') || ' days')
             or (r.relevant and (v.body_missing != '' or v.text = '' or v.published_at is null))))
 limit :most"""


class RetentionWrites(Connection):
    def let_pages_go(self, now: datetime) -> tuple[int, int]:
        """Empty the raw bytes that nobody needs; returns how many pages, and their bytes in the
        database."""
        newest = min(rows.iso(now), _last_fetch(self.db) or rows.iso(now))
        pages = size = 0
        while found := [
            row["page_id"]
            for row in self.db.query(_NOT_NEEDED, {"newest": newest, "most": AT_ONCE})
        ]:
            places = ", ".join("?" * len(found))
            with self._transaction() as db:
                size += db.execute(
                    f"select sum(length(body)) from pages where page_id in ({places})", found
                ).fetchone()[0]
                db.execute(f"update pages set body = x'' where page_id in ({places})", found)
            pages += len(found)
        return pages, size


def _last_fetch(db: Database) -> str:
    return str(db.execute("select coalesce(max(fetched_at), '') from fetches").fetchone()[0])
