"""Answers of arXiv's query API: proved whole before the `arxiv` package reads them, and turned into papers after.

https://info.arxiv.org/help/api/user-manual.html#_details_of_atom_results_returned
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from digest.core.report import Paper
from digest.fetch import xml_document
from digest.fetch.transport import BadAnswer, Transport

if TYPE_CHECKING:
    from arxiv import Result  # noqa: TID251 (its type only)

_ATOM = "{http://www.w3.org/2005/Atom}"
_TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"
UNKNOWN = datetime(1, 1, 1, tzinfo=UTC)
"""Stands for a time that the entry does not give; the package drops entries without one."""
NAMELESS = "nameless"
"""Begins the id of an entry that has none, so that it counts; such a paper cannot be told from others."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the package takes of an HTTP response."""

    content: bytes
    status_code: int = 200


class ProvedSession:
    """Stands in for the package's session: each page it hands over is a whole Atom feed with entries."""

    def __init__(self, transport: Transport) -> None:
        """Take the transport that all requests to arXiv share."""
        self._transport = transport
        self.begin()

    def begin(self) -> None:
        """Forget the counts of an earlier query."""
        self.total = 0
        """How many papers the newest page counts."""
        self.totals: set[int] = set()
        """What the pages counted; if they differ, entries may have moved between them."""

    def get(self, url: str, headers: Any = None) -> Answer:
        """One page; raises ArxivUnreadable where no proved answer came."""
        del headers  # the transport sends its own
        start = int(parse_qs(urlsplit(url).query).get("start", ["0"])[0])
        proved: list[etree._Element] = []
        self._transport.get(url, "application/atom+xml, text/xml", lambda body: proved.append(_proved(body, start)))
        feed = proved[-1]
        self.total = _total(feed)
        self.totals.add(self.total)
        return Answer(content=_complete(feed, start))


def _proved(body: bytes, start: int) -> etree._Element:
    """The feed; raises BadAnswer unless the bytes are a whole one that has entries where it counts some."""
    feed = xml_document.parse(body)
    if feed.tag != f"{_ATOM}feed" or feed.find(_TOTAL) is None:
        raise BadAnswer(f"XML, but not a feed of the query API ({xml_document.start(body)})")
    entries = feed.findall(f"{_ATOM}entry")
    for entry in entries:
        if "/api/errors" in (entry.findtext(f"{_ATOM}id") or ""):
            raise BadAnswer(f"arXiv's error entry: {(entry.findtext(f'{_ATOM}summary') or '').strip()[:200]}")
    if not entries and start < _total(feed):
        raise BadAnswer(f"no entries, though it counts {_total(feed)}")
    return feed


def _total(feed: etree._Element) -> int:
    text = (feed.findtext(_TOTAL) or "").strip()
    # Python reads no number of thousands of digits, and arXiv counts none of more than ten.
    return int(text) if text.isdecimal() and len(text) <= 10 else 0


def _complete(feed: etree._Element, start: int) -> bytes:
    """The feed with an id and times in every entry, since the package drops or chokes on an entry that lacks one."""
    for number, entry in enumerate(feed.iterfind(f"{_ATOM}entry"), start):
        _put(entry, "id", "".join((entry.findtext(f"{_ATOM}id") or "").split()) or f"{NAMELESS}-{number}")
        for tag in ("published", "updated"):
            _put(entry, tag, _moment(entry.findtext(f"{_ATOM}{tag}") or "").isoformat())
    return etree.tostring(feed)


def _put(entry: etree._Element, tag: str, text: str) -> None:
    element = entry.find(f"{_ATOM}{tag}")
    if element is None:
        element = etree.SubElement(entry, f"{_ATOM}{tag}")
    element.text = text


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return UNKNOWN


def paper(result: "Result") -> Paper:
    """An entry as a paper."""
    name = re.fullmatch(r"(?P<id>.+?)(v(?P<version>\d{1,4}))?", result.entry_id.rpartition("/abs/")[2])
    categories = tuple(result.categories) or ((result.primary_category,) if result.primary_category else ())
    return Paper(
        id=name["id"] if name else result.entry_id,
        version=int(name["version"]) if name and name["version"] else None,
        title=" ".join(result.title.split()),
        abstract=xml_document.paragraphs(result.summary),
        authors=tuple(joined for author in result.authors if (joined := " ".join(author.name.split()))),
        categories=tuple(sorted(categories, key=lambda name: name != result.primary_category)),
        primary_category=result.primary_category or (categories[0] if categories else ""),
        published=None if result.published == UNKNOWN else result.published,
        updated=None if result.updated == UNKNOWN else result.updated,
        comment=" ".join(result.comment.split()) or None if result.comment else None,
        doi=result.doi or None,
    )
