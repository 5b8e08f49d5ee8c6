"""The least that a Scrapy spider can do, for `bench/throughput.py` to compare with."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response


class Titles(Spider):
    """Reads the feed of a site, and of each page it lists the title."""

    name = "titles"

    async def start(self) -> AsyncIterator[Request]:
        yield Request(f"{sys.argv[1]}/feed.xml")

    def parse(self, response: Response) -> Iterator[Request]:
        for link in response.xpath("//item/link/text()").getall():
            yield Request(link, callback=self.read)

    def read(self, response: Response) -> Iterator[dict[str, str | None]]:
        yield {"url": response.url, "title": response.css("title::text").get()}


def main() -> None:
    settings = dict(pair.split("=") for pair in sys.argv[2:])
    process = CrawlerProcess({"LOG_ENABLED": False, **settings})
    crawler = process.create_crawler(Titles)
    process.crawl(crawler)
    process.start()
    print(crawler.stats.get_value("item_scraped_count"))


if __name__ == "__main__":
    main()
