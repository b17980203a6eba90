"""arXiv's RSS feed, parsed: bytes in, papers out. https://info.arxiv.org/help/rss.html

The feed has the newest announcement only. It knows neither the submission time nor a comment, and its author line is
TeX.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from digest.models import Paper
from digest.names import from_tex
from digest.transport import BadAnswer

_NAMES = {"arxiv": "http://arxiv.org/schemas/atom", "dc": "http://purl.org/dc/elements/1.1/"}
_GUID = re.compile(r"^oai:arXiv\.org:(?P<id>.+?)(v(?P<version>\d+))?$")
_PREFIX = re.compile(r"^\s*arXiv:\S+\s+Announce Type:\s*[\w-]+\s*(?:\n\s*)?Abstract:\s*", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Feed:
    """One answer of the feed."""

    papers: tuple[Paper, ...]
    """The announced papers that are new, or new to a category."""
    items: int
    """All items, replacements included."""


def check(body: bytes) -> None:
    """Raise BadAnswer unless the bytes are a whole feed about papers."""
    _channel(body)


def parse(body: bytes, categories: Sequence[str], *, cross_lists: bool) -> Feed:
    """Read a feed of `categories`; cross-lists count where asked for, replacements never do. Raises BadAnswer."""
    items = _channel(body).findall("item")
    wanted = {"new", "cross"} if cross_lists else {"new"}
    papers = [
        paper
        for item in items
        if (item.findtext("arxiv:announce_type", "new", _NAMES) or "new").strip() in wanted
        and (paper := _paper(item)) is not None
        and (cross_lists or paper.primary_category in categories)
    ]
    return Feed(papers=tuple(papers), items=len(items))


def _channel(body: bytes) -> etree._Element:
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise BadAnswer(f"not a whole XML document ({_start(body)})") from error
    channel = root.find("channel")
    if channel is None:
        raise BadAnswer(f"XML, but not a feed ({_start(body)})")
    if (channel.findtext("title") or "").startswith("Feed error"):
        raise BadAnswer(f"an error feed: {(channel.findtext('description') or '').strip()[:200]}")
    return channel


def _paper(item: etree._Element) -> Paper | None:
    name = _GUID.match((item.findtext("guid") or "").strip())
    title = " ".join((item.findtext("title") or "").split())
    if not name:
        return None
    categories = tuple(text for c in item.findall("category") if (text := (c.text or "").strip()))
    description = _PREFIX.sub("", item.findtext("description") or "")
    authors = from_tex(item.findtext("dc:creator", "", _NAMES) or "")
    return Paper(
        id=name["id"],
        version=int(name["version"]) if name["version"] else None,
        title=title,
        abstract=paragraphs(description),
        authors=tuple(author for part in authors.split(",") if (author := " ".join(part.split()))),
        categories=categories,
        primary_category=categories[0] if categories else "",
    )


def paragraphs(text: str) -> str:
    """An abstract's text: lines joined, paragraphs (a new line that is indented, or an empty line) kept apart."""
    parts = re.split(r"\n(?=[ \t]|\n)", text.strip())
    return "\n\n".join(joined for part in parts if (joined := " ".join(part.split())))


def _start(body: bytes) -> str:
    return " ".join(body[:80].decode("utf-8", "replace").split()) or "empty"
