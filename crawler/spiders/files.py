"""Files on this machine: WARC files, or a folder of what `storyline import` reads."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler.archives import Imported, is_importable, read_paths
from crawler.items import ArticleImported
from crawler.spiders.source import SourceSpider
from crawler.warc import WARCS, Archived, Wanted, read_warc
from db import partial_dates
from db.errors import ImportFileError
from db.model import FeedEntry
from db.windows import Window, is_done


class ImportingSpider(SourceSpider):
    """For sources whose articles come with them, so that no page is asked for."""

    name = "importing"

    def wanted(self) -> Wanted:
        """What of an archive is looked at."""
        work = self.assignment
        since = partial_dates.period(work.topic.since)
        start = datetime.combine(since.start, datetime.min.time(), UTC) if since else None
        return Wanted(hosts=work.source.hosts, since=start, about=work.matcher.may_concern)

    def imported(self, found: ArticleImported) -> Iterator[ArticleImported]:
        """Remember where the article was found, and hand it on: once a run."""
        if found.entry.url in self._asked:
            return
        self._asked.add(found.entry.url)
        work = self.assignment
        self.count("source/entry/listed")
        now = datetime.now(UTC)
        new = work.store.save_discoveries(work.source.source_id, [found.entry], now)
        self.count("source/entry/new", new)
        self.count("article/read/ok")
        yield found


class FilesSpider(ImportingSpider):
    """Each file is read once, and again when it has changed."""

    name = "files"

    async def start(self) -> AsyncIterator[Any]:
        root = Path(self.assignment.source.path).expanduser()
        files = self._files(root)
        if not files:
            self.source_failure = f"no file to read in {root}" if root.is_dir() else f"no {root}"
            self.count("source/parse/failed")
        for file in files:
            mark = _mark(file)
            if is_done(self.assignment.store.db, self.assignment.source.source_id, mark.url):
                self.count("source/fetch/not_modified")
                continue
            async for item in self._articles(file, mark):
                yield item

    def _files(self, root: Path) -> list[Path]:
        warc = self.assignment.source.kind == "warc"
        found = sorted(p for p in root.rglob("*") if p.is_file()) if root.is_dir() else [root]
        return [
            p
            for p in found
            if p.is_file() and (p.name.lower().endswith(WARCS) if warc else is_importable(p))
        ]

    async def _articles(self, file: Path, mark: Window) -> AsyncIterator[ArticleImported]:
        work, source_id = self.assignment, self.assignment.source.source_id
        found, reason = 0, ""
        work.store.plan_windows(source_id, [mark])
        for result in self._results(file):
            await asyncio.sleep(0)  # other sources' crawls share this process
            if isinstance(result, ImportFileError):
                reason = result.message
                self.count("article/failed/unreadable")
                self.logger.warning("%s", result)
                continue
            for article in self.imported(result):
                found += 1
                yield article
        work.store.close_window(source_id, mark, state="done", reason=reason, entries=found)
        self.count("source/fetch/ok")

    def _results(self, file: Path) -> Iterator[ArticleImported | ImportFileError]:
        if self.assignment.source.kind == "folder":
            for result in read_paths([file]):
                yield _imported(result) if isinstance(result, Imported) else result
            return
        for one in read_warc(file, self.wanted()):
            yield archived(one) if isinstance(one, Archived) else one


def _mark(file: Path) -> Window:
    """What stands for the file as it is now."""
    state = file.stat()
    changed_at = datetime.fromtimestamp(state.st_mtime, UTC)
    url = f"{file.resolve().as_uri()}#{state.st_size}-{state.st_mtime_ns}"
    return Window(url=url, starts_at=changed_at, ends_at=changed_at)


def _imported(result: Imported) -> ArticleImported:
    article = result.article
    entry = FeedEntry(url=article.canonical_url, title=article.title, published=article.published)
    return ArticleImported(entry=entry, article=article, seen_at=result.seen_at, page=None)


def archived(found: Archived) -> ArticleImported:
    article, page = found.article, found.page
    entry = FeedEntry(url=page.url, title=article.title, published=article.published)
    return ArticleImported(entry=entry, article=article, seen_at=page.fetched_at, page=page)
