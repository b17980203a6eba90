"""Which of the newest reports have no page: asked by every run, most of which write none."""

from datetime import date
from pathlib import Path

from digest.archive.reports import Archive

PAGES = "daily"
NEWEST = 30
"""How many reports every run looks at: those that the feed holds."""


def missing(root: Path, archive: Archive) -> frozenset[date]:
    """The reports without a page among the newest; a run that was killed leaves them."""
    places, folder = archive.places(), root / PAGES
    return frozenset(day for day in archive.dates()[-NEWEST:] if not (folder / f"{places.name(day)}.md").is_file())
