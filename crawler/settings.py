"""How the crawl behaves towards the web. `python -m crawler -s NAME=VALUE` overrides one."""

from __future__ import annotations

BOT_NAME = "storyline"
SPIDER_MODULES = ["crawler.spiders"]

# Honest, and without the word that some outlets answer with 403; a topic may set its own.
USER_AGENT = "storyline/0.1 (personal news chronology)"
ROBOTSTXT_OBEY = True
COOKIES_ENABLED = False

CONCURRENT_REQUESTS = 16
CONCURRENT_ITEMS = 1  # saving is no waiting: more would only be tasks to make for every response
CONCURRENT_REQUESTS_PER_DOMAIN = 2
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 0.5  # seconds; halves or doubles towards the host's latency
AUTOTHROTTLE_MAX_DELAY = 30.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0

DOWNLOAD_TIMEOUT = 30  # seconds
DOWNLOAD_MAXSIZE = 8 * 1024 * 1024  # bytes, also of what a compressed response unpacks to
DOWNLOAD_WARNSIZE = 0
WARC_PART_BYTES = 4 * 1024 * 1024  # of an archive on the web: what is asked for at once
DOWNLOAD_HANDLERS = {
    "http": "crawler.download.GatedDownload",
    "https": "crawler.download.GatedDownload",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
TWISTED_DNS_RESOLVER = "crawler.resolver.PublicResolver"
CLOSESPIDER_TIMEOUT = 20 * 60  # seconds for one source
REDIRECT_MAX_TIMES = 5

# A host that is not there, refuses or stays silent is not better a moment later: the next
# scheduled run is its retry. 429 and 503 are left out, because asking again at once is what they
# forbid: see `crawler.patience`.
RETRY_TIMES = 2
RETRY_HTTP_CODES = [500, 502, 504, 522, 524, 408]
RETRY_EXCEPTIONS = [
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.ResponseDataLossError",
    "twisted.internet.error.ConnectionDone",
    "twisted.internet.error.ConnectionLost",
]
RETRY_GIVE_UP_LOG_LEVEL = "INFO"

# Looks for the source code of every callback at every response, which takes milliseconds.
WARN_ON_GENERATOR_RETURN_VALUE = False

DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.Boundary": 10,
    "crawler.middlewares.HostPatience": 90,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.robots.RobotsRules": 100,
    "crawler.middlewares.TopicProxy": 740,  # before HttpProxy's 750
}
ITEM_PIPELINES = {"crawler.pipelines.StoreOutcome": 300}
EXTENSIONS = {"crawler.extensions.RunRecord": 100}

TELNETCONSOLE_ENABLED = False
STATS_DUMP = False
LOG_INSTALL_ROOT_HANDLER = False  # the entry point has its own
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
