"""data/feedback.json: the thumbs that a forker has given to papers, by the issue that each came in.

An issue counts once, however often it is looked at: what was taken from it stands here with the newest of its events
that was heeded. All that happens to the file is a function of the file and of what GitHub says of an issue, so that two
runs that are at it at once come to the same, whichever is first.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, Field, ValidationError

from digest.core.errors import ArchiveError
from digest.core.git_conflicts import remedy, what
from digest.core.report import Model

NAME = "data/feedback.json"
SCHEMA = 1
OPENING = 0
"""The event of an issue that was never reopened; GitHub's own ids of events are larger."""

Thumb = Literal["up", "down"]
Reports = Mapping[str, date]
"""Papers by id, each with the report that announced it."""


class Taps(Model):
    """What one issue says."""

    number: int = Field(ge=1)
    """Of the issue."""
    event: int = Field(OPENING, ge=0)
    """The id of its newest reopening, or OPENING."""
    at: AwareDatetime
    """When that was."""
    up: Reports = Field({})
    down: Reports = Field({})

    @property
    def count(self) -> int:
        """How many papers have a thumb by it."""
        return len(self.up) + len(self.down)


@dataclass(frozen=True, kw_only=True)
class Thumbed:
    """A paper with a thumb, as all issues together have it."""

    id: str
    thumb: Thumb
    at: datetime
    """When it was given; of several, the last time."""
    report: date
    """The report that announced the paper."""


class Ledger(Model):
    """Everything that was taken."""

    version: int = Field(SCHEMA, alias="schema", le=SCHEMA)
    issues: tuple[Taps, ...] = ()
    """Ascending by number."""

    def find(self, number: int) -> Taps | None:
        """What was taken from an issue, if it ever was."""
        return next((taps for taps in self.issues if taps.number == number), None)

    def taking(self, more: Iterable[Taps]) -> "Ledger":
        """The same with what issues say; an event that was heeded already changes nothing.

        Reopening an issue that counts takes it back; one of which nothing counts is taken as it now is.
        """
        issues = {taps.number: taps for taps in self.issues}
        for taps in more:
            known = issues.get(taps.number)
            if known is None or (known.event < taps.event and not known.count):
                issues[taps.number] = taps
            elif known.event < taps.event:
                issues[taps.number] = Taps(number=taps.number, event=taps.event, at=taps.at)
        return Ledger(issues=tuple(taps for _, taps in sorted(issues.items())))

    def without(self, number: int) -> "Ledger":
        """The same as if an issue had never been."""
        return Ledger(issues=tuple(taps for taps in self.issues if taps.number != number))

    def thumbs(self) -> tuple[Thumbed, ...]:
        """The papers with a thumb, by id. An opposite tap takes the one before it back, and a second one counts."""
        standing: dict[str, int] = {}
        last: dict[str, tuple[datetime, date]] = {}
        for taps in sorted(self.issues, key=lambda taps: (taps.at, taps.number)):
            for papers, way in ((taps.up, 1), (taps.down, -1)):
                for paper_id, report in papers.items():
                    standing[paper_id] = max(-1, min(1, standing.get(paper_id, 0) + way))
                    last[paper_id] = (taps.at, report)
        return tuple(
            Thumbed(id=paper_id, thumb="up" if way > 0 else "down", at=last[paper_id][0], report=last[paper_id][1])
            for paper_id, way in sorted(standing.items())
            if way
        )


def to_json(ledger: Ledger) -> str:
    """The file's text: one line an issue, one final newline."""
    lines = [f" {json.dumps(_record(taps))}" for taps in ledger.issues]
    issues = "[\n" + ",\n".join(lines) + "\n]" if lines else "[]"
    return f'{{"schema": {SCHEMA}, "issues": {issues}}}\n'


def _record(taps: Taps) -> dict[str, object]:
    record = taps.model_dump(mode="json")
    return {key: dict(sorted(value.items())) if isinstance(value, dict) else value for key, value in record.items()}


def from_json(text: str | bytes) -> Ledger:
    """Read the file's text. Raises ArchiveError where it is none, which is never taken for an empty one."""
    if not text.strip():  # whoever empties the file takes all of it back
        return Ledger()
    try:
        return Ledger.model_validate_json(text)
    except ValidationError as error:
        raise ArchiveError(f"{NAME} cannot be read ({what(text, error)}). {remedy(NAME)}") from error


def read(root: Path) -> Ledger:
    """The ledger of a repository; an empty one where there was never a tap. Raises ArchiveError."""
    path = root / NAME
    if path.is_symlink():
        raise ArchiveError(f"{NAME} is a symbolic link, and is not read through one. {remedy(NAME)}")
    try:
        return from_json(path.read_bytes())
    except FileNotFoundError:
        return Ledger()
    except OSError as error:
        raise ArchiveError(f"{NAME} cannot be read: {error.strerror or error}. See docs/troubleshooting.md.") from error
