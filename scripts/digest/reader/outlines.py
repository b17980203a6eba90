"""What the whole site wants to know of each report, small enough that those of ten years are held at once. Pure."""

from dataclasses import dataclass
from datetime import date

from digest.core.report import Report, best_first
from digest.pages.report_page import models
from digest.pages.report_view import anchor
from digest.rank.document import Vocabulary
from digest.reader import html
from digest.reader.characters import one_line
from digest.reader.html import Html
from digest.reader.interests import matched
from digest.reader.similar import Profile, profile
from digest.reader.views import one_sentence

BEST = 20
"""So many of a report's best papers can become the best of their month."""


@dataclass(frozen=True, kw_only=True)
class Best:
    """A paper on the page of its month, or on the first page."""

    score: int
    id: str
    title: Html
    one_sentence: Html | None
    category: str
    link: str
    """From the top of the site."""


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A paper as it is compared with others, and what a link to it says."""

    id: str
    title: Html
    profile: Profile


@dataclass(frozen=True, kw_only=True)
class Outline:
    """One report."""

    date: date
    papers: int
    summarised: int
    also: int
    best: tuple[Best, ...]
    compared: tuple[Compared, ...]
    categories: frozenset[str]
    interests: frozenset[str]
    by_model: bool
    """Whether a model wrote any of its summaries."""


def outline(report: Report, vocabulary: Vocabulary) -> Outline:
    """The outline of a report; `vocabulary` is one of all terms, kept from report to report."""
    by_score = best_first(report.papers)
    return Outline(
        date=report.date,
        papers=len(report.papers) + len(report.also),
        summarised=report.summarised,
        also=len(report.also),
        best=tuple(
            Best(
                score=entry.score.total,
                id=entry.paper.id,
                title=html.title(entry.paper.title),
                one_sentence=one_sentence(entry),
                category=one_line(entry.paper.primary_category),
                link=f"reports/{report.date}.html#{anchor(entry.paper.id)}",
            )
            for entry in by_score[:BEST]
        ),
        compared=tuple(
            Compared(id=entry.paper.id, title=html.title(entry.paper.title), profile=profile(entry.paper, vocabulary))
            for entry in report.papers
        ),
        categories=frozenset(
            one_line(name)
            for name in (
                *(entry.paper.primary_category for entry in report.papers),
                *(listing.primary_category for listing in report.also),
            )
            if name
        ),
        interests=frozenset(one_line(name) for entry in report.papers for name in matched(entry.score)),
        by_model=bool(models(report)),
    )
