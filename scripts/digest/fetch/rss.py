"""arXiv's RSS feed, asked for and parsed. https://info.arxiv.org/help/rss.html

The feed has the newest announcement only. It knows neither the submission time nor a comment, and its author line is
TeX.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from digest.core import paper_ids
from digest.core.errors import ArxivUnreadable
from digest.core.report import Paper, merge
from digest.fetch import xml_document
from digest.fetch.readings import SourceReading
from digest.fetch.transport import BadAnswer, Transport
from digest.tex.author_names import from_tex

MOST_ITEMS = 2000
"""arXiv cuts a feed here; the rest of the announcement is not in it."""

_NAMES = {"arxiv": "http://arxiv.org/schemas/atom", "dc": "http://purl.org/dc/elements/1.1/"}
_ID = re.compile(r"(?:oai:arXiv\.org:|https?://arxiv\.org/abs/)(?P<id>\S+?)(?:v(?P<version>\d{1,4}))?")
_PREFIX = re.compile(r"arXiv:\S+\s+Announce Type:\s*(?P<kind>[\w-]+)\s*(?:Abstract:\s*)?", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Feed:
    """One answer of the feed."""

    papers: tuple[Paper, ...]
    """The announced papers that are new, or new to a category."""
    items: int
    """All items, replacements included."""
    strange: tuple[str, ...] = ()
    """What announced papers have in place of an id of arXiv's; such a paper is left out."""


def read(transport: Transport, rss_url: str, categories: Sequence[str], *, cross_lists: bool) -> SourceReading:
    """The feed of all categories in one request; where arXiv cuts it, one request a category.

    Raises ArxivUnreadable where no whole feed came.
    """

    def ask(names: Sequence[str]) -> Feed:
        proved: list[Feed] = []
        transport.get(
            f"{rss_url}/{'+'.join(names)}",
            "application/rss+xml, text/xml",
            lambda body: proved.append(parse(body, categories, cross_lists=cross_lists)),
        )
        return proved[-1]

    feeds = [ask(categories)]
    cut = feeds[0].items >= MOST_ITEMS
    if cut and len(categories) > 1:
        try:
            alone = [ask([name]) for name in categories]
            cut = any(feed.items >= MOST_ITEMS for feed in alone)
            feeds += alone
        except ArxivUnreadable:
            cut = True  # what the full feed has is better than nothing
    papers = merge([paper for feed in feeds for paper in feed.papers])
    notice = f"arXiv cut its RSS feed at {MOST_ITEMS} items; what it lacks has to come from the query API."
    notices = [notice] if cut else []
    if strange := sorted({name for feed in feeds for name in feed.strange}):
        notices.append(
            f"Items of the RSS feed whose id is none of arXiv's, left out: {len(strange)} "
            f"({paper_ids.described(strange)})."
        )
    return SourceReading(name="rss", papers=papers, listed=max(feed.items for feed in feeds), notices=tuple(notices))


def parse(body: bytes, categories: Sequence[str], *, cross_lists: bool) -> Feed:
    """Read a feed of `categories`; cross-lists count where asked for, replacements never do. Raises BadAnswer."""
    items = _channel(body).findall("item")
    wanted = {"new", "cross"} if cross_lists else {"new"}
    announced = [item for item in items if _kind(item) in wanted]
    papers = [
        paper
        for item in announced
        if (paper := _paper(item)) is not None and (cross_lists or paper.primary_category in categories)
    ]
    strange = [_named(item) for item in announced if _id(item) is None]
    return Feed(papers=tuple(papers), items=len(items), strange=tuple(strange))


def _channel(body: bytes) -> etree._Element:
    channel = xml_document.parse(body).find("channel")
    if channel is None:
        raise BadAnswer(f"XML, but not a feed ({xml_document.start(body)})")
    if (channel.findtext("title") or "").startswith("Feed error"):
        raise BadAnswer(f"an error feed: {(channel.findtext('description') or '').strip()[:200]}")
    return channel


def _kind(item: etree._Element) -> str:
    """How the item is announced; an item that does not say is taken for a new paper rather than dropped."""
    announced_as = (item.findtext("arxiv:announce_type", "", _NAMES) or "").strip()
    described = _PREFIX.match(_description(item))
    return announced_as or (described["kind"].lower() if described else "new")


def _description(item: etree._Element) -> str:
    return (item.findtext("description") or "").strip()


def _id(item: etree._Element) -> re.Match[str] | None:
    """The paper's id and version, where the item has an id of arXiv's form."""
    matches = (_ID.fullmatch((item.findtext(tag) or "").strip()) for tag in ("guid", "link"))
    return next((name for name in matches if name and paper_ids.FORM.fullmatch(name["id"])), None)


def _named(item: etree._Element) -> str:
    """What an item has in place of an id."""
    return (item.findtext("guid") or item.findtext("link") or "").strip()


def _paper(item: etree._Element) -> Paper | None:
    name = _id(item)
    if not name:
        return None
    description = _description(item)
    prefix = _PREFIX.match(description)
    categories = tuple(text for c in item.findall("category") if (text := (c.text or "").strip()))
    authors = from_tex(", ".join(creator.text or "" for creator in item.findall("dc:creator", _NAMES)))
    return Paper(
        id=name["id"],
        version=int(name["version"]) if name["version"] else None,
        title=" ".join((item.findtext("title") or "").split()),
        abstract=xml_document.paragraphs(description[prefix.end() :] if prefix else description),
        authors=tuple(author for part in authors.split(",") if (author := " ".join(part.split()))),
        categories=categories,
        primary_category=categories[0] if categories else "",
    )
