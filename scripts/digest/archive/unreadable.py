"""An archive whose files something has touched: reports that cannot be read, or are gone and left pages and papers."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from digest.archive.layout import places_in
from digest.archive.reports import Archive
from digest.core.calendar import days_before
from digest.core.errors import ArchiveError

T = TypeVar("T")
EARLY = 7
"""Days by which a report might precede the announcement that arXiv's schedule gives to one of its papers."""


@dataclass(kw_only=True)
class Damage:
    """The reports that a run went around: each is named once, and the run ends with exit code 1 for it."""

    warn: Callable[[str], None]
    named: set[str] = field(default_factory=set)

    def tell(self, problem: str) -> None:
        """Name a report that cannot be read."""
        if problem not in self.named:
            self.named.add(problem)
            self.warn(problem)

    def exit_code(self, code: int) -> int:
        """That of the run, which would end with `code` without damage."""
        return ArchiveError.exit_code if self.named else code


def going_on(
    root: Path,
    archive: Archive,
    days: Collection[date],
    make: Callable[[Archive, Collection[date]], T],
    tell: Callable[[str], None],
) -> tuple[Archive, T]:
    """Make something of some reports; one that cannot be read is told of and hidden, and the rest goes on.

    Returns the archive without such reports, and what was made. Raises ArchiveError about anything else in data/.
    """
    while True:
        try:
            return archive, make(archive, set(days) - archive.hidden)
        except ArchiveError as error:
            if error.day is None or error.day in archive.hidden:
                raise
            tell(str(error))
            archive = Archive(root, archive.hidden | {error.day})


def pages_without_report(root: Path, archive: Archive) -> tuple[str, ...]:
    """What to tell the owner of pages in daily/ whose report is gone from data/, by the names alone."""
    pages, reports = places_in(root / "daily", ".md"), archive.places()
    gone = sorted((pages.flat | pages.by_year) - (reports.flat | reports.by_year))
    return tuple(
        f"daily/{pages.name(day)}.md has no data/{pages.name(day)}.json any more. Restore that from git, have "
        f"`python scripts/backfill.py make --from {day} --to {day}` make it anew, or delete the page. "
        "See docs/troubleshooting.md."
        for day in gone
    )


def lost(archive: Archive, announced: Mapping[str, date]) -> frozenset[str]:
    """Those of some announced papers that stand in no report any more, because it was deleted: they are new again.

    `announced` has each paper with the announcement of its submission; no report long before that can have it. Where a
    report cannot be read, any of them may stand in it, and nothing is taken for lost. Raises ArchiveError.
    """
    if not announced or archive.hidden:
        return frozenset()
    missing = set(announced)
    for brief in archive.since(days_before(min(announced.values()), EARLY)):
        missing -= brief.ids
        if not missing:
            break
    return frozenset(missing)
