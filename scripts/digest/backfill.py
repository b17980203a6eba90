"""Reports for announcements of the past: planned once, made by any number of machines, merged into one archive."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from digest import files, pages, summaries
from digest.allowance import Allowance
from digest.archive import Archive, from_json
from digest.errors import SUMMARIES_PENDING, ConfigurationError, ModelRefused
from digest.interests import Profile
from digest.liked import load
from digest.models import SCHEMA, Model, Paper, Report
from digest.past import Planned
from digest.pipeline import listing
from digest.progress import Progress
from digest.rank import rank
from digest.seen import Seen
from digest.settings import Settings
from digest.unfinished import Unfinished
from digest.waiting import Waiting

if TYPE_CHECKING:
    from digest.batches import Answered

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

    def among(self, days: Sequence[Planned]) -> tuple[Planned, ...]:
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


@dataclass(kw_only=True)
class Maker:
    """Makes reports, one after the other, within one allowance of tokens."""

    settings: Settings
    profile: Profile
    progress: Progress
    force: bool = False
    """Ask the model again for what a killed run has saved."""
    answered: "Answered | None" = None
    """What batches have cost, where there were any."""
    allowance: Allowance = field(init=False)
    stopped: int = 0
    """The exit code that says why no model can be called any more; 0 as long as one can."""
    why: str = ""

    def __post_init__(self) -> None:
        self.allowance = Allowance(llm=self.settings.config.llm)

    def make(self, planned: Planned) -> Report:
        """Rank and summarise the papers of one announcement."""
        # The time is limited for each report: a backfill of years takes as long as it takes.
        self.allowance = Allowance(
            llm=self.settings.config.llm, spent=self.allowance.spent, refusal=self.allowance.refusal
        )
        ranked = rank(planned.papers, self.profile)
        if self.force:
            summaries.forget(self.settings, day=planned.date)
        chosen = summaries.choose(ranked, planned.date, self.settings, self.allowance, (), self.progress)
        reasons = {entry.summary.why for entry in chosen.entries if summaries.is_late(entry.summary)}
        if self.allowance.refusal:
            self.stopped, self.why = ModelRefused.exit_code, self.allowance.refusal
        elif "token_limit" in reasons:
            self.stopped, self.why = SUMMARIES_PENDING, "llm.max_tokens_per_run is reached"
        return Report(
            date=planned.date,
            categories=self.settings.config.categories,
            papers=chosen.entries,
            also=tuple(map(listing, chosen.others)),
            run={
                "sources": {"backfill": {"papers": len(planned.papers)}},
                "model": self._with_batches(chosen.record, planned.date),
                "notices": list(chosen.notices),
            },
        )

    def _with_batches(self, record: dict[str, Any], day: date) -> dict[str, Any]:
        """What the model was asked for a report, questions in batches included."""
        if self.answered is None:
            return record
        asked = self.answered
        return summaries.added(record, asked.calls[day], asked.tokens_in[day], asked.tokens_out[day])


def liked_texts(settings: Settings) -> tuple[Paper, ...]:
    """The texts of liked and disliked papers that are there, by id."""
    return tuple(paper for _, paper in sorted(load(settings.root).items()))


def keep(settings: Settings, archive: Archive, reports: Iterable[Report]) -> None:
    """Save reports, write their papers into the ledger, and note that their pages are to be made.

    Killed on the way, the next run of any kind finishes what the note names.
    """
    unfinished = Unfinished(settings.root)
    for report in reports:
        unfinished.begin([report.date])
        archive.save(report)
        Seen(settings.root).add(report.ids)
        Waiting(settings.root).release(report.ids)


def write_pages(settings: Settings, archive: Archive) -> None:
    """Everything that people read of the reports that were kept, a month at a time."""
    unfinished = Unfinished(settings.root)
    changed = unfinished.dates().intersection(archive.dates())
    for month in pages.by_month(changed):
        for day in month:
            Seen(settings.root).add(archive.brief(day).ids)
        pages.update(settings, archive, month)
    unfinished.done()


def read_reports(folder: Path) -> tuple[Report, ...]:
    """The reports that shards left below a folder, by date. Raises ArchiveError where one cannot be read."""
    found = sorted(folder.rglob("????-??-??.json"), key=lambda path: path.name)
    if not found:
        raise ConfigurationError(f"{folder} has no reports of shards in it; see docs/backfill.md.")
    return tuple(from_json(path.read_bytes(), str(path)) for path in found)
