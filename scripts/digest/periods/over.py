"""Which weeks and months are over and not told of yet: asked by every run with a model, most of which have none."""

from collections.abc import Iterator
from pathlib import Path

from digest.archive.reports import Archive
from digest.core.spans import Span, month_of, neighbours, week_of
from digest.periods import record
from digest.periods.record import Record


def final(archive: Archive) -> tuple[Span, ...]:
    """The newest week and the newest month after which another one has a report."""
    dates = archive.dates()
    if not dates:
        return ()
    spans = (neighbours(make(dates[-1]), dates)[0] for make in (week_of, month_of))
    return tuple(span for span in spans if span)


def untold(root: Path, archive: Archive) -> Iterator[tuple[Span, Record]]:
    """Those of them that no model was asked about, each with what is kept of it. Raises ArchiveError."""
    for span in final(archive):
        there = record.load(root, span) or Record()
        if not there.model:
            yield span, there
