"""Answers of arXiv's query API: proved whole before the `arxiv` package reads them, and turned into papers after.

https://info.arxiv.org/help/api/user-manual.html#_details_of_atom_results_returned
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from digest.models import Paper
from digest.rss import paragraphs
from digest.transport import BadAnswer, Transport

if TYPE_CHECKING:
    from arxiv import Result  # its type only

_ATOM = "{http://www.w3.org/2005/Atom}"
_TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"
UNKNOWN = datetime(1, 1, 1, tzinfo=UTC)
"""Stands for a time that the entry does not give; the package drops entries without one."""


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
        self._totals: list[int] = []

    @property
    def total(self) -> int:
        """How many papers the newest answer counts."""
        return self._totals[-1] if self._totals else 0

    @property
    def totals_agree(self) -> bool:
        """Whether all pages counted the same; if not, entries may have moved between pages."""
        return len(set(self._totals)) <= 1

    def get(self, url: str, headers: Any = None) -> Answer:
        """One page; raises ArxivUnreadable where no proved answer came."""
        del headers  # the transport sends its own
        start = int(parse_qs(urlsplit(url).query).get("start", ["0"])[0])
        body = self._transport.get(url, "application/atom+xml, text/xml", lambda body: _prove(body, start))
        feed = etree.fromstring(body)
        self._totals.append(_total(feed))
        return Answer(content=_complete(feed))


def _prove(body: bytes, start: int) -> None:
    """Raise BadAnswer unless the bytes are a whole feed that has entries where it counts some."""
    try:
        feed = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        begin = " ".join(body[:80].decode("utf-8", "replace").split()) or "empty"
        raise BadAnswer(f"not a whole XML document ({begin})") from error
    if feed.tag != f"{_ATOM}feed" or feed.find(_TOTAL) is None:
        raise BadAnswer("XML, but not a feed of the query API")
    entries = feed.findall(f"{_ATOM}entry")
    if any(
        "/api/errors" in (e.findtext(f"{_ATOM}id") or "") or e.findtext(f"{_ATOM}title") == "Error" for e in entries
    ):
        raise BadAnswer(f"arXiv's error entry: {(entries[0].findtext(f'{_ATOM}summary') or '').strip()[:200]}")
    if not entries and start < _total(feed):
        raise BadAnswer(f"no entries, though it counts {_total(feed)}")


def _total(feed: etree._Element) -> int:
    text = (feed.findtext(_TOTAL) or "").strip()
    return int(text) if text.isdecimal() else 0


def _complete(feed: etree._Element) -> bytes:
    """The feed with a time in every entry, since the package drops an entry that lacks one."""
    for entry in feed.iterfind(f"{_ATOM}entry"):
        for tag in ("published", "updated"):
            if not (entry.findtext(f"{_ATOM}{tag}") or "").strip():
                for empty in entry.findall(f"{_ATOM}{tag}"):
                    entry.remove(empty)
                etree.SubElement(entry, f"{_ATOM}{tag}").text = UNKNOWN.isoformat()
    return etree.tostring(feed)


def paper(result: "Result") -> Paper:
    """An entry as a paper."""
    name = re.fullmatch(r"(?P<id>.+?)(v(?P<version>\d+))?", result.entry_id.rpartition("/abs/")[2].strip())
    categories = tuple(result.categories) or ((result.primary_category,) if result.primary_category else ())
    return Paper(
        id=name["id"] if name else result.entry_id,
        version=int(name["version"]) if name and name["version"] else None,
        title=" ".join(result.title.split()),
        abstract=paragraphs(result.summary),
        authors=tuple(joined for author in result.authors if (joined := " ".join(author.name.split()))),
        categories=tuple(sorted(categories, key=lambda name: name != result.primary_category)),
        primary_category=result.primary_category or (categories[0] if categories else ""),
        published=None if result.published == UNKNOWN else result.published,
        updated=None if result.updated == UNKNOWN else result.updated,
        comment=" ".join(result.comment.split()) if result.comment else None,
        doi=result.doi or None,
    )
