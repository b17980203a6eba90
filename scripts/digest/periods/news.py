"""A week in a few lines, as a release and a message say it: the same sentences, themes and terms as its page."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from digest.archive.reports import Archive
from digest.core.spans import week_of
from digest.pages.release_text import WeekNews
from digest.periods import record
from digest.periods.analysis import analyse
from digest.periods.reading import Reader


def news_of(root: Path, archive: Archive, days: Sequence[date]) -> WeekNews | None:
    """The news of the week in which some days lie; nothing where they are of several weeks.

    Raises ArchiveError where the week's record cannot be read.
    """
    weeks = {week_of(day) for day in days}
    if len(weeks) != 1:
        return None
    (span,) = weeks
    material = Reader(archive).material(span)
    analysis, of_week = analyse(material, ()), record.load(root, span)
    ids = {title.id for day in material.days.values() for title in day.titles}
    return WeekNews(
        span=span,
        sentences=tuple(
            sentence.text
            for sentence in (of_week.text if of_week else ())
            if sentence.ids and ids.issuperset(sentence.ids)
        ),
        themes=tuple((theme.names, len(theme.papers)) for theme in analysis.grouping.themes),
        rising=tuple(term.term for term in analysis.rising or ()),
        unreadable=tuple(day for day in material.unreadable if day >= span.first),
    )
