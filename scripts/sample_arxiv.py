"""A small arXiv on 127.0.0.1, over real HTTP: the query API and the RSS feed, for `make demo` and the tests.

It announces the papers it is given, on the days they say, by a clock that is set from outside. The query API knows a
paper from 20:00 Eastern time of the evening before its announcement's date, the feed from midnight.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

from digest import taxonomy
from digest.announcement import ANNOUNCED_AT, DAY, EASTERN
from digest.models import Paper
from sample_answers import Kind, atom_error, atom_page, rss_error, rss_feed

SLICE = 2000
"""The most entries in an answer of the query API, and items in a feed."""
_ID = re.compile(r"(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{7})(v\d+)?")
_WINDOW = re.compile(r"submittedDate:\[(\d{12}) TO (\d{12})\]")
_QUERY = re.compile(rf"\(?cat:[\w.-]+( OR cat:[\w.-]+)*\)?( AND {_WINDOW.pattern})?")


@dataclass(frozen=True, kw_only=True)
class AnnouncedPaper:
    """A paper, and the date of the announcement that it is in.

    The same id may be announced again later: with more categories (a late cross-list) or a higher version.
    """

    paper: Paper
    announced: date

    @property
    def in_the_index(self) -> datetime:
        """From when on the query API knows it."""
        return datetime.combine(self.announced - DAY, ANNOUNCED_AT, EASTERN)


def load(path: Path) -> tuple[AnnouncedPaper, ...]:
    """Read {"papers": [{"announced": "2026-11-17", "id": ..., "title": ..., ...}]}, the fields those of Paper."""
    records = json.loads(path.read_text("utf-8"))["papers"]
    return tuple(
        AnnouncedPaper(announced=date.fromisoformat(record.pop("announced")), paper=Paper.model_validate(record))
        for record in records
    )


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer over HTTP."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class LoopbackArxiv:
    """An arXiv that answers while the `with` block runs.

    `now` is its clock and may be set at any time; `requests` are the paths that were asked for, oldest first.
    """

    def __init__(self, papers: Sequence[AnnouncedPaper], *, now: datetime) -> None:
        """Take what is announced and when, and the first time of the clock (aware)."""
        self.papers = list(papers)
        self.now = now
        self.requests: list[str] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # head and body leave together

            def do_GET(self) -> None:
                site.requests.append(unquote(self.path))
                site.respond(self)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it so)
                """Say nothing on stderr."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> Self:
        """Begin to answer."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def api_url(self) -> str:
        """What ARXIV_API_URL is set to."""
        return f"http://127.0.0.1:{self._server.server_port}/api/query"

    @property
    def rss_url(self) -> str:
        """What ARXIV_RSS_URL is set to; the categories follow as /cs.AI+cs.CL."""
        return f"http://127.0.0.1:{self._server.server_port}/rss"

    def respond(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request as arXiv does when it is well."""
        self.send(handler, self.answer(handler.path))

    def send(self, handler: BaseHTTPRequestHandler, answer: Answer) -> None:
        """Put an answer on the wire."""
        handler.send_response(answer.status)
        for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(answer.body)

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
        wrong = next((name for name in names.split(",") if name and not _ID.fullmatch(name)), None)
        if wrong or (query and not _QUERY.fullmatch(query)):
            message = f"incorrect id format for {wrong}" if wrong else "incorrect query"
            return Answer(body=atom_error(message, now=self.now).encode(), status=400, headers=headers)
        found = list(_matching(self._indexed(), query, names))
        by_update = asked.get("sortBy") == "lastUpdatedDate"
        found.sort(
            key=lambda paper: (paper.updated if by_update else paper.published) or datetime.min.replace(tzinfo=UTC),
            reverse=asked.get("sortOrder") != "ascending",
        )
        start, most = int(asked.get("start", "0")), int(asked.get("max_results", "10"))
        page = found[start : start + min(most, SLICE)]
        text = atom_page(page, total=len(found), start=start, asked=most, now=self.now)
        return Answer(body=text.encode(), headers=headers)

    def _indexed(self) -> Iterable[Paper]:
        """The newest announced state of each paper."""
        newest = {}
        for item in sorted(self.papers, key=lambda item: (item.announced, item.paper.id)):
            if item.in_the_index <= self.now:
                newest[item.paper.id] = item.paper
        return newest.values()

    def _rss(self, categories: Sequence[str]) -> str:
        day = self.now.astimezone(EASTERN).date()
        if not all(name in taxonomy.categories() for name in categories):
            return rss_error(categories)
        today = sorted((item for item in self.papers if item.announced == day), key=lambda item: item.paper.id)
        items = [(item.paper, kind) for item in today if (kind := self._kind(item, set(categories)))]
        return rss_feed(items[:SLICE], categories=categories, day=day)

    def _kind(self, item: AnnouncedPaper, categories: set[str]) -> Kind | None:
        """How the feed of `categories` lists what is announced; None where it does not."""
        paper = item.paper
        if not categories.intersection(paper.categories):
            return None
        earlier = [old.paper for old in self.papers if old.paper.id == paper.id and old.announced < item.announced]
        if not earlier:
            return "new" if paper.primary_category in categories else "cross"
        if (paper.version or 0) > max(old.version or 0 for old in earlier):
            return "replace" if paper.primary_category in categories else "replace-cross"
        known = {name for old in earlier for name in old.categories}
        return "cross" if categories.intersection(paper.categories) - known else None


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
