"""A paper of a library, however the library writes it, and what the ranker learns of it. Pure.

Of a library that is private nothing may be said but numbers: nothing here quotes an item in a message or an error.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from digest.config.schema import Library as Config
from digest.core import paper_ids
from digest.rank.profile import Example, Shown
from digest.rank.vectors import vector_of_text

Missing = Literal["refused", "no_collection", "unreachable", "not_installed", "defect"]
"""Why papers of a library are not there: the labels `why_library_...` say it on a page."""

LONGEST_TITLE, LONGEST_ABSTRACT = 500, 5000
"""Characters; no more is learned from what is longer, which is no title and no abstract."""
_SHOWN: dict[str, Shown] = {"nothing": "nothing", "words": "words", "titles": "title"}
_ARXIV_ID = re.compile(
    r"arxiv(?:\.org/(?:abs|pdf|html)/|\s{0,9}(?:[.:/]\s{0,9})?)"
    r"(?P<id>\d{4}\.\d{4,5}|[a-z-]{2,20}(?:\.[a-z]{2})?/\d{7})(?!\d)",
    re.IGNORECASE,
)
"""Bounded, so that a long note is looked through in a time that grows with its length alone."""
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_TAG = re.compile(r"</?(?:i|b|em|strong|sub|sup|span|p|br|jats:[\w-]+)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_NO_LETTER = re.compile(r"\W+")


@dataclass(frozen=True, kw_only=True)
class Item:
    """A paper as a library has it."""

    title: str
    abstract: str = ""
    arxiv_id: str = ""
    doi: str = ""
    added: date | None = None
    """When it came into the library, where that is known."""

    @property
    def says_enough(self) -> bool:
        """Whether it counts: a title, and what tells a paper from a web page: an id or an abstract."""
        return bool(self.title and (self.arxiv_id or self.doi or self.abstract))

    @property
    def id(self) -> str:
        """What is the same for the same paper, in whatever library: its id at arXiv, its DOI or its title."""
        return self.arxiv_id or (f"doi:{self.doi}" if self.doi else f"title:{_NO_LETTER.sub(' ', self.title.lower())}")


def item(title: str, abstract: str, places: Iterable[str], bare_ids: Iterable[str], added: date | None) -> Item:
    """A paper from its fields; its ids are looked for in `places`, and `bare_ids` may be one of arXiv as they are."""
    places = [*places]
    dois = (match[0].rstrip(".,;)]}>").lower() for text in places if (match := _DOI.search(text)))
    return Item(
        title=_text(title, LONGEST_TITLE),
        abstract=_text(abstract, LONGEST_ABSTRACT),
        arxiv_id=arxiv_id(places, bare_ids),
        doi=next(dois, ""),
        added=added,
    )


def arxiv_id(places: Iterable[str], bare_ids: Iterable[str] = ()) -> str:
    """The first id of arXiv in some texts, without version; empty where there is none."""
    for text in bare_ids:
        if paper_ids.FORM.fullmatch(paper_ids.stored(text)):
            return paper_ids.without_class(paper_ids.stored(text))
    for text in places:
        if match := _ARXIV_ID.search(text):
            return paper_ids.without_class(match["id"])
    return ""


def examples(items: Iterable[Item], config: Config, today: date) -> tuple[Example, ...]:
    """What the ranker learns from: each paper once, newer ones counting more."""
    once: dict[str, Item] = {}
    for one in items:
        there = once.setdefault(one.id, one)
        if one.abstract and not there.abstract:
            once[one.id] = one
    return tuple(
        Example(
            id=one.id,
            title=one.title,
            abstract=one.abstract,
            age_days=max(0, (today - one.added).days) if one.added else 0.0,
            half_life_days=config.half_life_days if one.added else None,
            source="library",
            shown=_SHOWN[config.show],
        )
        for one in once.values()
        if one.says_enough and _can_be_learned(one)
    )


def _can_be_learned(one: Item) -> bool:
    """Whether it has words."""
    try:
        return bool(vector_of_text(one.title, one.abstract))
    except Exception:  # a defect of ours in reading one text, which taste/whole.py finds and tells of
        return True


def _text(text: str, most: int) -> str:
    return " ".join(_TAG.sub(" ", text).split())[:most]
