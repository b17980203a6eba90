"""data/: the reports as data, one file an announcement. Everything that is published is rendered from here."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from digest.archive.brief import Brief
from digest.archive.layout import Places, places_in
from digest.core import files
from digest.core.errors import ArchiveError
from digest.core.git_conflicts import remedy, what
from digest.core.report import SCHEMA, Report


def to_json(report: Report) -> str:
    """The file's text: schema first, then the fields in the order of core/report.py; one final newline."""
    record = report.model_dump(mode="json")
    for entry, item in zip(record["papers"], report.papers, strict=True):
        entry["paper"]["links"] = item.paper.links.model_dump()
    papers = [{**entry.pop("paper"), **entry} for entry in record["papers"]]
    return json.dumps({"schema": SCHEMA, **record, "papers": papers}, ensure_ascii=False, indent=1) + "\n"


def from_json(text: str | bytes, name: str) -> Report:
    """Read a file's text. Raises ArchiveError with the file's name where it is not a report of this schema."""
    try:
        return Report.model_validate(_record(text, name))
    except _UNREADABLE as error:
        raise _unreadable(name, text, error) from error


def brief_from_json(text: str | bytes, name: str) -> Brief:
    """The same in brief; the listed papers are counted and not looked into. Raises ArchiveError."""
    try:
        record = _record(text, name)
        also, record["also"] = record.get("also", []), ()
        report = Report.model_validate(record)
        return Brief(
            report=report,
            listed=Counter(listing.get("primary_category", "") for listing in also),
            ids=report.ids.union(listing["id"] for listing in also),
        )
    except _UNREADABLE as error:
        raise _unreadable(name, text, error) from error


_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, ValidationError, RecursionError)


def _record(text: str | bytes, name: str) -> dict[str, Any]:
    """What a file says, as the fields of a report."""
    record: dict[str, Any] = json.loads(text)
    if record.pop("schema") != SCHEMA:
        raise ArchiveError(
            f"{name} has a schema other than {SCHEMA}; it was written by a newer version: update this fork."
        )
    papers = []
    for paper in record["papers"]:
        paper.pop("links", None)
        rest = {key: paper.pop(key) for key in ("score", "summary")}
        papers.append({"paper": paper, **rest})
    return {**record, "papers": papers}


def _unreadable(name: str, text: str | bytes, error: Exception) -> ArchiveError:
    return ArchiveError(f"{name} cannot be read as a report ({what(text, error)}). {remedy(name)}")


BRIEFS_KEPT = 80
"""In memory; a daily run wants a month and the feed's thirty, and a rebuild of ten years must not hold them all."""


class Archive:
    """The reports of one repository."""

    def __init__(self, root: Path, hidden: frozenset[date] = frozenset(), *, keep: int = 0) -> None:
        """Take the root of the repository; data/ need not exist yet. Reports that are `hidden` are not among the dates.

        A backfill and a rebuild hide some: those that cannot be read must not keep them from the others. So many
        reports as `keep` says stay in memory, those that were read last; each takes about a megabyte.
        """
        self.folder = root / "data"
        self.hidden = hidden
        self._known: tuple[object, Places, tuple[date, ...]] | None = None
        self._briefs: dict[date, tuple[tuple[int, int] | None, Brief]] = {}
        self._keep = keep
        self._reports: dict[date, tuple[tuple[int, int] | None, Report]] = {}

    def path(self, day: date) -> Path:
        """Where the report of an announcement is kept."""
        return self.folder / self._name(day)

    def dates(self) -> tuple[date, ...]:
        """The dates of all reports, oldest first, from the names alone."""
        return self._look()[1]

    def places(self) -> Places:
        """Where each report lies, those that are hidden as well."""
        return self._look()[0]

    def _look(self) -> tuple[Places, tuple[date, ...]]:
        """The places and dates; the folders are read again only where one of them has changed."""
        if self._known is None or self._known[0] != self._stamps(self._known[1].years):
            places = places_in(self.folder)
            dates = tuple(sorted((places.flat | places.by_year) - self.hidden))
            self._known = (self._stamps(places.years), places, dates)
        return self._known[1:]

    def _stamps(self, years: Iterable[str]) -> object:
        return [_stamp(self.folder), *(_stamp(self.folder / year) for year in years)]

    def _name(self, day: date) -> str:
        return f"{self.places().name(day)}.json"

    def load(self, day: date) -> Report:
        """Read one report. Raises ArchiveError where it cannot be read, which is never taken for an empty day."""
        path = self.path(day)
        known = self._reports.pop(day, None)
        stamp = _stamp(path)
        if known is None or known[0] != stamp:
            with _about(day):
                known = stamp, self._of(day, from_json(self._read(path), f"data/{self._name(day)}"))
        if self._keep:
            if len(self._reports) >= self._keep:
                del self._reports[next(iter(self._reports))]
            self._reports[day] = known
        return known[1]

    def brief(self, day: date) -> Brief:
        """Read one report in brief; a file that has not changed is read once. Raises ArchiveError as `load` does."""
        path = self.path(day)
        known = self._briefs.get(day)
        if known and known[0] == _stamp(path):
            return known[1]
        with _about(day):
            stamp, brief = _stamp(path), brief_from_json(self._read(path), f"data/{self._name(day)}")
            self._of(day, brief.report)
        if len(self._briefs) >= BRIEFS_KEPT:
            self._briefs.clear()
        self._briefs[day] = (stamp, brief)
        return brief

    def since(self, day: date) -> Iterable[Brief]:
        """The reports of `day` and later in brief, oldest first; no other file is read."""
        return (self.brief(reported) for reported in self.dates() if reported >= day)

    def _read(self, path: Path) -> bytes:
        if path.is_symlink():  # it may lead to a secret, or to a file without an end
            name = f"data/{path.relative_to(self.folder)}"
            raise ArchiveError(f"{name} is a symbolic link, and no report is read through one. {remedy(name)}")
        try:
            return path.read_bytes()
        except OSError as error:
            raise ArchiveError(
                f"{path} cannot be read: {error.strerror or error}. See docs/troubleshooting.md."
            ) from error

    def _of(self, day: date, report: Report) -> Report:
        if report.date != day:
            raise ArchiveError(
                f"data/{self._name(day)} says it is the report of {report.date}; rename it or restore it from git."
            )
        return report

    def save(self, report: Report) -> bool:
        """Write one report whole; returns whether it differs from what was there."""
        path = self.path(report.date)
        self._known = None  # a folder's time of change may be too coarse to show what came right after it was read
        return files.write(path, to_json(report))


@contextmanager
def _about(day: date) -> Iterator[None]:
    """Says of an ArchiveError whose report it is about."""
    try:
        yield
    except ArchiveError as error:
        error.day = day
        raise


def _stamp(path: Path) -> tuple[int, int] | None:
    """When a file was written last, and its size; nothing where it cannot be had."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
