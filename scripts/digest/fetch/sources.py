"""Reading arXiv: the query API and the RSS feed of the day, in every run; the union is what is new.

The query API knows everything for years back but not what was announced when; the feed has just today's announcement.
Each finds what the other misses, and one may fail. The `arxiv` package builds the queries, turns the pages and reads
the entries; that every answer is whole is proved here, since the package takes a broken one for an empty one.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Literal

import arxiv

from digest.config.endpoints import Endpoints
from digest.core import paper_ids
from digest.core.errors import ArxivUnreadable
from digest.core.report import Paper, merge
from digest.fetch import atom, rss
from digest.fetch.readings import Fetched, SourceReading, union
from digest.fetch.transport import BadAnswer, Transport

PAGE_SIZE = 1000
"""Entries a request; arXiv allows 2000, and answers large pages less reliably."""
MOST_IN_A_QUERY = 20_000
"""arXiv pages through 30,000 results of a query; a window with more than this is halved."""
TRIES_TO_AGREE = 3
IDS_A_REQUEST = 100
SHARE_OF_THE_FEED = 1 / 3
"""Of the time: a feed that hangs must leave enough for the query API."""
FEWEST_EXPECTED = 3.0
"""A window in which a category's pace lets this many papers be expected is never believed to have none."""

Progress = Callable[[str], None]


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
    api = _Api(transport, endpoints, page_size, progress)
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
    api = _Api(transport, endpoints, PAGE_SIZE, lambda _: None)
    for since, until in windows:
        transport.deadline = transport.clock() + deadline_seconds
        reading = _read("api", partial(api.window, categories, since, until, cross_lists), transport)
        if reading.problem:
            said = f"arXiv could not be read from {since.date()} on: {reading.problem}. The same command goes on; "
            raise ArxivUnreadable(f"{said}--source oai asks another of arXiv's interfaces. See docs/backfill.md.")
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
    api = _Api(_transport(endpoints, deadline_seconds), endpoints, IDS_A_REQUEST, lambda _: None)
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


class _Api:
    """The query API, asked through the `arxiv` package until its answers agree."""

    def __init__(self, transport: Transport, endpoints: Endpoints, page_size: int, progress: Progress) -> None:
        self._session = atom.ProvedSession(transport)
        self._progress = progress
        # Waits and retries are the transport's: the package knows neither time limits nor broken bodies.
        self._client = arxiv.Client(page_size=page_size, delay_seconds=0, num_retries=0)
        self._client.query_url_format = endpoints.api_url + "?{}"
        self._client._session = self._session  # the one seam the package has

    def window(self, categories: Sequence[str], since: datetime, until: datetime, cross_lists: bool) -> SourceReading:
        """The papers of a window; without cross-lists those that have their primary category in `categories`."""
        found = self._submitted(categories, since, until)
        if not found and not self._is_quiet(categories, since, until):
            raise BadAnswer(
                f"the query API has no paper at all from {since.date()} to {until.date()}, which it often says in error"
            )
        named = [paper for paper in found.values() if paper_ids.FORM.fullmatch(paper.id)]
        wrong = sorted(paper.id for paper in found.values() if not paper_ids.FORM.fullmatch(paper.id))
        strange = [name for name in wrong if not name.startswith(atom.NAMELESS)]
        nameless = len(wrong) - len(strange)
        notices = [f"Entries of the query API without an id, left out: {nameless}."] if nameless else []
        if strange:
            notices.append(
                f"Entries of the query API whose id is none of arXiv's, left out: {len(strange)} "
                f"({paper_ids.described(strange)})."
            )
        return SourceReading(
            name="api",
            papers=merge([paper for paper in named if cross_lists or paper.primary_category in categories]),
            listed=len(found),
            notices=tuple(notices),
        )

    def by_id(self, ids: list[str]) -> dict[str, Paper]:
        """The papers among `ids` (at most a page) that arXiv has."""
        return self._agreed(arxiv.Search(id_list=ids, max_results=len(ids))) or {}

    def _submitted(self, categories: Sequence[str], since: datetime, until: datetime) -> dict[str, Paper]:
        found = self._agreed(_search(categories, since, until))
        if found is not None:
            return found
        middle = since + (until - since) / 2  # its minute is in both halves, so that no second of it is in neither
        if middle - since < timedelta(minutes=1):
            raise BadAnswer(f"the query API counts more than {MOST_IN_A_QUERY} papers at {since:%Y-%m-%d %H:%M}")
        return self._submitted(categories, since, middle) | self._submitted(categories, middle, until)

    def _agreed(self, search: arxiv.Search) -> dict[str, Paper] | None:
        """All papers of a query, as many as it counts on each of its pages; None where it counts too many.

        Raises BadAnswer where count and entries do not agree. No paper at all is an answer, after as many tries.
        """
        session, found = self._session, dict[str, Paper]()
        for _ in range(TRIES_TO_AGREE):
            session.begin()
            found = {}
            try:
                for result in self._client.results(search):
                    if session.total > MOST_IN_A_QUERY:
                        return None
                    paper = atom.paper(result)
                    found[paper.id] = paper
                    if len(found) % self._client.page_size == 0:
                        self._progress(f"{len(found)} of {session.total} entries")
            except arxiv.UnexpectedEmptyPageError:
                continue  # a later page that counts 0: the pages do not agree
            if found and session.totals == {len(found)}:
                return found
        if session.totals == {0}:
            return {}
        counts = " and ".join(map(str, sorted(session.totals)))
        raise BadAnswer(f"the query API counts {counts} papers and gave {len(found)} of them, {TRIES_TO_AGREE} times")

    def _is_quiet(self, categories: Sequence[str], since: datetime, until: datetime) -> bool:
        """Whether the pace of the last year makes a window without any paper likely (math.KT, not cs.LG)."""
        year = timedelta(days=365)
        self._session.begin()
        next(self._client.results(_search(categories, until - year, until)), None)
        return 0 < self._session.total * ((until - since) / year) < FEWEST_EXPECTED


def _search(categories: Sequence[str], since: datetime, until: datetime) -> arxiv.Search:
    names = " OR ".join(f"cat:{name}" for name in categories)
    first, last = (moment.astimezone(UTC).strftime("%Y%m%d%H%M") for moment in (since, until))
    return arxiv.Search(
        query=f"({names}) AND submittedDate:[{first} TO {last}]",
        max_results=None,
        sort_by=arxiv.SortCriterion.SubmittedDate,
        sort_order=arxiv.SortOrder.Ascending,
    )
