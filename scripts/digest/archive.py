"""data/: the reports as data, one file an announcement. Everything that is published is rendered from here."""

import json
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from pydantic import ValidationError

from digest import files
from digest.errors import ArchiveError
from digest.models import SCHEMA, Report


def to_json(report: Report) -> str:
    """The file's text: schema first, then the fields in the order of models.py; one final newline."""
    record = report.model_dump(mode="json")
    for entry, item in zip(record["papers"], report.papers, strict=True):
        entry["paper"]["links"] = item.paper.links.model_dump()
    papers = [{**entry.pop("paper"), **entry} for entry in record["papers"]]
    return json.dumps({"schema": SCHEMA, **record, "papers": papers}, ensure_ascii=False, indent=1) + "\n"


def from_json(text: str | bytes, name: str) -> Report:
    """Read a file's text. Raises ArchiveError with the file's name where it is not a report of this schema."""
    try:
        record = json.loads(text)
        if record.pop("schema") != SCHEMA:
            raise ArchiveError(
                f"{name} has a schema other than {SCHEMA}; it was written by a newer version: update this fork."
            )
        papers = []
        for paper in record["papers"]:
            paper.pop("links", None)
            rest = {key: paper.pop(key) for key in ("score", "summary")}
            papers.append({"paper": paper, **rest})
        return Report.model_validate_json(json.dumps({**record, "papers": papers}))
    except (ValueError, KeyError, TypeError, AttributeError, ValidationError) as error:
        raise ArchiveError(
            f"{name} cannot be read as a report ({type(error).__name__}: {str(error).splitlines()[0]}). "
            f"Nothing was changed. Restore it from git (`git checkout HEAD -- {name}`), see docs/troubleshooting.md."
        ) from error


class Archive:
    """The reports of one repository."""

    def __init__(self, root: Path) -> None:
        """Take the root of the repository; data/ need not exist yet."""
        self.folder = root / "data"

    def path(self, day: date) -> Path:
        """Where the report of an announcement is kept."""
        return self.folder / f"{day.isoformat()}.json"

    def dates(self) -> tuple[date, ...]:
        """The dates of all reports, oldest first, from the names alone."""
        if not self.folder.is_dir():
            return ()
        return tuple(
            sorted(day for path in self.folder.glob("????-??-??.json") if (day := _date(path.stem)) is not None)
        )

    def load(self, day: date) -> Report:
        """Read one report. Raises ArchiveError where it cannot be read, which is never taken for an empty day."""
        path = self.path(day)
        try:
            content = path.read_bytes()
        except OSError as error:
            raise ArchiveError(
                f"{path} cannot be read: {error.strerror or error}. See docs/troubleshooting.md."
            ) from error
        report = from_json(content, f"data/{path.name}")
        if report.date != day:
            raise ArchiveError(
                f"data/{path.name} says it is the report of {report.date}; rename it or restore it from git."
            )
        return report

    def since(self, day: date) -> Iterable[Report]:
        """The reports of `day` and later, oldest first; no other file is read."""
        return (self.load(found) for found in self.dates() if found >= day)

    def save(self, report: Report) -> bool:
        """Write one report whole; returns whether it differs from what was there."""
        return files.write(self.path(report.date), to_json(report))


def days_before(day: date, days: int) -> date:
    """The date that many days before another; the first date there is where that would pass it."""
    return day - timedelta(days=min(days, (day - date.min).days))


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
