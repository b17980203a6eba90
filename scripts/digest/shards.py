"""A backfill by many machines: planned once, made in shares, merged into one archive."""

import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from digest import actions, files, summaries
from digest.archive import Archive, from_json
from digest.backfill import Maker, keep, liked_texts, profile, reports, write_pages
from digest.backfill_batches import ask
from digest.damage import Damage, going_on, lost
from digest.errors import ArchiveError, ConfigurationError
from digest.models import SCHEMA, Model, Paper, Report
from digest.past import Planned, look_through
from digest.progress import Progress
from digest.seen import Seen
from digest.settings import Settings

T = TypeVar("T")
_SHARD = re.compile(r"([1-9]\d{0,2})/([1-9]\d{0,2})")
MOST_SHARDS = 256
"""Jobs of a matrix in GitHub Actions."""


class Plan(Model):
    """What is handed to the shards: all that was fetched, so that arXiv is asked once."""

    plan: int = SCHEMA
    days: tuple[Planned, ...]
    liked: tuple[Paper, ...] = ()
    """The texts of `liked` and `disliked`."""


@dataclass(frozen=True, kw_only=True)
class Shard:
    """Every n-th report."""

    number: int = 1
    """From 1."""
    of: int = 1

    @classmethod
    def parse(cls, text: str) -> "Shard":
        """Read "3/8". Raises ConfigurationError where that is no shard."""
        found = _SHARD.fullmatch(text)
        number, of = (int(found[1]), int(found[2])) if found else (0, 0)
        if not 1 <= number <= of <= MOST_SHARDS:
            raise ConfigurationError(f'--shard "{text}" is none; write it like 3/8, from 1/8 to 8/8, at most of 256.')
        return cls(number=number, of=of)

    def among(self, days: Sequence[T]) -> tuple[T, ...]:
        """This shard's share."""
        return tuple(days[self.number - 1 :: self.of])


def write_plan(path: Path, plan: Plan) -> None:
    """Write what the shards are handed."""
    files.write(path, json.dumps(plan.model_dump(mode="json"), ensure_ascii=False) + "\n")


def read_plan(path: Path) -> Plan:
    """Read what the plan step has written. Raises ConfigurationError where that is no plan."""
    try:
        return Plan.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise ConfigurationError(
            f"{path} cannot be read as a plan ({str(error).splitlines()[0]}). Make it anew with `backfill.py --plan`. "
            "See docs/backfill.md."
        ) from error


def hand_out(settings: Settings, days: Sequence[Planned], path: Path, most: int) -> str:
    """Write the plan for the shards, `most` of them or as many as there are reports, and name them to the workflow.

    Returns a line that says what is planned.
    """
    write_plan(path, Plan(days=tuple(days), liked=liked_texts(settings)))
    count = min(most, len(days))
    actions.output(os.environ, "shards", json.dumps([f"{number}/{count}" for number in range(1, count + 1)]))
    return f"{len(days)} reports are planned, of {sum(len(day.papers) for day in days)} papers."


def make(settings: Settings, progress: Progress, plan: Plan, into: Path, wait_seconds: float | None) -> tuple[str, int]:
    """Make the reports of a shard's plan into a folder; those that are there already are kept.

    Returns a line that says what was done, and the exit code.

    With `wait_seconds`, their summaries are asked for in batches, and the answers are waited for so long.
    """
    there = Archive(into)
    maker = Maker(settings=settings, profile=profile(settings, plan.liked), progress=progress)
    days = [day.date for day in plan.days]
    kept = look_through(there, days, force=False).kept
    mine = tuple(day for day in plan.days if day.date not in kept)
    if wait_seconds is not None:
        ask(maker, mine, wait_seconds)
    made: list[Report] = []
    for report in reports(maker, mine, 0, len(mine)):
        there.save(report)
        summaries.forget(settings, day=report.date)
        made.append(report)
    return f"{len(made)} reports written.", maker.stopped or summaries.exit_code(made)


def merge(settings: Settings, progress: Progress, folder: Path, *, force: bool) -> tuple[str, int]:
    """Take the shards' reports into the archive, then make pages, indexes and feed.

    Returns a line that says what was done, and the exit code.
    """
    made, damaged = read_reports(folder)
    found = look_through(Archive(settings.root), [report.date for report in made], force=force)
    damage = Damage(warn=progress.warn)
    for problem in (*damaged, *found.unreadable.values()):
        damage.tell(problem)
    archive = Archive(settings.root, frozenset(found.unreadable))
    planned = [report for report in made if report.date in found.todo]
    archive, new = going_on(
        settings.root, archive, (), lambda readable, _: _unannounced(settings, readable, planned), damage.tell
    )
    if gone := sum(len(report.ids) for report in planned) - sum(len(report.ids) for report in new):
        progress.say(f"{gone} papers are left out: reports that came meanwhile have announced them.")
    keep(settings, archive, new)
    write_pages(settings, archive, damage.tell)
    actions.output(os.environ, "complete", "true")
    return f"{len(new)} reports merged.", damage.exit_code(0)


def read_reports(folder: Path) -> tuple[tuple[Report, ...], tuple[str, ...]]:
    """The reports that shards left below a folder, by date, one a date; and what to say of those that are damaged."""
    made, damaged = dict[date, Report](), list[str]()
    paths = sorted(folder.rglob("????-??-??.json"), key=lambda path: (path.name, path))
    if not paths:
        raise ConfigurationError(f"{folder} has no reports of shards in it; see docs/backfill.md.")
    for path in paths:
        try:
            report = from_json(path.read_bytes(), str(path))
        except ArchiveError:
            damaged.append(
                f"{path} cannot be read as a report, and is left out. Run the shard that made it again, then merge "
                "again. See docs/backfill.md."
            )
        else:
            made.setdefault(report.date, report)
    return tuple(report for _, report in sorted(made.items())), tuple(damaged)


def _unannounced(settings: Settings, archive: Archive, reports: Sequence[Report]) -> list[Report]:
    """The reports without the papers that others have announced since they were planned; none that is left empty."""
    days = {paper_id: report.date for report in reports for paper_id in report.ids}
    own = {paper_id for day in set(days.values()).intersection(archive.dates()) for paper_id in archive.brief(day).ids}
    gone = Seen(settings.root).among(days) - own
    gone -= lost(archive, {paper_id: days[paper_id] for paper_id in gone})
    left = (_without(report, gone) for report in reports)
    return [report for report in left if report.ids]


def _without(report: Report, gone: frozenset[str]) -> Report:
    papers = tuple(entry for entry in report.papers if entry.paper.id not in gone)
    also = tuple(listing for listing in report.also if listing.id not in gone)
    return report.model_copy(update={"papers": papers, "also": also})
