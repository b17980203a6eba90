"""A week in a few lines, as a release and a message say it: the same sentences, themes and terms as its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from digest.archive.reports import Archive
from digest.core.spans import Span, week_of
from digest.markdown.text import Markdown
from digest.markdown.writer import literal
from digest.pages.look import Look
from digest.pages.release_text import Period
from digest.pages.report_view import joined
from digest.periods import record
from digest.periods.analysis import analyse
from digest.periods.reading import Reader


@dataclass(frozen=True, kw_only=True)
class Theme:
    """A theme in a line."""

    name: Markdown
    count: int


@dataclass(frozen=True, kw_only=True)
class News:
    """What happened in a week."""

    span: Span
    sentences: tuple[Markdown, ...]
    """Those of the whole week that a model wrote, if any."""
    themes: tuple[Theme, ...]
    rising: Markdown
    """The rising terms in a line; empty where there are none."""


def news_of(root: Path, look: Look, archive: Archive, days: Sequence[date]) -> News | None:
    """The news of the week in which some days lie; nothing where they are of several weeks.

    Raises ArchiveError where the week's record cannot be read.
    """
    weeks = {week_of(day) for day in days}
    if len(weeks) != 1:
        return None
    (span,) = weeks
    material = Reader(archive).material(span)
    analysis, said = analyse(material, ()), record.load(root, span)
    ids = {title.id for day in material.days.values() for title in day.titles}
    labels = look.labels
    return News(
        span=span,
        sentences=tuple(
            labels.foreign(literal(sentence.text))
            for sentence in (said.text if said else ())
            if sentence.ids and ids.issuperset(sentence.ids)
        ),
        themes=tuple(
            Theme(
                name=joined([labels.foreign(literal(name)) for name in theme.names], labels),
                count=len(theme.papers),
            )
            for theme in analysis.grouping.themes
        ),
        rising=joined([labels.foreign(literal(term.term)) for term in analysis.rising or ()], labels),
    )


def of_release(root: Path, look: Look, archive: Archive, period: Period) -> News | None:
    """The news that a release tells: of a week, and of no single day."""
    return news_of(root, look, archive, period.dates) if "-W" in period.name else None
