"""What a crawl or an import saves: discoveries, pages, articles."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlite_utils import Database

from db import ids, rows
from db.connection import Connection
from db.errors import NotFoundError
from db.model import Article, FeedEntry, Page, Relevance

MAX_ATTEMPTS = 3  # a discovered page that failed this often is left alone

Saved = Literal["new", "changed", "same"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave us to ask whether a URL has changed."""

    etag: str = ""
    last_modified: str = ""


class CrawlWrites(Connection):
    def validators(self, url: str) -> Validators:
        for row in self.db.query("select * from validators where url = ?", [url]):
            return Validators(etag=row["etag"], last_modified=row["last_modified"])
        return Validators()

    def save_validators(self, url: str, validators: Validators, checked_at: datetime) -> None:
        record = {
            "url": url,
            "etag": validators.etag,
            "last_modified": validators.last_modified,
            "checked_at": rows.iso(checked_at),
        }
        with self._transaction():
            self._upsert("validators", [record], "url")

    def save_discoveries(
        self, source_id: str, entries: Sequence[FeedEntry], seen_at: datetime
    ) -> int:
        """Remember what a source points to; returns how many are new.

        An entry whose title, summary or modified time changed is opened again.
        """
        when, new = rows.iso(seen_at), 0
        with self._transaction() as db:
            for entry in entries:
                key = ids.discovery_id(source_id, entry.url)
                known = next(
                    db.query("select entry, state from discoveries where discovery_id = ?", [key]),
                    None,
                )
                record: rows.Row = {"discovery_id": key, "entry": rows.dump(entry)}
                record["last_seen_at"] = when
                if known is None:
                    new += 1
                    record |= {"source_id": source_id, "url": entry.url}
                    record |= {"state": "pending", "first_seen_at": when}
                    self._upsert("discoveries", [record], "discovery_id")
                    continue
                if _reads_differently(rows.load(FeedEntry, known["entry"]), entry):
                    record |= {"state": "pending", "attempts": 0}
                changed = ", ".join(f"{column} = :{column}" for column in record)
                db.execute(
                    f"update discoveries set {changed} where discovery_id = :discovery_id", record
                )
        return new

    def pending(self, source_id: str, limit: int) -> list[FeedEntry]:
        """What was discovered and is not dealt with yet, oldest discovery first."""
        found = self.db.query(
            "select entry from discoveries where source_id = ? and (state = 'pending'"
            " or (state = 'failed' and attempts < ?))"
            " order by first_seen_at, rowid limit ?",
            [source_id, MAX_ATTEMPTS, limit],
        )
        return [rows.load(FeedEntry, row["entry"]) for row in found]

    def close_discovery(
        self,
        source_id: str,
        url: str,
        *,
        state: Literal["fetched", "skipped", "failed"],
        reason: str = "",
        article_id: str | None = None,
    ) -> None:
        with self._transaction() as db:
            _close(db, ids.discovery_id(source_id, url), state, reason, article_id)

    def save_article(
        self,
        article: Article,
        *,
        topic: str,
        relevance: Relevance,
        seen_at: datetime,
        page: Page | None = None,
        discovered_as: tuple[str, str] | None = None,
    ) -> Saved:
        """Keep the raw page, the article, a version when its words changed, and why it is
        relevant; close the discovery `(source_id, url)` it came from.

        A version that does not stand has no say in the relevance of the article.
        """
        with self._transaction() as db:
            article_id, saved, stands = _save_article(db, article, seen_at)
            if page is not None:
                _save_page(db, page, article_id)
            if stands:
                decision = rows.relevance_row(topic, article_id, relevance)
                self._upsert("relevance", [decision], ("topic", "article_id"))
            if discovered_as is not None:
                _close(db, ids.discovery_id(*discovered_as), "fetched", "", article_id)
        return saved


def _reads_differently(before: FeedEntry, now: FeedEntry) -> bool:
    return (before.title, before.summary, before.modified) != (now.title, now.summary, now.modified)


def _close(
    db: Database, discovery_id: str, state: str, reason: str, article_id: str | None
) -> None:
    done = db.execute(
        "update discoveries set state = ?, reason = ?, attempts = attempts + 1,"
        " article_id = coalesce(?, article_id) where discovery_id = ?",
        [state, reason, article_id, discovery_id],
    )
    if done.rowcount == 0:
        raise NotFoundError("no such discovery", discovery=discovery_id)


def _save_page(db: Database, page: Page, article_id: str) -> None:
    page_id = ids.page_id(page.body)
    record = {
        "page_id": page_id,
        "body": zlib.compress(page.body, 6),
        "size": len(page.body),
        "content_type": page.content_type,
    }
    _insert(
        db,
        "insert into pages",
        record,
        # Bytes that were let go have come again.
        " on conflict (page_id) do update set body = excluded.body where length(pages.body) = 0",
    )
    fetch = {
        "url": page.url,
        "final_url": page.final_url or page.url,
        "status": page.status,
        "fetched_at": rows.iso(page.fetched_at),
        "page_id": page_id,
        "article_id": article_id,
    }
    _insert(db, "insert into fetches", fetch)


def _insert(db: Database, into: str, record: rows.Row, otherwise: str = "") -> None:
    columns, places = ", ".join(record), ", ".join("?" * len(record))
    db.execute(f"{into} ({columns}) values ({places}){otherwise}", list(record.values()))


def _save_article(db: Database, article: Article, seen_at: datetime) -> tuple[str, Saved, bool]:
    """(article id, what became of it, whether this version is the one that stands)"""
    canonical = article.canonical_url or article.url
    article_id = ids.article_id(canonical)
    version = rows.version_row(article, article_id=article_id, seen_at=seen_at)
    when = rows.iso(seen_at)
    known = next(
        db.query("select version_id from articles where article_id = ?", [article_id]), None
    )
    if known is None:
        db.execute(
            "insert into articles values (?, ?, ?, ?, ?)",
            [article_id, canonical, version["version_id"], when, when],
        )
    inserted = _insert_version(db, version)
    _choose_version(db, article_id, when)
    now = next(db.query("select version_id from articles where article_id = ?", [article_id]))
    stands = now["version_id"] == version["version_id"]
    if known is None:
        return article_id, "new", stands
    changed = inserted and now["version_id"] != known["version_id"]
    return article_id, "changed" if changed else "same", stands


def _insert_version(db: Database, version: rows.Row) -> bool:
    """Whether it was not there. Of two records of one version the earlier seen counts, and the
    evidence of the more confident one, whatever the order in which they came."""
    columns = ", ".join(version)
    new = db.execute(
        f"insert into article_versions ({columns}) values ({', '.join('?' * len(version))})"
        " on conflict (version_id) do nothing",
        list(version.values()),
    ).rowcount
    if new:
        return True
    evidence = [c for c in version if c not in ("version_id", "article_id", "seen_at")]
    weight = "coalesce({0}published_confidence, 0), coalesce({0}published_evidence, ''), {0}url"
    values = {column: version[column] for column in evidence}
    weighed = weight.format(":")
    db.execute(
        f"update article_versions set {', '.join(f'{c} = :{c}' for c in evidence)}"
        f" where version_id = :version_id and ({weight.format('')}) < ({weighed})",
        values | {"version_id": version["version_id"]},
    )
    db.execute(
        "update article_versions set seen_at = min(seen_at, ?) where version_id = ?",
        [version["seen_at"], version["version_id"]],
    )
    return False


def _choose_version(db: Database, article_id: str, when: str) -> None:
    # The version that stands is the latest that has a whole body, else one that has its
    # beginning. The rule looks only at the versions, so that the order in which files were
    # imported does not matter.
    db.execute(
        """update articles set
             first_seen_at = min(first_seen_at, :when), last_seen_at = max(last_seen_at, :when),
             version_id = (
               select version_id from article_versions where article_id = :id
                order by text != '' desc, body_missing = '' desc, seen_at desc, length(text) desc,
                         version_id limit 1)
           where article_id = :id""",
        {"id": article_id, "when": when},
    )
