"""Where a report lies: in data/ and daily/ themselves, and from a size on in a folder of its year there.

GitHub lists the first 1,000 entries of a folder and asks for 3,000 at most. A report stays where it was written first,
so a link to it never breaks.
"""

import os
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

MOST = 800
"""Reports in data/ and in daily/ themselves; it leaves room for the pages of months and further pages of long days."""


@dataclass(frozen=True, kw_only=True)
class Places:
    """Which reports there are, and which of them lie in the folder of their year."""

    flat: frozenset[date] = field(default=frozenset())
    by_year: frozenset[date] = field(default=frozenset())

    @cached_property
    def years(self) -> tuple[str, ...]:
        """The folders of years that have reports, ascending."""
        return tuple(sorted({f"{day.year:04}" for day in self.by_year}))

    def folder(self, day: date) -> str:
        """The folder of a report, there or still to be written: "" or "2029"."""
        if day in self.flat or (day not in self.by_year and len(self.flat) < MOST):
            return ""
        return f"{day.year:04}"

    def name(self, day: date) -> str:
        """A report's path without suffix, within data/ as within daily/: "2026-11-20", or "2029/2029-11-20"."""
        folder = self.folder(day)
        return f"{folder}/{day}" if folder else f"{day}"

    def link(self, day: date, origin: date | None = None) -> str:
        """The relative link to a report's page, from that of `origin` or else from daily/ itself."""
        return f"{self.up(origin)}{self.name(day)}.md"

    def up(self, origin: date | None) -> str:
        """The relative way from a report's page to daily/: "", or "../"."""
        return "../" if origin and self.folder(origin) else ""


def places_in(folder: Path, suffix: str = ".json") -> Places:
    """The reports of data/, or of daily/ with their suffix, from the names alone; a folder that is absent has none."""
    flat, names = _dates(folder, suffix), _names(folder)
    years = (name for name in names if len(name) == len("2029") and name.isdecimal())
    by_year = (day for year in years for day in _dates(folder / year, suffix) if f"{day.year:04}" == year)
    return Places(flat=flat, by_year=frozenset(by_year) - flat)


def _dates(folder: Path, suffix: str) -> frozenset[date]:
    stems = (name.removesuffix(suffix) for name in _names(folder) if name.endswith(suffix))
    return frozenset(day for stem in stems if len(stem) == len("2026-11-20") and (day := _date(stem)) is not None)


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208 (fast)
    except (FileNotFoundError, NotADirectoryError):
        return []


def _date(stem: str) -> date | None:
    try:
        day = date.fromisoformat(stem)
    except ValueError:
        return None
    return day if f"{day}" == stem else None  # "2026-W47-5" is a date, too, and no report's name
