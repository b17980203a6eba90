"""A small arXiv on 127.0.0.1, over real HTTP: the query API and the RSS feed, for `make demo` and the tests.

It announces the papers it is given, on the days they say, by a clock that is set from outside. The query API knows a
paper from 20:00 Eastern time of the evening before its announcement's date, the feed from midnight.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, unquote, urlsplit

from digest.core import paper_ids, taxonomy
from digest.core.calendar import EASTERN
from digest.core.report import Paper
from loopback_arxiv.answers import atom_error, atom_page, rss_error, rss_feed
from loopback_arxiv.papers import AnnouncedPaper, indexed, listed, load
from loopback_arxiv.serving import Handler, Serving, send

__all__ = ["AnnouncedPaper", "Answer", "LoopbackArxiv", "load"]

SLICE = 2000
"""The most entries in an answer of the query API, and items in a feed."""
_WINDOW = re.compile(r"submittedDate:\[(\d{12}) TO (\d{12})\]")
_QUERY = re.compile(rf"\(?cat:[\w.-]+( OR cat:[\w.-]+)*\)?( AND {_WINDOW.pattern})?")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer over HTTP."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class LoopbackArxiv(Serving):
    """An arXiv that answers while the `with` block runs.

    `now` is its clock and may be set at any time; `requests` are the paths that were asked for, oldest first.
    """

    def __init__(self, papers: Sequence[AnnouncedPaper], *, now: datetime) -> None:
        """Take what is announced and when, and the first time of the clock (aware)."""
        self.papers = list(papers)
        self.now = now
        self.requests: list[str] = []
        site = self

        class Answering(Handler):
            def do_GET(self) -> None:  # noqa: N802 (the base class names it so)
                site.requests.append(unquote(self.path))
                site.respond(self)

        super().__init__(Answering)

    @property
    def api_url(self) -> str:
        """What ARXIV_API_URL is set to."""
        return f"{self.address}/api/query"

    @property
    def rss_url(self) -> str:
        """What ARXIV_RSS_URL is set to; the categories follow as /cs.AI+cs.CL."""
        return f"{self.address}/rss"

    def respond(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request as arXiv does when it is well."""
        self.send(handler, self.answer(handler.path))

    def send(self, handler: BaseHTTPRequestHandler, answer: Answer) -> None:
        """Put an answer on the wire."""
        send(handler, answer.body, answer.status, answer.headers)

    def answer(self, path: str) -> Answer:
        """The answer to a path with its query, such as /rss/cs.AI+cs.CL."""
        address = urlsplit(path)
        if address.path == "/api/query":
            return self._api({name: values[0] for name, values in parse_qs(address.query).items()})
        folder, _, names = unquote(address.path).rpartition("/")
        if folder == "/rss":
            return Answer(body=self._rss(names.split("+")).encode(), headers={"Content-Type": "application/rss+xml"})
        return Answer(body=b"not found", status=404)

    def _api(self, asked: dict[str, str]) -> Answer:
        headers = {"Content-Type": "application/atom+xml; charset=utf-8"}
        query, names = asked.get("search_query", ""), asked.get("id_list", "")
        wrong = next(
            (name for name in names.split(",") if name and not paper_ids.FORM.fullmatch(re.sub(r"v\d+$", "", name))),
            None,
        )
        if wrong or (query and not _QUERY.fullmatch(query)):
            message = f"incorrect id format for {wrong}" if wrong else "incorrect query"
            return Answer(body=atom_error(message, now=self.now).encode(), status=400, headers=headers)
        matching = list(_matching(indexed(self.papers, self.now), query, names))
        by_update = asked.get("sortBy") == "lastUpdatedDate"
        matching.sort(
            key=lambda paper: (paper.updated if by_update else paper.published) or datetime.min.replace(tzinfo=UTC),
            reverse=asked.get("sortOrder") != "ascending",
        )
        start, most = int(asked.get("start", "0")), int(asked.get("max_results", "10"))
        page = matching[start : start + min(most, SLICE)]
        text = atom_page(page, total=len(matching), start=start, asked=most, now=self.now)
        return Answer(body=text.encode(), headers=headers)

    def _rss(self, categories: Sequence[str]) -> str:
        day = self.now.astimezone(EASTERN).date()
        if not all(name in taxonomy.categories() for name in categories):
            return rss_error(categories)
        items = listed(self.papers, day, categories)
        return rss_feed(items[:SLICE], categories=categories, day=day)


def _matching(papers: Iterable[Paper], query: str, names: str) -> Iterable[Paper]:
    """The papers that search_query and id_list ask for; the window is of minutes in GMT, both ends included."""
    ids = {re.sub(r"v\d+$", "", name) for name in names.split(",") if name}
    categories = set(re.findall(r"cat:([\w.-]+)", query))
    window = _WINDOW.search(query)
    first, last = (_gmt(window[1]), _gmt(window[2])) if window else (None, None)
    for paper in papers:
        if (ids and paper.id not in ids) or (categories and not categories.intersection(paper.categories)):
            continue
        if first and last and not (paper.published and first <= paper.published <= last):
            continue
        yield paper


def _gmt(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%d%H%M").replace(tzinfo=UTC)
