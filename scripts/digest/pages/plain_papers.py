"""Papers that cannot be rendered: found, and shown by id, title as plain characters and link, so that the others are.

Pages, indexes, the feed and releases are made in one go from many papers, and that goes well but for a defect. Only
where it does not are the papers looked for that it fails at, each alone, by the way a run renders it everywhere.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar

from digest.core.report import Entry, Listing, Report, Summary
from digest.core.sparing import fails
from digest.core.taxonomy import categories
from digest.markdown.text import Markdown
from digest.pages.look import Look
from digest.pages.rehearsal import every_text

R = TypeVar("R", str, Mapping[str, str])
Show = Callable[[Report], Report]
"""A report as it is to be shown."""

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What no UTF-8 file or no XML document (https://www.w3.org/TR/xml/#charsets) may hold, or no page of ours needs."""


def showing(reports: Sequence[Report], look: Look, make: Callable[[Show], R]) -> R:
    """The text, or texts, that `make` makes of reports, which it is to look at through what it is given.

    `reports` are all that it looks at. Raises what `make` raises, where that is no paper's doing.
    """
    return showing_most(reports, look, make)[0]


def showing_most(reports: Sequence[Report], look: Look, make: Callable[[Show], R]) -> tuple[R, frozenset[str]]:
    """The same, and the ids of the papers that are shown by id, title and link, because they cannot be rendered."""
    try:
        return _writable(make(lambda report: report)), frozenset()
    except Exception:  # whatever our code does not survive: a defect of ours in TeX or Markdown must not hold a day
        failing = frozenset[str]().union(*(unshowable(report, look) for report in reports))
        if not failing:
            raise
    return _writable(make(lambda report: in_plain(report, failing))), failing


def unshowable(report: Report, look: Look) -> frozenset[str]:
    """The ids of the papers of a report that cannot be rendered in one of the ways a run renders them."""

    def render(some: Report) -> None:
        for text in every_text(some, look):
            _writable(text)

    if not fails(render, report):
        return frozenset()
    nobody = report.model_copy(update={"papers": (), "also": ()})
    alone = {entry.paper.id: nobody.model_copy(update={"papers": (entry,)}) for entry in report.papers}
    alone |= {listing.id: nobody.model_copy(update={"also": (listing,)}) for listing in report.also}
    return frozenset(paper_id for paper_id, some in alone.items() if fails(render, some))


def _writable(made: R) -> R:
    """The same. Raises ValueError where it holds what no file of ours may hold."""
    for text in [made] if isinstance(made, str) else made.values():
        # A page of ASCII is told much faster to be printable than searched.
        if not text.replace("\n", " ").isprintable() and (unwritable := _UNWRITABLE.search(text)):
            raise ValueError(f"U+{ord(unwritable[0]):04X} in what was rendered")
    return made


def in_plain(report: Report, ids: Collection[str]) -> Report:
    """A report in which the papers of those ids are nothing but id, title and link."""
    return report.model_copy(
        update={
            "papers": tuple(_entry(entry) if entry.paper.id in ids else entry for entry in report.papers),
            "also": tuple(_listing(listing) if listing.id in ids else listing for listing in report.also),
        }
    )


def plainly(text: str) -> Markdown:
    """A text of which nothing is understood, so that nothing can fail: the same in Markdown and in HTML.

    Letters and digits are themselves, other printable characters stand each in an element of its own, where they are
    no markup, mention, address or formula; all else is a space.
    """
    seen = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return Markdown("".join(c if c.isalnum() or c == " " else f"<span>&#{ord(c)};</span>" for c in seen))


def _entry(entry: Entry) -> Entry:
    paper = entry.paper
    known = tuple(name for name in paper.categories if name in categories())
    return Entry.model_construct(
        paper=paper.model_copy(
            update={
                "title": plainly(f"{paper.id} {paper.title}"),
                "abstract": "",
                "authors": (),
                "categories": known,
                "primary_category": paper.primary_category if paper.primary_category in known else "",
                "comment": None,
                "doi": None,
            }
        ),
        score=entry.score.model_copy(update={"parts": ()}),
        summary=Summary(status=entry.summary.status, language=entry.summary.language, why=entry.summary.why),
    )


def _listing(listing: Listing) -> Listing:
    name = listing.primary_category
    return listing.model_copy(
        update={
            "title": plainly(f"{listing.id} {listing.title}"),
            "primary_category": name if name in categories() else "",
        }
    )
