"""What the versions of an article changed, as a comparison of each with the one before it found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

from db import rows
from db.connection import Connection
from db.model import Article

# A correction is a sentence that says the article was put right; `cut` is a text of which only
# a part was read, `grown` the other way round, `rewritten` one that has little of the other.
EditKind = Literal[
    "number", "date", "name", "claim", "withdrawn", "correction", "added",
    "rewritten", "grown", "cut", "wording",
]  # fmt: skip
TRIVIAL: frozenset[EditKind] = frozenset({"wording", "grown", "cut", "rewritten"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One sentence (or headline) before and after; "" where there was none."""

    kind: EditKind
    old: str
    new: str
    part: Literal["title", "text"] = "text"

    @property
    def is_material(self) -> bool:
        """Whether what the article says has changed, not only how."""
        return self.kind not in TRIVIAL


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionPair:
    """Two versions of one article, one seen right after the other."""

    article_id: str
    earlier_id: str
    version_id: str
    earlier: Article
    article: Article


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEdit:
    """An edit with where and when it was seen."""

    article_id: str
    url: str
    outlet: str
    seen_at: str  # UTC
    edit: Edit


# Versions without a whole body say too little to tell what was edited. Most articles have one
# version: those are left out before the window sorts them.
_FOLLOWING = """
  select version_id, article_id, lag(version_id) over (
           partition by article_id order by seen_at, version_id) as earlier_id
    from article_versions where text != '' and body_missing = '' and article_id in (
      select article_id from article_versions group by article_id having count(*) > 1)"""


class EditWrites(Connection):
    def save_edits(self, pair: VersionPair, edits: Sequence[Edit]) -> None:
        """Keep what a version changed of the one before it."""
        with self._transaction() as db:
            db.execute("delete from comparisons where version_id = ?", [pair.version_id])
            db.table("comparisons").insert(
                {
                    "version_id": pair.version_id,
                    "earlier_id": pair.earlier_id,
                    "article_id": pair.article_id,
                    "material": sum(edit.is_material for edit in edits),
                }
            )
            db.table("version_edits").insert_all(
                {
                    "version_id": pair.version_id,
                    "position": position,
                    "part": edit.part,
                    "kind": edit.kind,
                    "material": int(edit.is_material),
                    "old": edit.old,
                    "new": edit.new,
                }
                for position, edit in enumerate(edits)
            )

    def drop_stale_comparisons(self) -> None:
        """Forget what was compared with a version that no longer comes before it: one may have
        come late that is older, or was seen earlier than we knew."""
        with self._transaction() as db:
            db.execute(
                f"delete from comparisons where (version_id, earlier_id) not in (select version_id,"
                f" earlier_id from ({_FOLLOWING}) where earlier_id is not null)"
            )

    def forget_edits(self) -> None:
        """Let the next build compare all versions anew."""
        with self._transaction() as db:
            db.execute("delete from comparisons")


def uncompared(db: Database) -> list[VersionPair]:
    """Neighbouring versions of an article that were not compared with each other yet."""
    found = db.query(
        f"with following as ({_FOLLOWING}) select f.* from following f"
        " left join comparisons c on c.version_id = f.version_id and c.earlier_id = f.earlier_id"
        " where f.earlier_id is not null and c.version_id is null order by f.version_id"
    )
    return [
        VersionPair(
            article_id=row["article_id"],
            earlier_id=row["earlier_id"],
            version_id=row["version_id"],
            earlier=_version(db, row["earlier_id"]),
            article=_version(db, row["version_id"]),
        )
        for row in list(found)
    ]


def _version(db: Database, version_id: str) -> Article:
    sql = (
        "select v.*, a.canonical_url from article_versions v"
        " join articles a on a.article_id = v.article_id where v.version_id = ?"
    )
    return rows.article(next(db.query(sql, [version_id])))


def edits_of(db: Database, article_ids: Sequence[str]) -> list[StoredEdit]:
    """The material edits of some articles, in the order they were seen."""
    marks = ", ".join("?" * len(article_ids))
    found = db.query(
        "select distinct article_id, url, outlet, seen_at, kind, part, old, new, position"
        f" from edits where material and article_id in ({marks})"
        " order by seen_at, article_id, position",
        list(article_ids),
    )
    return [
        StoredEdit(
            article_id=row["article_id"],
            url=row["url"],
            outlet=row["outlet"],
            seen_at=row["seen_at"],
            edit=Edit(kind=row["kind"], part=row["part"], old=row["old"], new=row["new"]),
        )
        for row in found
    ]
