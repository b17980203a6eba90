"""A loopback arXiv that fails in each way the real one does, and made-up papers to announce."""

import copy
import re
from collections import deque
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from threading import Event
from typing import Any

from digest.config.endpoints import Endpoints
from digest.core.report import Paper
from loopback_arxiv.server import AnnouncedPaper, Answer, LoopbackArxiv

MONDAY = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
"""A submission of that moment is announced on Monday evening, in the announcement of Tuesday, 17 November 2026."""
TUESDAY = date(2026, 11, 17)
TUESDAY_NOON = datetime(2026, 11, 17, 17, 0, tzinfo=UTC)


def paper(number: int, submitted: datetime = MONDAY, **other: Any) -> Paper:
    """A made-up paper with the id 2611.9<number>, in cs.AI unless `other` says differently."""
    fields: dict[str, Any] = {
        "id": f"2611.9{number:04}",
        "version": 1,
        "title": f"Made-up paper {number}",
        "abstract": f"We make up paper {number}.",
        "authors": ("Ada Example", "Béla Minta"),
        "categories": ("cs.AI",),
        "primary_category": "cs.AI",
        "published": submitted,
        "updated": submitted,
    }
    return Paper(**fields | other)


def announced(*papers: Paper, on: date = TUESDAY) -> list[AnnouncedPaper]:
    """The papers in the announcement of a day."""
    return [AnnouncedPaper(paper=paper, announced=on) for paper in papers]


class FaultyArxiv(LoopbackArxiv):
    """Plays queued faults, one a request (None: answers well); when they are used up, the fault that is always there.

    The query API and the feed fail apart: `api_faults` and `api_always`, `rss_faults` and `rss_always`.
    """

    def __init__(self, papers: Sequence[AnnouncedPaper], *, now: datetime = TUESDAY_NOON) -> None:
        """Take what is announced and when, and the time."""
        super().__init__(papers, now=now)
        self.api_faults: deque[Fault | None] = deque()
        self.rss_faults: deque[Fault | None] = deque()
        self.api_always: Fault | None = None
        self.rss_always: Fault | None = None
        self.headers: list[dict[str, str]] = []
        self.closing = Event()

    @property
    def endpoints(self) -> Endpoints:
        """Where it is, to be asked without waits."""
        return Endpoints(api_url=self.api_url, rss_url=self.rss_url, delay_seconds=0)

    def respond(self, handler: BaseHTTPRequestHandler) -> None:
        """Fail as it is told to, or answer."""
        self.headers.append(dict(handler.headers.items()))
        api = handler.path.startswith("/api")
        queue, fault = (self.api_faults, self.api_always) if api else (self.rss_faults, self.rss_always)
        if queue:
            fault = queue.popleft()
        if fault:
            fault(self, handler)
        else:
            super().respond(handler)

    def __exit__(self, *error: object) -> None:
        """Let go of what hangs, and stop."""
        self.closing.set()
        super().__exit__(*error)


Fault = Callable[[FaultyArxiv, BaseHTTPRequestHandler], None]


def status(code: int, body: bytes = b"", **headers: str) -> Fault:
    """Another status; headers as in Retry_After="1"."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda site, handler: site.send(handler, Answer(body=body, status=code, headers=named))


def body(content: bytes) -> Fault:
    """Status 200 with something else."""
    return status(200, content)


def edited(edit: Callable[[str], str]) -> Fault:
    """The right answer with its text changed."""

    def play(site: FaultyArxiv, handler: BaseHTTPRequestHandler) -> None:
        text = edit(site.answer(handler.path).body.decode())
        site.send(handler, Answer(body=text.encode()))

    return play


def dropped(site: FaultyArxiv, handler: BaseHTTPRequestHandler) -> None:
    """Half of the answer, then the connection is gone."""
    content = site.answer(handler.path).body
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content[: len(content) // 2])
    handler.close_connection = True


def dropped_chunk(site: FaultyArxiv, handler: BaseHTTPRequestHandler) -> None:
    """The same for an answer in chunks, which does not say how long it will be."""
    content = site.answer(handler.path).body
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"%x\r\n" % len(content) + content[: len(content) // 2])
    handler.close_connection = True


def hang(site: FaultyArxiv, handler: BaseHTTPRequestHandler) -> None:
    """No answer at all, while the site lives."""
    site.closing.wait(30)
    handler.close_connection = True


def drip(site: FaultyArxiv, handler: BaseHTTPRequestHandler) -> None:
    """A byte at a time, for ever."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    while not site.closing.wait(0.01):
        try:
            handler.wfile.write(b" ")
            handler.wfile.flush()
        except OSError:
            break
    handler.close_connection = True


def stale(days: int) -> Fault:
    """The right answer of some days ago."""

    def play(site: FaultyArxiv, handler: BaseHTTPRequestHandler) -> None:
        past = copy.copy(site)
        past.now = site.now - timedelta(days=days)
        site.send(handler, past.answer(handler.path))

    return play


def entries(text: str) -> list[str]:
    """The entries of an Atom page."""
    return re.findall(r"  <entry>.*?</entry>\n", text, re.DOTALL)


def _without_entries(text: str) -> str:
    return re.sub(r"  <entry>.*</entry>\n", "", text, flags=re.DOTALL)


def _short(text: str) -> str:
    return text.replace(found[-1], "") if (found := entries(text)) else text


def _moved(text: str) -> str:
    """What is first on a page stands on it as the last, too: it took the place of another."""
    return text.replace(found[-1], found[0]) if (found := entries(text)) else text


rate_exceeded = body(b"Rate exceeded.")
web_page = body(b"<!DOCTYPE html><html><head><title>arXiv</title><meta><body>Down for maintenance")
empty_body = body(b"")
truncated = edited(lambda text: text[: len(text) * 2 // 3])
no_entries = edited(_without_entries)
no_total = edited(lambda text: re.sub(r"totalResults>\d+", "totalResults>0", _without_entries(text)))
short_page = edited(_short)
moved_entries = edited(_moved)
error_entry = edited(
    lambda text: re.sub(r"http://arxiv.org/abs/\S+?<", "http://arxiv.org/api/errors#x<", text, count=1)
)
