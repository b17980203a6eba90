"""Reading arXiv: the query API and the RSS feed of the day, in every run; the union is what is new.

The query API knows everything for years back but not what was announced when; the feed has just today's announcement.
Each finds what the other misses, and one may fail.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Literal

from digest.config.endpoints import Endpoints
from digest.core.errors import ArxivUnreadable
from digest.core.report import Paper, merge
from digest.fetch import rss
from digest.fetch.query_api import PAGE_SIZE, Progress, QueryApi
from digest.fetch.readings import Fetched, SourceReading, union
from digest.fetch.transport import BadAnswer, Transport

IDS_A_REQUEST = 100
SHARE_OF_THE_FEED = 1 / 3
"""Of the time: a feed that hangs must leave enough for the query API."""


def fetch(
    categories: Sequence[str],
    *,
    since: datetime,
    until: datetime,
    cross_lists: bool,
    endpoints: Endpoints,
    deadline_seconds: float,
    page_size: int = PAGE_SIZE,
    progress: Progress = lambda _: None,
) -> Fetched:
    """Read the papers of `categories` submitted in [since, until] from the query API, and today's from the feed.

    One source that fails is survived with a notice. Raises ArxivUnreadable where both do.
    """
    transport = _transport(endpoints, deadline_seconds)
    end = transport.deadline
    # The feed goes first: it is one request, and what it announces the query API may know a little later.
    transport.deadline -= (1 - SHARE_OF_THE_FEED) * deadline_seconds
    feed = _read("rss", lambda: rss.read(transport, endpoints.rss_url, categories, cross_lists=cross_lists), transport)
    transport.deadline = end
    api = QueryApi(transport, endpoints, page_size, progress)
    query = _read("api", lambda: api.window(categories, since, until, cross_lists), transport)
    return union(feed, query)


def fetch_windows(
    categories: Sequence[str],
    windows: Iterable[tuple[datetime, datetime]],
    *,
    cross_lists: bool,
    endpoints: Endpoints,
    deadline_seconds: float,
    say: Progress = lambda _: None,
) -> Iterator[SourceReading]:
    """Read what was submitted in each window, one after the other over one connection. Raises ArxivUnreadable."""
    transport = _transport(endpoints, deadline_seconds)
    api = QueryApi(transport, endpoints, PAGE_SIZE, lambda _: None)
    for since, until in windows:
        transport.deadline = transport.clock() + deadline_seconds
        reading = _read("api", partial(api.window, categories, since, until, cross_lists), transport)
        if reading.problem:
            problem = f"arXiv could not be read from {since.date()} on: {reading.problem}. The same command goes on; "
            raise ArxivUnreadable(f"{problem}--source oai asks another of arXiv's interfaces. See docs/backfill.md.")
        say(f"Submitted {since.date()} to {until.date()}, papers: {len(reading.papers)}")
        yield reading


def fetch_feed(
    categories: Sequence[str], *, cross_lists: bool, endpoints: Endpoints, deadline_seconds: float
) -> SourceReading:
    """Read the feed of the day alone; a failure is in the reading's `problem`."""
    transport = _transport(endpoints, deadline_seconds)
    return _read("rss", lambda: rss.read(transport, endpoints.rss_url, categories, cross_lists=cross_lists), transport)


def fetch_papers(ids: Sequence[str], *, endpoints: Endpoints, deadline_seconds: float) -> tuple[Paper, ...]:
    """Read papers by id, sorted by id; an id that arXiv does not have is absent. Raises ArxivUnreadable."""
    api = QueryApi(_transport(endpoints, deadline_seconds), endpoints, IDS_A_REQUEST, lambda _: None)
    batches = [list(ids[start : start + IDS_A_REQUEST]) for start in range(0, len(ids), IDS_A_REQUEST)]
    try:
        return merge([paper for batch in batches for paper in api.by_id(batch).values()])
    except BadAnswer as error:
        raise ArxivUnreadable(f"Papers could not be read by their ids: {error}.") from error


def _transport(endpoints: Endpoints, deadline_seconds: float) -> Transport:
    return Transport(delay_seconds=endpoints.delay_seconds, deadline=time.monotonic() + deadline_seconds)


def _read(name: Literal["api", "rss"], source: Callable[[], SourceReading], transport: Transport) -> SourceReading:
    before = transport.asked
    try:
        reading = source()
    except (ArxivUnreadable, BadAnswer) as error:
        reading = SourceReading(name=name, problem=str(error))
    return replace(reading, requests=transport.asked - before)
