"""Reading arXiv: the query API and the RSS feed of the day, in every run; the union is what is new.

The query API knows everything for years back but not what was announced when; the feed has just today's announcement.
Each finds what the other misses, and one may fail. The `arxiv` package builds the queries, turns the pages and reads
the entries; that every answer is whole is proved here, since the package takes a broken one for an empty one.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

import arxiv

from digest import atom, rss
from digest.dedupe import merge
from digest.errors import ArxivUnreadable, ConfigurationError
from digest.models import Paper
from digest.transport import BadAnswer, Transport

PAGE_SIZE = 1000
"""Entries a request; arXiv allows 2000, and answers large pages less reliably."""
MOST_IN_A_QUERY = 20_000
"""arXiv pages through 30,000 results of a query; a window with more than this is halved."""
TRIES_TO_AGREE = 3
IDS_A_REQUEST = 100


@dataclass(frozen=True, kw_only=True)
class Endpoints:
    """Where arXiv is."""

    api_url: str = "https://export.arxiv.org/api/query"
    rss_url: str = "https://rss.arxiv.org/rss"
    delay_seconds: float = 3.0
    """Between two requests, over both hosts (arXiv's terms of use)."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Endpoints":
        """Read ARXIV_API_URL, ARXIV_RSS_URL and ARXIV_DELAY_SECONDS; an empty variable is unset."""
        delay = environment.get("ARXIV_DELAY_SECONDS", "").strip()
        try:
            seconds = float(delay or cls.delay_seconds)
        except ValueError as error:
            raise ConfigurationError(f'ARXIV_DELAY_SECONDS is "{delay}"; seconds are wanted, or nothing.') from error
        return cls(
            api_url=environment.get("ARXIV_API_URL", "").strip() or cls.api_url,
            rss_url=(environment.get("ARXIV_RSS_URL", "").strip() or cls.rss_url).rstrip("/"),
            delay_seconds=seconds,
        )


@dataclass(frozen=True, kw_only=True)
class SourceReading:
    """What one source gave."""

    name: Literal["api", "rss"]
    papers: tuple[Paper, ...] = ()
    requests: int = 0
    listed: int = 0
    """How many entries the source had, replacements included."""
    problem: str | None = None
    """Why the source could not be read; null where it was."""


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """What both sources gave together."""

    papers: tuple[Paper, ...]
    """The union, one paper an id, sorted by id."""
    sources: tuple[SourceReading, ...]
    notices: tuple[str, ...] = ()


def fetch(
    categories: Sequence[str],
    *,
    since: datetime,
    until: datetime,
    cross_lists: bool,
    endpoints: Endpoints,
    deadline_seconds: float,
    page_size: int = PAGE_SIZE,
    progress: Callable[[str], None] = lambda _: None,
) -> Fetched:
    """Read the papers of `categories` submitted in [since, until] from the query API, and today's from the feed.

    One source that fails is survived with a notice. Raises ArxivUnreadable where both do.
    """
    transport = Transport(delay_seconds=endpoints.delay_seconds, deadline=time.monotonic() + deadline_seconds)

    def query() -> tuple[list[Paper], int]:
        papers = list(_query(categories, since, until, _client(transport, endpoints, page_size), transport, progress))
        mine = [paper for paper in papers if cross_lists or paper.primary_category in categories]
        return mine, len(papers)

    def feed() -> tuple[list[Paper], int]:
        # A site that takes no feed for an empty list must not cost the run; the feed goes first, it is one request.
        body = transport.get(f"{endpoints.rss_url}/{'+'.join(categories)}", "application/rss+xml, text/xml", rss.check)
        today = rss.parse(body, categories, cross_lists=cross_lists)
        return list(today.papers), today.items

    sources = (_read("rss", feed, transport), _read("api", query, transport))
    problems = [f"{source.name}: {source.problem}" for source in sources if source.problem]
    if len(problems) == len(sources):
        raise ArxivUnreadable(
            "arXiv could not be read, neither its query API nor its RSS feed. Nothing was written. "
            + "; ".join(problems)
            + ". The next run tries again by itself; where this lasts for days, see docs/troubleshooting.md."
        )
    papers = merge([paper for source in sources for paper in source.papers])
    notices = tuple(
        f"One of arXiv's two sources could not be read ({problem}); the other was used." for problem in problems
    )
    return Fetched(papers=papers, sources=sources, notices=notices)


def fetch_papers(ids: Sequence[str], *, endpoints: Endpoints, deadline_seconds: float) -> tuple[Paper, ...]:
    """Read papers by id, sorted by id; an id that arXiv does not have is absent. Raises ArxivUnreadable."""
    transport = Transport(delay_seconds=endpoints.delay_seconds, deadline=time.monotonic() + deadline_seconds)
    client = _client(transport, endpoints, IDS_A_REQUEST)
    batches = (list(ids[start : start + IDS_A_REQUEST]) for start in range(0, len(ids), IDS_A_REQUEST))
    found = [
        atom.paper(result)
        for batch in batches
        for result in client.results(arxiv.Search(id_list=batch, max_results=len(batch)))
    ]
    return merge(found)


def _read(
    name: Literal["api", "rss"], source: Callable[[], tuple[list[Paper], int]], transport: Transport
) -> SourceReading:
    before = transport.asked
    try:
        papers, listed = source()
    except (ArxivUnreadable, BadAnswer) as error:
        return SourceReading(name=name, requests=transport.asked - before, problem=str(error))
    return SourceReading(name=name, papers=merge(papers), requests=transport.asked - before, listed=listed)


def _client(transport: Transport, endpoints: Endpoints, page_size: int) -> arxiv.Client:
    # Waits and retries are the transport's: the package knows neither time limits nor broken bodies.
    client = arxiv.Client(page_size=page_size, delay_seconds=0, num_retries=0)
    client.query_url_format = endpoints.api_url + "?{}"
    client._session = atom.ProvedSession(transport)  # the one seam the package has
    return client


def _query(
    categories: Sequence[str],
    since: datetime,
    until: datetime,
    client: arxiv.Client,
    transport: Transport,
    progress: Callable[[str], None],
) -> Iterator[Paper]:
    """All papers of a window; the window is halved while it holds more than arXiv pages through."""
    session: atom.ProvedSession = client._session
    query = f"({' OR '.join(f'cat:{name}' for name in categories)}) AND submittedDate:[{_gmt(since)} TO {_gmt(until)}]"
    search = arxiv.Search(
        query=query,
        max_results=None,
        sort_by=arxiv.SortCriterion.SubmittedDate,
        sort_order=arxiv.SortOrder.Ascending,
    )
    for _ in range(TRIES_TO_AGREE):
        session.begin()
        papers: dict[str, Paper] = {}
        for result in client.results(search):
            if session.total > MOST_IN_A_QUERY:
                break
            found = atom.paper(result)
            papers[found.id] = found
            if len(papers) % client.page_size == 0:
                progress(f"{len(papers)} of {session.total} entries")
        if session.total > MOST_IN_A_QUERY:
            middle = since + (until - since) / 2
            yield from _query(categories, since, middle, client, transport, progress)
            yield from _query(categories, middle + timedelta(minutes=1), until, client, transport, progress)
            return
        if session.total and len(papers) == session.total and session.totals_agree:
            yield from papers.values()
            return
        if time.monotonic() >= transport.deadline:
            break
    if not session.total:
        raise BadAnswer(
            f"the query API has no paper at all from {since.date()} to {until.date()}, which it often says in error"
        )
    raise BadAnswer(
        f"the query API counts {session.total} papers and gave {len(papers)} of them, {TRIES_TO_AGREE} times"
    )


def _gmt(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%d%H%M")
